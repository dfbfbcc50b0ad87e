"""The words of HTML that was made safe before, for places that know no markup."""

from html.parser import HTMLParser

INLINE = frozenset({"a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "s", "span", "strong", "sub", "sup"})
"""What does not part one word from the next."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def _part(self, tag: str) -> None:
        if tag not in INLINE:
            self.pieces.append(" ")


def words_of(html: str, *, most: int) -> str:
    """Return the words of HTML on one line: so many characters at most, ended at a word with "…" where some are cut."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return cut(" ".join("".join(reader.pieces).split()), most=most)


def cut(text: str, *, most: int) -> str:
    """Return a text, or its beginning that ends at a word with "…" where it is longer."""
    if len(text) <= most:
        return text
    beginning, space, _rest = text[:most].rpartition(" ")
    return (beginning if space else text[: most - 1]) + "…"
