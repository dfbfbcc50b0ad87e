"""Footnotes: taken out of the text where they were written, numbered as they are referred to, and listed at the end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from markdown_it.token import Token

from .limits import FOOTNOTES_MAX, Reason, refuse_above
from .nodes import Attributes, block, closing, opening, text

# Stored with the text and the same for all its readers, so no translation can reach them.
_LIST_LABEL = "Footnotes"
_BACK_LABEL = "Back to reference {}"
_BACK_ARROW = "\u21a9\ufe0e"


@dataclass
class Footnotes:
    """The footnotes of one text; `mark` keeps its ids apart from those of other texts on the page."""

    mark: str
    definitions: dict[str, list[Token]]
    labels: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    references: dict[str, int] = field(default_factory=dict)

    def refer(self, label: str) -> list[Token]:
        """The small number that stands for a reference."""
        if label not in self.numbers:
            self.labels.append(label)
        number = self.numbers.setdefault(label, len(self.labels))
        count = self.references[label] = self.references.get(label, 0) + 1
        refuse_above(FOOTNOTES_MAX, sum(self.references.values()), Reason.FOOTNOTES)
        name = _name(number, count)
        link: Attributes = {
            "href": f"#fn-{self.mark}-{number}",
            "id": f"fnref-{self.mark}-{name}",
            "role": "doc-noteref",
        }
        superscript = opening("sup", {"class": "footnote-ref"})
        return [superscript, opening("a", link), text(str(number)), closing("a"), closing("sup")]

    def listed(self) -> list[Token]:
        """The list of all footnotes that were referred to, or nothing."""
        items = [token for label in self.labels for token in self._item(label)]
        if not items:
            return []
        box: Attributes = {"class": "footnotes", "role": "group", "aria-label": _LIST_LABEL}
        return [block(opening("div", box)), block(opening("ol")), *items, block(closing("ol")), block(closing("div"))]

    def _item(self, label: str) -> list[Token]:
        number = self.numbers[label]
        content = with_ending(self.definitions[label], list(self._ways_back(label)))
        return [opening("li", {"id": f"fn-{self.mark}-{number}"}), *content, block(closing("li"))]

    def _ways_back(self, label: str) -> Iterable[Token]:
        for count in range(1, self.references[label] + 1):
            name = _name(self.numbers[label], count)
            yield text(" ")
            yield opening("a", self._way_back(name))
            yield text(_BACK_ARROW)
            yield closing("a")

    def _way_back(self, name: str) -> Attributes:
        label = _BACK_LABEL.format(name)
        target = f"#fnref-{self.mark}-{name}"
        return {"href": target, "class": "footnote-backref", "role": "doc-backlink", "aria-label": label}


def taken_out(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """Part the text from its footnotes; the first one of a name counts, and one inside another is its own."""
    body: list[Token] = []
    definitions: dict[str, list[Token]] = {}
    places = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            places.append(_place(definitions, token.meta["label"]))
        elif token.type == "footnote_reference_close":
            places.pop()
        else:
            places[-1].append(token)
    return body, definitions


def _place(definitions: dict[str, list[Token]], label: str) -> list[Token]:
    return [] if label in definitions else definitions.setdefault(label, [])


def with_ending(content: list[Token], ending: list[Token]) -> list[Token]:
    """Put the ways back at the end of the last paragraph, or in one of their own."""
    if content and content[-1].type == "paragraph_close":
        last = content[-2]
        last.children = [*(last.children or []), *ending]
        return content
    paragraph = Token("inline", "", 0, children=ending)
    return [*content, block(opening("p")), paragraph, block(closing("p"))]


def _name(number: int, count: int) -> str:
    return str(number) if count == 1 else f"{number}-{count}"
