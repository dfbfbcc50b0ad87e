"""Colors for code, made on the server: spans with Pygments' class names, for a style sheet to color."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer  # type: ignore[import-untyped]
from pygments.lexers import find_lexer_class_by_name, get_all_lexers  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from .limits import HIGHLIGHT_BLOCKS_MAX, HIGHLIGHT_MAX

# Pygments' 600 lexers are regular expressions by 600 people, and some take minutes for a hostile kilobyte
# (CVE-2021-20270, CVE-2021-27291, CVE-2022-40896). These were tried with 700 hostile blocks each.
_LEXERS = frozenset({"python", "c"})

LANGUAGES = frozenset(
    name for _, names, _, _ in get_all_lexers(plugins=False) if names and names[0] in _LEXERS for name in names
)
"""What may stand behind ```: each lexer's names, lower case. Anything else is shown plain."""

_NAME = re.compile(r"[^\s{,:]+")

# Most of a program; no style sheet colors them, and the spans would double the page.
_PLAIN = frozenset({"", "n", "p", "w"})


class Highlighter:
    """Color the code blocks of one text, until it has had its share; what comes after stays plain."""

    def __init__(self) -> None:
        self._characters = HIGHLIGHT_MAX
        self._blocks = HIGHLIGHT_BLOCKS_MAX

    def html(self, code: str, language: str) -> str:
        """Escaped code, with spans when the language is known; see `language_of`."""
        if not language or len(code) > self._characters or not self._blocks:
            return escape(code, quote=False)
        self._characters -= len(code)
        self._blocks -= 1
        return "".join(_spans(code, language))


def language_of(info: str) -> str:
    """Name the language in what stands behind ```, or "" when it is none that we color."""
    found = _NAME.match(info)
    name = found.group().lower() if found else ""
    return name if name in LANGUAGES else ""


def _spans(code: str, language: str) -> Iterator[str]:
    """One span for neighbors of the same color."""
    tokens = _lexer(language).get_tokens(code)
    for name, run in groupby(tokens, key=lambda token: _class_name(token[0])):
        yield _span(name, "".join(text for _, text in run))


def _span(name: str, text: str) -> str:
    escaped = escape(text, quote=False)
    return escaped if name in _PLAIN else f'<span class="{name}">{escaped}</span>'


def _class_name(kind: object) -> str:
    """Lexers invent token types; the nearest one with a name of its own is what style sheets know."""
    while kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    return str(STANDARD_TYPES[kind])


def _lexer(language: str) -> Lexer:
    """A new one each time, because some keep state. `stripnl` would eat the empty lines around the code."""
    return _lexer_class(language)(stripnl=False, ensurenl=False)


@cache
def _lexer_class(language: str) -> type[Lexer]:
    found: type[Lexer] = find_lexer_class_by_name(language)
    return found
