"""The beginning of a text, for lists of posts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from markdown_it.token import Token

from .nodes import block, closing, opening, text
from .plain import cut, lines_of, text_of, without_references
from .shape import Document
from .writer import html_of

LENGTH = 700
"""Characters of text, about."""

FIRST_BLOCK_MAX = 1_500
"""A first block up to here is shown whole."""

_LINE = 60
"""What a short line counts: an item of a list or a line of code takes a line on the page, however short it is."""

Block = list[Token]


def excerpt_of(document: Document) -> tuple[str, bool]:
    """HTML of the first blocks without ids and footnotes, and whether anything was left out."""
    blocks = _blocks(document.body)
    shown = _first(blocks)
    rest = blocks[len(shown) :]
    tokens = [token for part in shown for token in _without_footnotes(part)]
    if rest and all(_is_heading(part) for part in shown):
        tokens += _beginning(rest[0])
    return html_of(tokens), bool(rest or document.footnotes)


def _blocks(tokens: list[Token]) -> list[Block]:
    """Part a text at its outermost level."""
    blocks: list[Block] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            blocks.append([])
        blocks[-1].append(token)
        depth += token.nesting
    return blocks


def _first(blocks: list[Block]) -> list[Block]:
    """The blocks that are shown whole. No heading is the last of them while its text is left out."""
    shown: list[Block] = []
    length = 0
    for part in blocks:
        length += _length(part)
        if length > (FIRST_BLOCK_MAX if all(map(_is_heading, shown)) else LENGTH):
            break
        shown.append(part)
    headings = len(list(takewhile(_is_heading, reversed(shown))))
    return shown if headings in (0, len(shown)) or len(shown) == len(blocks) else shown[:-headings]


def _length(part: Block) -> int:
    lines = [line for content in lines_of(part) for line in content.split("\n")]
    return sum(max(len(line), _LINE if len(lines) > 1 else 0) for line in lines)


def _is_heading(part: Block) -> bool:
    return part[0].type == "heading_open"


def _without_footnotes(part: Block) -> list[Token]:
    return [token.copy(children=without_references(token.children)) if token.children else token for token in part]


def _beginning(part: Sequence[Token]) -> list[Token]:
    words = Token("inline", "", 0, children=[text(cut(text_of(part), LENGTH))])
    return [block(opening("p")), words, block(closing("p"))]
