"""Rules of STYLE.md and docs/architecture.md that neither imports nor ruff can show."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import sources
from tests.architecture.sources import BELOW_THE_DOORS, PACKAGE

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "data", "process", "core", "shared"}
PRINTS = {"flasky/__main__.py", "flasky/lib/asset_build.py"}
"""The command's last word, and a build that runs before anything else is installed."""

CLOCKS = {"now", "utcnow", "today"}
COMMITS = {"commit", "begin"}
BELOW = [PACKAGE / folder for folder in BELOW_THE_DOORS]


def late_imports(path: Path) -> Iterator[ast.stmt]:
    for function in sources.functions(path):
        inside = set(ast.walk(function))
        yield from (node for module, node in sources.imported(path) if module.startswith("flasky") and node in inside)


def test_nothing_is_printed_but_by_the_command_line():
    printing = {
        sources.name(path)
        for path in sources.python_files(PACKAGE)
        for called, _ in sources.calls(path)
        if called == "print"
    }

    assert printing <= PRINTS


def test_modules_have_names_that_say_something():
    parts = {part for path in sources.python_files(PACKAGE) for part in path.relative_to(PACKAGE).with_suffix("").parts}

    assert parts & EMPTY_NAMES == set()


def test_only_doors_commit():
    committing = [
        sources.at(path, call)
        for path in sources.python_files(*BELOW)
        for called, call in sources.calls(path)
        if called in COMMITS
    ]

    assert committing == []


def test_one_module_reads_the_clock():
    reading = [
        sources.at(path, call)
        for path in sources.python_files(*BELOW)
        for called, call in sources.calls(path)
        if called in CLOCKS and ast.unparse(call.func) not in ("clock.now", "_clock.now")
    ]

    assert [place for place in reading if not place.startswith("flasky/lib/clock.py")] == []


def test_no_import_of_ours_hides_in_a_function():
    hidden = [sources.at(path, node) for path in sources.python_files(PACKAGE) for node in late_imports(path)]

    assert hidden == []


@pytest.mark.parametrize("folder", ["lib", "queries", "operations", "mail", "migrations", "http", "worker", "cli"])
def test_public_functions_say_what_they_do(folder):
    silent = [
        f"{sources.at(path, function)} {function.name}"
        for path in sources.python_files(PACKAGE / folder)
        for function in ast.iter_child_nodes(sources.tree(path))
        if isinstance(function, sources.Function) and not function.name.startswith("_") and not is_told(path, function)
    ]

    assert silent == []


def is_told(path: Path, function: sources.Function) -> bool:
    return bool(ast.get_docstring(function)) or path.parent.name == "versions"


def test_every_module_says_what_it_is():
    mute = [sources.name(path) for path in sources.python_files(PACKAGE) if not ast.get_docstring(sources.tree(path))]

    assert mute == []
