"""Sentences out of lists of words: `{thing}` stands for one of the words of that name."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

Words = Mapping[str, Sequence[str]]

FOLDER = Path(__file__).parent
ONCE_A_SENTENCE = frozenset({"friend"})
"""Words that mean the same one each time a sentence says them."""

_SLOT = re.compile(r"\{(\w+)\}")
_BEGINNING = re.compile(r"(^|[.!?] )([a-z])")


@cache
def words_of(file: str) -> dict[str, Any]:
    """Return the lists of words of a `.toml` file of this folder."""
    return tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))


def chance(seed: object) -> Random:
    """Return a source of chance that is the same for the same seed."""
    return Random(str(seed))  # noqa: S311 - words are drawn with it, not secrets


def phrase(pattern: str, words: Words, by: Random) -> str:
    """Fill a pattern, and what is filled in, with words; sentences begin with a capital letter."""
    said: dict[str, str] = {}
    return _BEGINNING.sub(lambda found: found[1] + found[2].upper(), _filled(pattern, words, by, said))


def pick(name: str, words: Words, by: Random) -> str:
    """Return a filled phrase out of the list of a name."""
    return phrase(by.choice(words[name]), words, by)


def _filled(pattern: str, words: Words, by: Random, said: dict[str, str]) -> str:
    def word(found: re.Match[str]) -> str:
        name = found[1].lower()
        value = said.get(name) or _filled(by.choice(words[name]), words, by, said)
        if name in ONCE_A_SENTENCE:
            said[name] = value
        return value[:1].upper() + value[1:] if found[1][0].isupper() else value

    return _SLOT.sub(word, pattern)
