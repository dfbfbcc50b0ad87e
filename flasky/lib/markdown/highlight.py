"""Colors for code, made on the server: spans with Pygments' class names, for a style sheet to color."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from time import thread_time

from pygments.lexer import Lexer
from pygments.lexers import find_lexer_class_by_name, get_all_lexers
from pygments.token import STANDARD_TYPES

from .limits import HIGHLIGHT_MAX, HIGHLIGHT_SECONDS

# Pygments' 600 lexers are regular expressions by many people, and some take minutes for a hostile kilobyte
# (CVE-2021-20270, CVE-2021-27291, CVE-2022-40896). Each of these was tried with 550 hostile blocks of 20,000
# characters, and none spent a tenth of a second on one token. "html+django" and others did.
_TRIED = """
    ada apacheconf bash c clojure cmake common-lisp console cpp cr csharp css d dart diff django docker
    elixir elm erlang fish fortran fsharp gdscript gherkin go graphql groovy haskell html http ini java
    javascript json jsx julia kotlin less lua make markdown matlab nasm nginx nimrod nixos objective-c ocaml
    perl php postgresql powershell prolog properties protobuf pycon pytb python racket restructuredtext ruby
    rust sass scala scheme scss solidity splus sql swift tcl terraform tex toml tsx typescript vim vue wast
    xml yaml zig
"""
_LEXERS = frozenset(_TRIED.split())

# Long lines and long gaps are what most lexers take quadratic time for; no person wrote them.
_MONSTROUS = re.compile(r"[^\n]{1001}|\s{1001}")

LANGUAGES = frozenset(
    name for _, names, _, _ in get_all_lexers(plugins=False) if names and names[0] in _LEXERS for name in names
)
"""What may stand behind ```: each lexer's names, lower case. Anything else is shown plain."""

_NAME = re.compile(r"[^\s{,:]+")

# Most of a program; no style sheet colors them, and the spans would double the page.
_PLAIN = frozenset({"", "n", "p", "w"})

Colored = tuple[object, str]
"""A kind of token and its text."""


class Highlighter:
    """Color the code blocks of one text, until it has had its share; what comes after stays plain."""

    def __init__(self) -> None:
        self._characters = HIGHLIGHT_MAX
        self._seconds = HIGHLIGHT_SECONDS

    def html(self, code: str, language: str) -> str:
        """Escaped code, with spans when the language is known; see `language_of`."""
        if not language or self._is_too_much(code):
            return escape(code, quote=False)
        self._characters -= len(code)
        tokens = self._in_time(code, _lexer_class(language))
        # Not all of it: time was up, or a lexer that loses text.
        whole = "".join(text for _, text in tokens) == code
        return "".join(_spans(tokens)) if whole else escape(code, quote=False)

    def _is_too_much(self, code: str) -> bool:
        return len(code) > self._characters or self._seconds <= 0 or bool(_MONSTROUS.search(code))

    def _in_time(self, code: str, lexer_class: type[Lexer]) -> list[Colored]:
        """All tokens, or some when time is up. Lexers are slow by many slow tokens, so looking between them helps."""
        start = thread_time()
        done: list[Colored] = []
        for token in _lexer(lexer_class).get_tokens(code):
            done.append(token)
            if thread_time() - start > self._seconds:
                break
        self._seconds -= thread_time() - start
        return done


def language_of(info: str) -> str:
    """Name the language in what stands behind ```, or "" when it is none that we color."""
    found = _NAME.search(info)
    name = found.group().lower() if found else ""
    return name if name in LANGUAGES else ""


def _spans(tokens: list[Colored]) -> Iterator[str]:
    """One span for neighbors of the same color."""
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


def _lexer(lexer_class: type[Lexer]) -> Lexer:
    """A new one each time, because some keep state. `stripnl` would eat the empty lines around the code."""
    return lexer_class(stripnl=False, ensurenl=False)


@cache
def _lexer_class(language: str) -> type[Lexer]:
    found: type[Lexer] = find_lexer_class_by_name(language)
    found()  # The first one compiles the expressions, which should not count as the time of somebody's code.
    return found
