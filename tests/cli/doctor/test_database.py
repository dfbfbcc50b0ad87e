"""The doctor on the database, where a whole site would be too much."""

from datetime import timedelta

import pytest

from flasky.cli.doctor import database
from flasky.cli.doctor.findings import Level
from flasky.queries import diagnosis


@pytest.fixture
def settings(app):
    """The settings of the app under test."""
    return app.extensions["settings"]


def test_an_old_sqlite_is_a_warning(settings, monkeypatch):
    assert database.sqlite_version(settings).level in (Level.OK, Level.WARNING)
    monkeypatch.setattr(database, "SQLITE_SAFE", (999, 0, 0))

    assert database.sqlite_version(settings).level is Level.WARNING


def test_a_database_that_waits_for_every_write_is_a_problem(settings, monkeypatch):
    assert database.sqlite_journal(settings).level is Level.OK
    monkeypatch.setattr(diagnosis, "journal_mode", lambda: "delete")

    finding = database.sqlite_journal(settings)

    assert finding.level is Level.PROBLEM
    assert "not in WAL" in finding.words


@pytest.mark.parametrize(
    ("seconds", "level"),
    [
        (0, Level.OK),
        (1.5, Level.OK),
        (-5, Level.WARNING),
        (30, Level.WARNING),
        (90, Level.PROBLEM),
        (-7200, Level.PROBLEM),
    ],
)
def test_clocks_may_differ_a_little(settings, monkeypatch, seconds, level):
    monkeypatch.setattr(diagnosis, "clock_difference", lambda: timedelta(seconds=seconds))

    finding = database.clocks(settings)

    assert finding.level is level
    assert ("behind" in finding.words) == (seconds < -2)
