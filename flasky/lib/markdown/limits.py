"""How much one text may ask for: the limits, and the refusal.

markdown-it-py is linear for ordinary texts, but 64 KiB can be made to cost seconds or hundreds of megabytes.
Each limit is far above what 64 KiB of writing holds and keeps the worst text near a quarter of a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

SOURCE_MAX = 64 * 1024
"""Bytes of UTF-8, counted after CRLF became LF."""

LINES_MAX = 10_000
BLOCKS_MAX = 4_000
MARKS_MAX = 8_000
"""Characters outside code that the inline parser must think about; what may begin a link counts two or four."""

NESTING_MAX = 32
"""Elements inside elements: a list in a list counts two, the list and its item."""

TABLE_CELLS_MAX = 2_000
"""Cells of all tables together, those that short rows leave out included (6 KiB of table became 94 times as much)."""

FOOTNOTES_MAX = 500
"""References to footnotes; each costs 300 bytes."""

LINK_BYTES_MAX = 4 * SOURCE_MAX
"""Addresses and titles of all links together: one long reference can be used ten thousand times in 64 KiB."""

MENTIONS_MAX = 50
"""Different people that a text names, whether they exist or not."""

TAGS_MAX = 30
"""Different tags of a text."""

NAMED_MAX = 150
"""Places at which a text names people, and at which it names tags: each becomes a link."""

HIGHLIGHT_MAX = 20_000
"""Characters of code that are colored in one text, all blocks together; the rest stays plain."""

HIGHLIGHT_SECONDS = 0.15
"""CPU time for the colors of one text. Usual code of 20,000 characters takes a third of it; hostile code, minutes."""


class Reason(StrEnum):
    """What a text has too much of."""

    SIZE = "size"
    PARTS = "parts"
    TABLE_CELLS = "table_cells"
    NESTING = "nesting"
    FOOTNOTES = "footnotes"
    LINKS = "links"
    MENTIONS = "mentions"
    TAGS = "tags"


class TooComplex(ValueError):
    """A text that is refused because showing it would cost too much. The caller words the sentence by `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass
class Spent:
    """What one text has used up so far."""

    blocks: int = 0
    cells: int = 0
    images: int = 0

    def block(self, level: int) -> None:
        self.blocks += 1
        refuse_above(BLOCKS_MAX, self.blocks, Reason.PARTS)
        refuse_above(NESTING_MAX, level, Reason.NESTING)

    def add_cells(self, count: int) -> None:
        self.cells += count
        refuse_above(TABLE_CELLS_MAX, self.cells, Reason.TABLE_CELLS)


def refuse_above(limit: int, value: int, reason: Reason) -> None:
    """Raise TooComplex with a reason when a value is above its limit."""
    if value > limit:
        raise TooComplex(reason)
