"""The doctor on the machine."""

import resource
from pathlib import Path

import pytest

from flasky.cli import assets
from flasky.cli.doctor import machine
from flasky.cli.doctor.findings import Level
from flasky.config import load

OK, WARNING, PROBLEM = Level.OK, Level.WARNING, Level.PROBLEM


@pytest.fixture
def settings(tmp_path):
    """Settings with a data folder of their own."""
    return load("production", flasky_data_dir=tmp_path / "data")


@pytest.mark.parametrize(("mode", "level"), [(0o700, OK), (0o750, OK), (0o755, WARNING)])
def test_nobody_else_looks_into_the_data_folder(settings, mode, level):
    settings.flasky_data_dir.chmod(mode)

    assert machine.data_folder(settings).level is level


def test_the_doctor_leaves_nothing_behind(settings):
    before = set(settings.flasky_data_dir.iterdir())

    machine.data_folder(settings)

    assert set(settings.flasky_data_dir.iterdir()) == before


def test_a_folder_that_cannot_be_written_is_a_problem(settings):
    finding = machine.data_folder(settings.model_copy(update={"flasky_data_dir": Path("/proc")}))

    assert finding.level is PROBLEM
    assert "Nothing can be written into /proc" in finding.words


@pytest.mark.parametrize(("needed", "wanted", "level"), [(0, 0, OK), (0, 2**60, WARNING), (2**60, 2**60, PROBLEM)])
def test_a_disk_is_filled_up_slowly(tmp_path, needed, wanted, level):
    finding = machine.space_at(tmp_path, needed=needed, wanted=wanted)

    assert finding.level is level
    assert "MiB are free" in finding.words
    assert bool(finding.advice) == (level is not OK)


def test_the_data_folder_s_disk_is_the_one_that_is_looked_at(settings):
    assert str(settings.flasky_data_dir) in machine.disk_space(settings).words


def test_few_open_files_are_a_warning(settings):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (512, hard))
    try:
        finding = machine.open_files(settings)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    assert (finding.level, machine.open_files(settings).level) == (WARNING, OK)
    assert "LimitNOFILE" in finding.advice


def test_style_sheets_that_were_never_built_are_a_problem(settings, tmp_path, monkeypatch):
    assert machine.style_sheets(settings).level is OK
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")

    assert machine.style_sheets(settings).level is PROBLEM
