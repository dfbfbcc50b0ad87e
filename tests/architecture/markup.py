"""Templates as their HTML without what Jinja fills in, to see which words are written into it."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

from jinja2 import Environment, nodes

from tests.architecture.sources import TEMPLATES

FILLED_IN = "\ufffc"
WORD = re.compile(r"[^\W\d_]{2,}")
SEEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "placeholder", "title", "data-error"}
TRANSLATED_BY = {"_", "gettext", "ngettext", "pgettext", "npgettext"}
SHOWN_ARGUMENTS = {"label", "hint", "placeholder", "title", "aria_label"}

jinja = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])


@cache
def source(name: str) -> str:
    """Return a template as it stands in the file."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def names(pattern: str) -> list[str]:
    """Return the templates that fit a pattern, as Jinja names them."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob(pattern))


def bare(name: str) -> str:
    """Return a template's own text: a sign where something is filled in, nothing where it is translated."""
    pieces, inside, translated = [], "", False
    for _line, kind, text in jinja.lex(source(name)):
        if kind == "data" and not translated:
            pieces.append(text)
        elif kind == "variable_begin":
            pieces.append(FILLED_IN)
        elif kind == "block_begin":
            inside = "block"
        elif kind == "name" and inside == "block":
            translated = text == "trans" or (translated and text != "endtrans")
            inside = ""
    return "".join(pieces)


class Page(HTMLParser):
    """Collects a template's elements and the words somebody would see."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(bare(name))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self.elements.append((tag, given))
        self.words += [value for key, value in given.items() if key in SEEN_ATTRIBUTES and WORD.search(value)]

    def handle_data(self, data: str) -> None:
        if WORD.search(data) and not self._is_in("style", "script"):
            self.words.append(data.strip())

    def _is_in(self, *tags: str) -> bool:
        return self.cdata_elem in tags


def untranslated_arguments(name: str) -> Iterator[str]:
    """Yield the words a template hands to a macro to be shown, without a translation around them."""
    for call in jinja.parse(source(name)).find_all(nodes.Call):
        if getattr(call.node, "name", "") == "submit":
            yield from (word for argument in call.args for word in _words(argument))
        for argument in call.kwargs:
            if argument.key in SHOWN_ARGUMENTS:
                yield from _words(argument.value)


def _words(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in TRANSLATED_BY:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and WORD.search(node.value):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _words(child)
