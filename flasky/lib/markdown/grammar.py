"""What is Markdown here: CommonMark without raw HTML, and tables, strikethrough, task lists, footnotes, bare links.

The rules below replace or go before markdown-it's own where those can be made to cost quadratic time or output.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import table as plain_table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as plain_image
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref as plain_footnote_ref

from . import addresses
from .limits import (
    LINES_MAX,
    LINK_BYTES_MAX,
    MARKS_MAX,
    NESTING_MAX,
    SOURCE_MAX,
    TABLE_CELLS_MAX,
    Reason,
    Spent,
    refuse_above,
)

# An address in plain text is read up to here, so that each "://" costs a bounded look ahead.
_BARE_ADDRESS_MAX = 500

_MARK = re.compile(r"[\[\]!*_~<&`\\]")
# What may begin a link costs more to read: how much more, was measured.
_BRACKET = re.compile(r"\[")
_BARE = re.compile(r"://|www\.|@")
_SCHEME_BEFORE = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^[^\s\]]{1,100}\]")
_IMAGES_DEEP = 1


class Dialect(StrEnum):
    """How much of Markdown a text may use. A comment has no headings, rules, tables, task lists, images, footnotes."""

    POST = "post"
    COMMENT = "comment"


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802  (the name is markdown-it's)
        return addresses.is_allowed(url)


def parse(source: str, dialect: Dialect = Dialect.POST) -> list[Token]:
    """Read a clean source (see `sources.clean`) into markdown-it's flat list of tokens.

    Raises TooComplex.
    """
    refuse_above(SOURCE_MAX, len(source.encode()), Reason.SIZE)
    refuse_above(LINES_MAX, source.count("\n"), Reason.PARTS)
    tokens = _PARSERS[dialect].parse(source, {"spent": Spent()})
    _refuse_deep_nesting(tokens)
    _refuse_long_links(tokens)
    return tokens


def _count_block(state: StateBlock, _start_line: int, _end_line: int, _silent: bool) -> bool:
    """Stand before all other rules, match nothing, and see each block and its depth once."""
    state.env["spent"].block(state.level)
    return False


def _count_marks(state: StateCore) -> None:
    """Between blocks and inlines: code blocks are known, so what is left is what the inline rules must read."""
    words = "\n".join(token.content for token in state.tokens if token.type == "inline")
    marks = len(_MARK.findall(words)) + len(_BRACKET.findall(words)) + 4 * len(_BARE.findall(words))
    refuse_above(MARKS_MAX, marks, Reason.PARTS)


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """Read at most one row more than is left to use, because the rule itself fills up short rows without an end."""
    if silent or not plain_table(state, start_line, end_line, True):
        return silent and plain_table(state, start_line, end_line, silent)
    columns = _table_columns(state, start_line + 1)
    state.env["spent"].add_cells(columns)
    rows = (TABLE_CELLS_MAX - state.env["spent"].cells) // columns + 1
    plain_table(state, start_line, min(end_line, start_line + 2 + rows), False)
    state.env["spent"].add_cells(columns * (state.line - start_line - 2))
    return True


def _table_columns(state: StateBlock, line: int) -> int:
    return len(state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip(" \t|").split("|"))


def _image(state: StateInline, silent: bool) -> bool:
    """An image in an image's text in an image's text ... is read again at each depth; one is enough."""
    spent: Spent = state.env["spent"]
    if spent.images >= _IMAGES_DEEP:
        return False
    if silent:
        return plain_image(state, silent)
    spent.images += 1
    try:
        return plain_image(state, silent)
    finally:
        spent.images -= 1


def _footnote_ref(state: StateInline, silent: bool) -> bool:
    """The plugin's rule, but not in an image's text, and without a search to the end of the text."""
    if state.env["spent"].images or not _FOOTNOTE.match(state.src, state.pos):
        return False
    return plain_footnote_ref(state, silent)


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Link "https://..." where it stands, before emphasis can take its underscores.

    Stands for markdown-it's rule `linkify`, which searches all text before each "://" again.
    """
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME_BEFORE.search(state.pending[-6:])
    found = scheme and _address_at(state, state.pos - len(scheme[1]))
    if not scheme or not found:
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        _push_link(state, found)
    state.pos += len(found) - len(scheme[1])
    return True


def _address_at(state: StateInline, start: int) -> str:
    found = _LINKIFIER.match_at_start(state.src[start : min(state.posMax, start + _BARE_ADDRESS_MAX)])
    address = found.url.rstrip("*") if found and found.last_index < _BARE_ADDRESS_MAX else ""
    return address if address and addresses.is_allowed(state.md.normalizeLink(address)) else ""


def _push_link(state: StateInline, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = state.md.normalizeLinkText(address)
    state.push("link_close", "a", -1)


def _keep_escaped(state: StateCore) -> None:
    """Keep an escaped "@" or "#" apart from the words after it, so that these are no name."""
    for token in state.tokens:
        for child in token.children or []:
            if child.type == "text_special" and child.content in ("@", "#"):
                child.type = "as_typed"


def _refuse_deep_nesting(tokens: list[Token], depth: int = 0) -> None:
    for token in tokens:
        depth += token.nesting
        refuse_above(NESTING_MAX, depth, Reason.NESTING)
        _refuse_deep_nesting(token.children or [], depth)


def _refuse_long_links(tokens: list[Token]) -> None:
    children = (child for token in tokens for child in token.children or [])
    total = sum(len(str(value)) for child in children for value in child.attrs.values())
    refuse_above(LINK_BYTES_MAX, total, Reason.LINKS)


def _linkifier() -> LinkifyIt:
    """Links for http://, https://, www. and e-mail addresses, as GitHub makes. Not for "README.md", a host name."""
    found = LinkifyIt(options={"fuzzy_link": False}).add("ftp:", None).add("//", None)
    return found.add("www.", {"validate": _www(found.re), "normalize": _with_scheme})


def _www(parts: dict[str, str]) -> Callable[[LinkifyIt, str, int], int]:
    """What may follow "www.": a host of few parts, or each "www." in "www.www.www." is read to the end of the text."""
    host = f"(?:{parts['src_domain']}\\.){{0,8}}{parts['src_domain_root']}"
    rest = parts["src_port"] + parts["src_host_terminator"] + parts["src_path"]
    pattern = re.compile(host + rest, re.IGNORECASE)

    def length(_linkifier: LinkifyIt, text: str, start: int) -> int:
        found = pattern.match(text, start, start + _BARE_ADDRESS_MAX)
        return len(found[0]) if found and len(found[0]) < _BARE_ADDRESS_MAX else 0

    return length


def _with_scheme(_linkifier: LinkifyIt, match: object) -> None:
    match.url = "https://" + match.url  # type: ignore[attr-defined]  # the library has no types


def _parser(*, tasks: bool) -> MarkdownIt:
    options = {"html": False, "linkify": True, "tasklists": tasks, "maxNesting": NESTING_MAX + 2, "xhtmlOut": False}
    parser = _Markdown("commonmark", options).enable(["linkify", "strikethrough", "table"])
    parser.linkify = _LINKIFIER
    parser.block.ruler.before("table", "count_block", _count_block)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.after("block", "count_marks", _count_marks)
    parser.core.ruler.before("text_join", "keep_escaped", _keep_escaped)
    parser.inline.ruler.at("image", _image)
    parser.inline.ruler.at("linkify", _bare_address)
    return parser.disable(["html_block", "html_inline"])


def _parser_of_posts() -> MarkdownIt:
    parser = _parser(tasks=True).use(footnote_plugin, inline=False, move_to_end=False)
    parser.inline.ruler.at("footnote_ref", _footnote_ref)
    return parser


def _parser_of_comments() -> MarkdownIt:
    return _parser(tasks=False).disable(["heading", "lheading", "hr", "table", "image"])


_LINKIFIER = _linkifier()
_PARSERS = {Dialect.POST: _parser_of_posts(), Dialect.COMMENT: _parser_of_comments()}
OPTIONS = _PARSERS[Dialect.POST].options
