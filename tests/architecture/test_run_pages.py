"""The pages for whoever runs a site are true: every setting, every command, every file they name is there."""

import re

import pytest

from tests.architecture import sources
from tests.architecture.sources import ROOT
from tests.architecture.test_settings import DEFAULTS

FOLDER = ROOT / "docs" / "run"
PAGES = sorted(FOLDER.glob("*.md"))
CONFIGURE = (FOLDER / "configure.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| \**`(?P<name>[A-Z_]+)`\** \| (?:`(?P<default>[^`]*)`)? ?\| (?P<words>.+) \|$", re.MULTILINE)
ROWS = {row["name"]: row for row in ROW.finditer(CONFIGURE)}
SETTING = re.compile(r"\b((?:FLASKY|MAIL|SECRET|DATABASE|RATELIMIT|FLASK|CELERY)_[A-Z_]+)\b")
COMMAND = re.compile(r"(?:^ {4}|`|exec site |bin/)flasky ((?:[a-z]+ ?){1,2})", re.MULTILINE)
FILE = re.compile(r"`((?:deploy|docs|flasky|tests)/[\w./-]+|compose\.yaml|Dockerfile|\.env\.example)`")
NO_SETTING = {"FLASKY_DATABASE_PAUSE", "FLASKY_DATABASE_TRIES", "FLASKY_UPSTREAM"}


def test_every_setting_stands_in_a_table_once():
    assert ROWS.keys() == DEFAULTS.keys()
    assert len(ROW.findall(CONFIGURE)) == len(DEFAULTS)


@pytest.mark.parametrize("name", DEFAULTS)
def test_settings_stand_there_with_their_default_and_a_sentence(name):
    assert (ROWS[name]["default"] or "") == DEFAULTS[name]
    assert ROWS[name]["words"].rstrip("*").endswith(".")


@pytest.mark.parametrize("page", PAGES, ids=sources.name)
def test_settings_that_a_page_names_exist(page):
    named = set(SETTING.findall(page.read_text(encoding="utf-8")))

    assert named - DEFAULTS.keys() - NO_SETTING == set()


@pytest.mark.parametrize("page", PAGES, ids=sources.name)
def test_commands_that_a_page_names_exist(app, page):
    named = [words.split() for words in COMMAND.findall(page.read_text(encoding="utf-8"))]

    assert named
    for first, *rest in named:
        command = app.cli.commands.get(first)
        assert command is not None, first
        assert not rest or not hasattr(command, "commands") or rest[0] in command.commands, (first, rest)


@pytest.mark.parametrize("page", PAGES, ids=sources.name)
def test_files_that_a_page_names_are_there(page):
    named = FILE.findall(page.read_text(encoding="utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []
