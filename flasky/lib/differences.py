"""What changed between two texts, word by word."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, takewhile

WORDS = re.compile(r"\S+\s*|\s+")
LINES_MAX = 400
WORDS_MAX = 600
"""Longer blocks are compared as wholes: the work grows with the square of the number of lines or words."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Part:
    """A piece of one text or of both."""

    change: Change
    text: str


def between(old: str, new: str) -> list[Part]:
    """Return the pieces of both texts in order: those that stayed, and where they differ the old before the new."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    changed = _lines(before[head : len(before) - tail], after[head : len(after) - tail])
    same = (Part(Change.SAME, "".join(before[:head])), Part(Change.SAME, "".join(before[len(before) - tail :])))
    return _joined([same[0], *changed, same[1]])


def _alike(before: list[str], after: list[str]) -> int:
    """Return how many lines both begin with."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))


def _lines(before: list[str], after: list[str]) -> list[Part]:
    if len(before) > LINES_MAX or len(after) > LINES_MAX:
        return _whole("".join(before), "".join(after))
    return _compared(before, after, inside=_words)


def _words(old: str, new: str) -> list[Part]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) > WORDS_MAX or len(after) > WORDS_MAX:
        return _whole(old, new)
    return _compared(before, after, inside=_whole)


def _whole(old: str, new: str) -> list[Part]:
    return [Part(Change.REMOVED, old), Part(Change.ADDED, new)]


def _compared(before: list[str], after: list[str], *, inside: Callable[[str, str], list[Part]]) -> list[Part]:
    parts: list[Part] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after).get_opcodes():
        old, new = "".join(before[i:j]), "".join(after[k:m])
        parts += [Part(Change.SAME, old)] if tag == "equal" else inside(old, new)
    return parts


def _joined(parts: list[Part]) -> list[Part]:
    filled = (part for part in parts if part.text)
    groups = groupby(filled, key=lambda part: part.change)
    return [Part(change, "".join(part.text for part in group)) for change, group in groups]
