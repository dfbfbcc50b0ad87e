"""The command itself: which configuration it takes, how it ends when a setting is wrong."""

import os
import sys

import pytest

from flasky import __main__ as command
from flasky import __version__


@pytest.fixture
def unset(monkeypatch, tmp_path):
    """No configuration is chosen, and the working folder is empty."""
    monkeypatch.setenv("FLASK_CONFIG", "")
    monkeypatch.delenv("FLASK_CONFIG")
    monkeypatch.chdir(tmp_path)


@pytest.mark.seed("E10")
@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (["dev"], "development"),
        (["runserver"], "development"),
        (["test"], "testing"),
        (["run"], None),
        (["db", "upgrade"], None),
        ([], None),
    ],
)
def test_dev_and_test_choose_their_configuration_and_all_else_is_production(unset, monkeypatch, words, chosen):
    monkeypatch.setattr(sys, "argv", ["flasky", *words, "--help"])

    with pytest.raises(SystemExit) as end:
        command.main()

    assert end.value.code == 0
    assert os.environ.get("FLASK_CONFIG") == chosen


def test_what_was_chosen_by_hand_stays(unset, monkeypatch):
    monkeypatch.setenv("FLASK_CONFIG", "production")
    monkeypatch.setattr(sys, "argv", ["flasky", "dev", "--help"])

    with pytest.raises(SystemExit):
        command.main()

    assert os.environ["FLASK_CONFIG"] == "production"


def test_a_wrong_setting_is_one_sentence_and_status_2(unset, monkeypatch, capsys):
    monkeypatch.setenv("MAIL_PORT", "smtp")
    monkeypatch.setattr(sys, "argv", ["flasky", "config", "check"])

    with pytest.raises(SystemExit) as end:
        command.main()

    assert end.value.code == 2
    assert capsys.readouterr().err == "MAIL_PORT must be a whole number (it is 'smtp').\n"


def test_a_command_nobody_knows_is_said(unset, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["flasky", "dance"])

    with pytest.raises(SystemExit) as end:
        command.main()

    assert end.value.code == 2
    assert "No such command 'dance'" in capsys.readouterr().err


def test_help_is_there_for_whoever_has_a_setting_wrong_and_leaves_nothing_behind(unset, monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("MAIL_PORT", "smtp")
    monkeypatch.setattr(sys, "argv", ["flasky", "--help"])

    with pytest.raises(SystemExit) as end:
        command.main()

    said = capsys.readouterr()
    assert (end.value.code, said.err) == (0, "")
    assert "flasky doctor" in said.out
    assert "--app" not in said.out
    assert list(tmp_path.iterdir()) == []


def test_the_version_is_told(unset, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["flasky", "--version"])

    with pytest.raises(SystemExit):
        command.main()

    assert capsys.readouterr().out == f"Flasky, version {__version__}\n"
