"""A wheel is built, installed into an empty environment, and runs from an empty folder."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from flasky import migrations
from flasky.config import Settings
from tests.commands import PATIENCE, ROOT, comes
from tests.deploy.site import free_port

UV = Path(sys.executable).with_name("uv")
PIN = re.compile(r"^([\w.\[\]-]+==[^\\\n]+)", re.MULTILINE)


def done(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of this checkout in its environment; how packages are fetched here stays."""
    ours = {"PYTHONPATH", "VIRTUAL_ENV", "FLASK_CONFIG", *(name.upper() for name in Settings.model_fields)}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    command = [str(word) for word in words]
    return subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=5 * PATIENCE
    )


def copy_of_the_sources(folder: Path) -> Path:
    """Copy what a source package holds, without anything built, and link the front-end libraries that are there."""
    included = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["sdist"]
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", *included["only-include"]):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("dist", "__pycache__"))
        else:
            shutil.copy2(ROOT / name, source / name)
    (source / "node_modules").symlink_to((ROOT / "node_modules").resolve())
    os.utime(source / "package-lock.json", (0, 0))  # the libraries are newer: nothing needs to be fetched
    return source


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment in which nothing but the wheel was asked for."""
    folder = tmp_path_factory.mktemp("wheel")
    built = done(UV, "build", "--wheel", "--out-dir", folder, copy_of_the_sources(folder), folder=folder)
    assert built.returncode == 0, built.stderr
    [wheel] = folder.glob("flasky-*.whl")
    (folder / "pins.txt").write_text("\n".join(PIN.findall((ROOT / "requirements.txt").read_text())))
    programs = folder / "environment" / "bin"
    for words in (
        ("venv", "--python", sys.executable, folder / "environment"),
        ("pip", "install", "--python", programs / "python", "--constraint", folder / "pins.txt", wheel),
    ):
        step = done(UV, *words, folder=folder)
        assert step.returncode == 0, step.stderr
    return programs


@contextmanager
def running(programs: Path, folder: Path) -> Iterator[str]:
    """Run the site of an installation from a folder while the block lasts; yields its origin."""
    origin = f"http://127.0.0.1:{free_port()}"
    with (folder / "log").open("wb") as log:
        site = subprocess.Popen(
            [programs / "flasky", "run", "--port", origin.rpartition(":")[2], "--workers", "1"],
            cwd=folder,
            env={"PATH": os.environ["PATH"]},
            stdout=log,
            stderr=log,
        )
    try:
        assert comes(lambda: answers(f"{origin}/readyz"), within=90), (folder / "log").read_text()
        yield origin
        site.terminate()
        assert site.wait(60) == 0
    finally:
        if site.poll() is None:
            site.kill()
            site.wait(30)


def answers(address: str) -> bool:
    """Tell whether an address answers well."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def text_at(address: str) -> str:
    """Return what stands at an address."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        return str(answer.read().decode())


def test_wheel_is_what_runs(installed, tmp_path):
    where = done(installed / "python", "-c", "import flasky; print(flasky.__file__)", folder=tmp_path)

    assert Path(where.stdout.strip()).is_relative_to(installed.parent)


def test_site_of_a_wheel_serves_pages_with_their_style(installed, tmp_path):
    with running(installed, tmp_path) as origin:
        home = text_at(f"{origin}/")
        sheet = re.search(r'<link rel="stylesheet" href="([^"]+)"', home)

        assert "Hello, Stranger!" in home
        assert sheet
        assert ".site-header" in text_at(origin + sheet[1])
        assert text_at(f"{origin}/auth/register").count("<form") >= 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "log"]


@pytest.mark.seed("L6")
def test_wheel_migrates_and_does_so_twice(installed, tmp_path):
    deployed = [done(installed / "flasky", "deploy", folder=tmp_path) for _time in range(2)]
    current = done(installed / "flasky", "db", "current", folder=tmp_path)

    assert [one.returncode for one in deployed] == [0, 0]
    assert current.stdout == f"{migrations.head()}\n"


def test_wheel_holds_no_source_of_assets_and_no_test(installed):
    [package] = installed.parent.glob("lib/python*/site-packages/flasky")

    assert not (package / "assets").exists()
    assert list(package.rglob("test_*")) == []
    assert (package / "static" / "dist" / "manifest.json").is_file()
