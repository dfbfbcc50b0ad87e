"""The words of HTML that was made safe before, for places that know no markup."""

from html.parser import HTMLParser

INLINE = frozenset({"a", "abbr", "b", "code", "del", "em", "i", "ins", "mark", "s", "span", "strong", "sub", "sup"})
"""What does not part one word from the next."""

MARKUP = 25
"""Characters of HTML that are read for one of text: highlighted code has about so many."""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as the library calls it
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
    reader.feed(_beginning(html, most * MARKUP))
    reader.close()
    return cut(" ".join("".join(reader.pieces).split()), most=most)


def _beginning(html: str, length: int) -> str:
    """Return so much of HTML, without the tag it would end in the middle of: a long text costs as little as a short."""
    beginning = html[:length]
    tag = beginning.rfind("<")
    return beginning[:tag] if len(html) > length and tag > beginning.rfind(">") else beginning


def cut(text: str, *, most: int) -> str:
    """Return a text, or its beginning that ends at a word with "…" where it is longer."""
    if len(text) <= most:
        return text
    beginning, space, _rest = text[:most].rpartition(" ")
    return (beginning if space else text[: most - 1]) + "…"
