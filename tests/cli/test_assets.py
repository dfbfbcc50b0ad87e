"""Style sheets and scripts are built when a checkout has none."""

import pytest

from flasky.cli import assets
from flasky.errors import ConfigurationError
from flasky.lib import asset_build


@pytest.fixture
def builds(monkeypatch):
    """The folders that were built, instead of a build, which takes seconds and a network."""
    built = []
    monkeypatch.setattr(asset_build, "build", built.append)
    return built


def test_what_is_there_is_not_built_again(builds, tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    (tmp_path / "manifest.json").touch()

    assets.build_if_missing()

    assert builds == []


def test_what_is_missing_is_built_and_said(builds, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")

    assets.build_if_missing()

    assert builds == [assets.CHECKOUT]
    assert "Building style sheets" in capsys.readouterr().err


def test_a_build_that_fails_stops_the_start_with_its_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    monkeypatch.setattr(assets, "CHECKOUT", tmp_path)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)

    with pytest.raises(ConfigurationError, match="The assets cannot be built without Node"):
        assets.build_if_missing()
