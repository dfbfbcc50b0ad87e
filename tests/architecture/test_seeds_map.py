"""docs/seeds.md leads from every section of the two notes to what stands here, and nowhere else."""

import re
import sqlite3

import pytest

from flasky.config import DATABASE_FILES
from flasky.lib import ids as ids_of_rows
from tests.architecture import ids, seeds_map
from tests.architecture.seeds_map import NOTHING, PAGE, Row

TABLES = seeds_map.tables()
ONLY_NOTES, LESSONS = TABLES["What only the notes have"], TABLES["Lessons of the notes, and what carries them"]
OF_PEOPLE = TABLES["What the book and its sibling have of people"]
SECTIONS = [row for rows in TABLES.values() for row in rows if "section" in row.cells]
CHAPTERS = [f"Chapter {number}: " for number in range(1, 11)]
COMING = {"E17"}
"""Rows that come with later issues."""


def names_of(rows: list[Row]) -> list[str]:
    return [row.name for row in rows]


def words(rows: list[Row], *heads: str) -> list[str]:
    return sorted({span for row in rows for span in row.spans(*heads)})


@pytest.mark.seed("E18")
def test_files_addresses_commands_settings_and_tests_exist(app):
    named = words([*SECTIONS, *ONLY_NOTES, *OF_PEOPLE, *LESSONS], "here", "test")

    assert [word for word in named if not seeds_map.exists(word, app)] == []


@pytest.mark.seed("E18")
def test_what_does_not_exist_would_be_noticed(app):
    invented = [
        "tests/web/test_home.py::test_nothing",
        "/nowhere",
        "flasky nothing",
        "make nothing",
        "NO_SETTING",
        "no/file",
    ]

    assert [word for word in invented if seeds_map.exists(word, app)] == []


@pytest.mark.seed("E18")
def test_every_chapter_of_the_first_note_and_the_second_note_are_there():
    headings = list(TABLES)

    assert [chapter for chapter in CHAPTERS if not any(heading.startswith(chapter) for heading in headings)] == []
    assert {"Preface", "Chapters 11 to 14, Part III", "The second note"} <= TABLES.keys()
    assert len(SECTIONS) > 100


@pytest.mark.seed("E18")
def test_every_section_has_a_test_or_says_what_stands_instead():
    silent = [row.name for row in SECTIONS if not row.spans("test") and row.cells["instead"] == NOTHING]

    assert silent == []


@pytest.mark.seed("E18")
def test_every_row_that_only_the_notes_have_is_there():
    assert names_of(ONLY_NOTES) == sorted(ids.ONLY_IN_THE_SEEDS, key=lambda row: int(row[1:]))


@pytest.mark.seed("E18")
def test_every_lesson_is_there():
    assert names_of(LESSONS) == [f"K{number}" for number in range(1, 58)]


@pytest.mark.seed("E18")
@pytest.mark.parametrize("row", [*ONLY_NOTES, *OF_PEOPLE], ids=names_of([*ONLY_NOTES, *OF_PEOPLE]))
def test_a_row_is_held_by_tests_that_carry_it_or_comes_later(row):
    tests = row.spans("test")

    assert [test for test in tests if row.name not in seeds_map.marks_of_tests()[test]] == []
    assert bool(tests) != (row.name in COMING)
    assert tests or "comes with its issue" in row.cells["instead"]


@pytest.mark.seed("E18")
@pytest.mark.parametrize("row", LESSONS, ids=names_of(LESSONS))
def test_a_lesson_is_held_by_tests_that_carry_a_row_of_its_line(row):
    carried_by = set(row.cells["carried by"].split(", ")) - {NOTHING}
    tests = row.spans("test")

    assert carried_by <= ids.SEEDS | ids.DEFECTS
    assert [test for test in tests if not carried_by & seeds_map.marks_of_tests()[test]] == []
    assert tests or row.cells["instead"] != NOTHING


@pytest.mark.seed("E18")
def test_the_page_tells_where_the_database_lies():
    page = PAGE.read_text(encoding="utf-8")

    assert [file for file in DATABASE_FILES.values() if f"`data/{file}`" not in page] == []
    assert all(
        word in page for word in ("FLASKY_DATA_DIR", "data.sqlite-wal", "data.sqlite-shm", "DB Browser for SQLite")
    )


@pytest.mark.seed("E18")
def test_the_page_tells_how_to_read_the_time_of_an_id():
    identity = ids_of_rows.new_id()
    shown = re.search(r"SELECT (datetime\(.*?'unixepoch'\))", PAGE.read_text(encoding="utf-8"))

    [moment] = sqlite3.connect(":memory:").execute(f"SELECT {shown[1].replace('(id', f'({identity}')}").fetchone()

    assert moment == f"{ids_of_rows.time_of(identity):%Y-%m-%d %H:%M:%S}"
