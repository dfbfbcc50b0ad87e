"""Where a long list is cut into documents that keep their addresses while the list grows (RFC 5005, section 4).

Cutting after every twentieth item would move every cut with each new item, and whoever keeps old documents would have
to read all of them again. So a cut falls where two neighbors differ most: between the two whose ids differ in the
highest bit, of all places where it may fall. A new item far above changes nothing of that, and the address of what lies
below is a number that hangs on those two alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 20
MOST = 2 * LEAST
NEEDED = MOST + 1
"""How many items have to be known to find the cut."""


@dataclass(frozen=True)
class Cut:
    """How many of the newest items a document holds, and the bound that all later documents lie below, if any."""

    count: int
    before: int | None


def cut(ids: Sequence[int]) -> Cut:
    """Return where a document ends, for the newest ids of a list, which go down: up to `NEEDED` of them.

    A document holds 20 to 40 items, the last one all that are left.
    """
    if len(ids) <= MOST:
        return Cut(len(ids), None)
    count = max(range(LEAST, MOST + 1), key=lambda place: _height(ids[place], ids[place - 1]))
    height = _height(ids[count], ids[count - 1])
    return Cut(count, ids[count - 1] >> height << height)


def _height(lower: int, upper: int) -> int:
    """Return the number of the highest bit in which two ids differ: no two gaps of a list share the greatest."""
    return (lower ^ upper).bit_length() - 1
