"""Limits that mean harm. The aims, which are much lower, stand in docs/architecture.md and are nobody's test."""

import pytest

from tests.architecture import sources
from tests.architecture.sources import PACKAGE, ROOT, Function

LINES_A_FILE = 400
LINES_A_FUNCTION = 50
ARGUMENTS = 7
TABLES = ("flasky/migrations/versions/",)
"""A migration lists columns: a longer one is not harder to read."""

PYTHON = sources.python_files(PACKAGE, ROOT / "tests")


def is_table(name: str) -> bool:
    return name.startswith(TABLES)


def arguments(function: Function) -> int:
    given = function.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def test_files_are_short_enough_to_be_read_in_one_sitting():
    long = [sources.name(path) for path in PYTHON if len(path.read_text(encoding="utf-8").splitlines()) > LINES_A_FILE]

    assert [name for name in long if not is_table(name)] == []


def test_functions_fit_on_a_screen():
    long = [
        f"{sources.at(path, function)} {function.name}"
        for path in PYTHON
        for function in sources.functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LINES_A_FUNCTION
    ]

    assert [place for place in long if not is_table(place)] == []


def test_functions_take_few_arguments():
    wide = [
        f"{sources.at(path, function)} {function.name}"
        for path in PYTHON
        for function in sources.functions(path)
        if arguments(function) > ARGUMENTS
    ]

    assert wide == []


@pytest.mark.parametrize("table", TABLES)
def test_tables_that_may_be_longer_exist(table):
    assert (ROOT / table).exists()
