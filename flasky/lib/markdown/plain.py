"""The words of a text without its markup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markdown_it.token import Token

BREAKS = {"softbreak", "hardbreak"}
_WORDS = {"text", "code_inline", "fence", "code_block"}


def text_of(tokens: Sequence[Token]) -> str:
    """All words in order, code included, white space folded to single spaces. References to footnotes are left out."""
    return folded(" ".join(lines_of(tokens)))


def lines_of(tokens: Sequence[Token]) -> list[str]:
    """The words of each paragraph, heading, cell or code block."""
    return [_words([token]) for token in tokens if token.type == "inline" or token.type in _WORDS]


def inline_text(tokens: Iterable[Token]) -> str:
    """The words of what stands inside one paragraph, as they were typed."""
    return _words(without_references(tokens))


def without_references(tokens: Iterable[Token]) -> list[Token]:
    """What stands inside one paragraph, without the small numbers that lead to footnotes."""
    kept: list[Token] = []
    inside = 0
    for token in tokens:
        inside += token.nesting if token.tag == "sup" else 0
        if not inside and token.tag != "sup":
            kept.append(token)
    return kept


def folded(text: str) -> str:
    """White space of any kind and length becomes one space."""
    return " ".join(text.split())


def cut(text: str, length: int) -> str:
    """The beginning of a text, ended at a word with "…" if longer, or in a word if there are no spaces."""
    if len(text) <= length:
        return text
    beginning, space, _ = text[:length].rpartition(" ")
    return (beginning if space else text[: length - 1]) + "…"


def _words(tokens: Iterable[Token]) -> str:
    return "".join(_word(token) for token in tokens)


def _word(token: Token) -> str:
    if token.type in _WORDS:
        return token.content
    return " " if token.type in BREAKS else inline_text(token.children or [])
