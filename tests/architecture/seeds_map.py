"""docs/seeds.md as tables, and what the words in it can name."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import click
from flask import Flask

from tests.architecture import sources
from tests.architecture.sources import ROOT

PAGE = ROOT / "docs" / "seeds.md"
SPAN = re.compile(r"`([^`]+)`")
CONVERTER = re.compile(r"<\w+:")
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
LAUNCHERS = ("flasky", "flask", "./manage.py")
NOTHING = "-"


@dataclass(frozen=True)
class Row:
    """A line of a table: what stands under each head."""

    cells: dict[str, str]

    def spans(self, *heads: str) -> list[str]:
        """Return what stands in back-quotes under some heads."""
        return [span for head in heads for span in SPAN.findall(self.cells.get(head, ""))]

    @property
    def name(self) -> str:
        """What the row is about: its first cell."""
        return next(iter(self.cells.values()))


def tables() -> dict[str, list[Row]]:
    """Return the rows under each heading of the page that has a table."""
    found: dict[str, list[Row]] = {}
    for part in re.split(r"^#+ ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        heading, _, rest = part.partition("\n")
        rows = list(_rows([line for line in rest.splitlines() if line.startswith("|")]))
        if rows:
            found[heading] = rows
    return found


def _rows(lines: list[str]) -> Iterator[Row]:
    if lines:
        heads = _cells(lines[0])
        yield from (Row(dict(zip(heads, _cells(line), strict=True))) for line in lines[2:])


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def exists(word: str, app: Flask) -> bool:
    """Tell whether a word names something: a test, an address, a command, a setting, a file."""
    if "::" in word:
        return word in marks_of_tests()
    if word.startswith("/"):
        return is_address(word, app)
    if " " in word:
        return is_command(word.split(), app)
    if word.isupper():
        return f"\n#{word}=" in (ROOT / ".env.example").read_text(encoding="utf-8")
    return (ROOT / word).is_file()


def is_address(word: str, app: Flask) -> bool:
    """Tell whether a rule of the route map reads so, without its converters; or a static file is there."""
    rules = {CONVERTER.sub("<", rule.rule) for rule in app.url_map.iter_rules()}
    return word in rules or (word.startswith("/static/") and (ROOT / f"flasky{word}").is_file())


def is_command(words: list[str], app: Flask) -> bool:
    """Tell whether a command line names a command of ours, a target of make, or files for pip."""
    first, *rest = words
    if first in LAUNCHERS:
        return _is_in(app.cli, rest)
    if first == "make":
        return rest[0] in TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    return words[:3] == ["pip", "install", "-r"] and (ROOT / words[3]).is_file()


def _is_in(group: click.Command, words: list[str]) -> bool:
    if not words:
        return True
    return isinstance(group, click.Group) and words[0] in group.commands and _is_in(group.commands[words[0]], words[1:])


@cache
def marks_of_tests() -> dict[str, frozenset[str]]:
    """Return the ids each test is marked with: those of the seeds and those of defects."""
    return {
        f"{sources.name(path)}::{function.name}": frozenset(_marks(function))
        for path in sources.python_files(ROOT / "tests")
        for function in sources.functions(path)
        if function.name.startswith("test_")
    }


def _marks(function: sources.Function) -> Iterator[str]:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) in {
            "pytest.mark.seed",
            "pytest.mark.defect",
        }:
            yield from (str(one.value) for one in decorator.args if isinstance(one, ast.Constant))
