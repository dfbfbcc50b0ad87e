"""Where a long list is cut, so that old documents keep their addresses."""

import random

from hypothesis import given
from hypothesis import strategies as st

from flasky.lib import archives, ids

LISTS = st.lists(st.integers(1, ids.LARGEST), unique=True, max_size=150).map(lambda them: sorted(them, reverse=True))


def documents(whole):
    """Return the documents that a list is cut into, each with the bound it lies below."""
    found, before = [], None
    while True:
        rest = [one for one in whole if before is None or one < before]
        end = archives.cut(rest[: archives.NEEDED])
        found.append((before, rest[: end.count]))
        if end.before is None:
            return found
        before = end.before


@given(LISTS)
def test_every_item_stands_in_one_document_of_a_bounded_size(whole):
    found = documents(whole)

    assert [one for _before, items in found for one in items] == whole
    assert all(archives.LEAST <= len(items) <= archives.MOST for _before, items in found[:-1])
    assert len(found[-1][1]) <= archives.MOST


def test_a_list_that_grows_goes_on_with_documents_that_were_there():
    chance, whole, last, seen = random.Random(7), [], 10**10, set()
    for _ in range(500):
        last += chance.choice([1, 1000, 60_000, 3_600_000, 86_400_000])
        whole.insert(0, (last << 21) | chance.getrandbits(21))
        seen |= {before for before, _items in documents(whole)}

    assert len(seen) < 3 * len(documents(whole))


def test_what_lies_below_a_bound_is_cut_the_same_whatever_comes_above():
    whole = [number * 977 for number in range(200, 0, -1)]
    newer = [number * 977 + 10**9 for number in range(300, 0, -1)]

    (before, items), *_older = documents(whole)[1:]

    assert [one for one in [*newer, *whole] if one < before][: len(items)] == items
    assert documents([one for one in [*newer, *whole] if one < before])[0][1] == items
