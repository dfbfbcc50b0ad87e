"""Give the parsed text the form that Flasky shows: a pass over the tokens, before any HTML is made."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote, urlsplit

from markdown_it.token import Token

from .footnotes import Footnotes, taken_out
from .highlight import Highlighter, language_of
from .names import Names
from .nodes import Attributes, block, closing, opening, text
from .plain import BREAKS, cut, inline_text, lines_of, text_of

_HEADING_LAST = 6
_TABLE_LABEL_MAX = 100

_UNCHECKED: Attributes = {"type": "checkbox", "disabled": ""}
_CHECKED: Attributes = _UNCHECKED | {"checked": ""}


@dataclass
class Document:
    """A text in the form that is shown: its blocks, the list of its footnotes, and all its words."""

    body: list[Token]
    footnotes: list[Token]
    text: str


def document(tokens: list[Token], *, mark: str, names: Names) -> Document:
    """Shape what `grammar.parse` read. `mark` keeps the ids of this text apart from others on a page.

    Links the names that stand in it. Raises TooComplex when those are too many.
    """
    body, definitions = taken_out(tokens)
    footnotes = Footnotes(mark, definitions)
    shaper = _Shaper(footnotes, Highlighter(), names)
    body = shaper.blocks(body)
    # A footnote may refer to another one, which makes this list longer while it is read.
    for label in footnotes.labels:
        definitions[label] = shaper.blocks(definitions[label])
    words = [text_of(body), *(text_of(definitions[label]) for label in footnotes.labels)]
    return Document(body, footnotes.listed(), " ".join(filter(None, words)))


class _Shaper:
    def __init__(self, footnotes: Footnotes, highlighter: Highlighter, names: Names) -> None:
        self._footnotes = footnotes
        self._highlighter = highlighter
        self._names = names
        self._highest = 1
        self._shapes: dict[str, Callable[[list[Token], int], None]] = {
            "inline": self._inline,
            "fence": self._code,
            "code_block": self._code,
            "heading_open": self._set_level,
            "heading_close": self._set_level,
            "th_open": _head_cell,
            "th_close": _head_cell_end,
            "td_open": _align,
            "list_item_open": _task,
        }

    def blocks(self, tokens: list[Token]) -> list[Token]:
        """Shape a list of blocks. Inlines come first: what is around them looks at their words."""
        tokens = list(_without_empty_headings(tokens))
        self._highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
        for kinds in ({"inline"}, self._shapes.keys() - {"inline"}):
            for index, token in enumerate(tokens):
                if token.type in kinds:
                    self._shapes[token.type](tokens, index)
        return list(_with_scrolling_tables(tokens))

    def _set_level(self, tokens: list[Token], index: int) -> None:
        """The page has the only h1; the text's own highest heading follows it, whichever sign its author began with."""
        level = int(tokens[index].tag[1]) - self._highest + 2
        tokens[index].tag = f"h{min(level, _HEADING_LAST)}"

    def _inline(self, tokens: list[Token], index: int) -> None:
        tokens[index].children = _Inline(self._footnotes, self._names).shaped(tokens[index].children or [])

    def _code(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        token.meta["language"] = language_of(token.info)
        token.meta["html"] = self._highlighter.html(token.content, token.meta["language"])


class _Inline:
    """What stands inside one paragraph, read once from left to right."""

    def __init__(self, footnotes: Footnotes, names: Names) -> None:
        self._footnotes = footnotes
        self._names = names
        self._done: list[Token] = []
        self._before = ""
        self._link: Token | None = None
        self._link_start = 0
        self._depth = 0

    def shaped(self, tokens: list[Token]) -> list[Token]:
        for token in tokens:
            if token.type == "link_open":
                self._open_link(token)
            elif token.type == "link_close":
                self._close_link(token)
            elif token.type == "image":
                self._image(token)
            elif token.type == "footnote_ref":
                self._done += self._footnotes.refer(token.meta["label"])
            elif token.type == "text" and not self._depth:
                self._done += self._names.linked(token.content, after=self._before)
            else:
                self._done.append(text(token.content) if token.type == "as_typed" else token)
            self._before = "" if token.type in BREAKS else token.content[-1:] or self._before
        return self._done

    def _open_link(self, token: Token) -> None:
        """A link in a link (an autolink in its text) and one to nowhere leave only their words."""
        self._depth += 1
        if self._depth == 1 and token.attrs.get("href"):
            self._link = token
            self._done.append(token)
            self._link_start = len(self._done)

    def _close_link(self, token: Token) -> None:
        self._depth -= 1
        if self._depth or not self._link:
            return
        if not inline_text(self._done[self._link_start :]).strip():
            self._done.append(text(str(self._link.attrs["href"])))
        self._done.append(token)
        self._link = None

    def _image(self, token: Token) -> None:
        """A link to the picture, because the pages load nothing from elsewhere. In a link its words are enough."""
        address = str(token.attrs.get("src", ""))
        words = text(inline_text(token.children or []).strip() or _file_name(address))
        if self._link or not address:
            self._done.append(words)
        else:
            link = {"href": address, "title": token.attrs.get("title", "")}
            self._done += [opening("a", {name: value for name, value in link.items() if value}), words, closing("a")]


def _file_name(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:  # "https://[" is an address to Markdown
        return address
    return unquote(posixpath.basename(path)).strip() or address


def _without_empty_headings(tokens: list[Token]) -> Iterator[Token]:
    """A heading without words is nothing to look at, and a trap for those who jump from heading to heading."""
    skip = 0
    for token, following in pairwise([*tokens, None]):
        if token and token.type == "heading_open" and following and not following.children:
            skip = 3
        if token and not skip:
            yield token
        skip = max(0, skip - 1)


def _head_cell(tokens: list[Token], index: int) -> None:
    """An empty head is the corner above row names: no head of anything."""
    _align(tokens, index)
    if tokens[index + 1].children:
        tokens[index].attrs["scope"] = "col"
    else:
        tokens[index].tag = "td"


def _head_cell_end(tokens: list[Token], index: int) -> None:
    if not tokens[index - 1].children:
        tokens[index].tag = "td"


def _align(tokens: list[Token], index: int) -> None:
    """The content security policy forbids style attributes."""
    style = str(tokens[index].attrs.pop("style", ""))
    if style:
        tokens[index].attrs["class"] = "align-" + style.removeprefix("text-align:")


def _with_scrolling_tables(tokens: list[Token]) -> Iterator[Token]:
    """A wide table scrolls in a box that keyboards can reach.

    A group, not a region: regions are landmarks, and two with the same name on a page are one too many. It is named by
    the table's own head, for no other words would be in the reader's language.
    """
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            yield block(opening("div", _table_box(tokens[index:])))
        yield token
        if token.type == "table_close":
            yield block(closing("div"))


def _table_box(table: list[Token]) -> Attributes:
    end = next(index for index, token in enumerate(table) if token.type == "thead_close")
    label = cut(", ".join(filter(None, lines_of(table[:end]))), _TABLE_LABEL_MAX)
    box: Attributes = {"class": "table-scroll", "role": "group", "tabindex": "0"}
    return box | {"aria-label": label} if label else box


def _task(tokens: list[Token], index: int) -> None:
    """Put the box and the words of a task into one label, so that the box has a name.

    The mark is taken from the token: the renderer would write a box without a name for it.
    """
    checked = tokens[index].meta.pop("checked", None)
    words = tokens[index + 2] if index + 2 < len(tokens) else None
    if checked is None:
        return
    if words and words.type == "inline" and words.children and inline_text(words.children).strip():
        box = Token("checkbox", "input", 0, attrs=_CHECKED if checked else _UNCHECKED)
        words.children = [opening("label"), box, text(" "), *words.children, closing("label")]
    else:
        # No words of its own (a list, a quote, code): the mark is shown as it was typed.
        tokens[index].attrs.pop("class", None)
        tokens.insert(index + 1, Token("inline", "", 0, children=[text("[x] " if checked else "[ ] ")]))
