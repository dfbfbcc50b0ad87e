"""Everything a profile shows, in one statement."""

import pytest

from flasky.errors import NotFound
from flasky.operations import profiles as operation
from flasky.operations.profiles import Link
from flasky.queries import profiles
from tests.statements import counted


def test_a_profile_comes_with_its_links_and_for_administrators_with_the_account(alice, bob, admin):
    links = tuple(Link(str(number), f"https://example.org/{number}") for number in range(4))
    operation.edit(alice, username="alice", wanted=operation.sketch("", "", about_me="", links=links))

    with counted() as statements:
        found = [profiles.by_username("ALICE", viewer=viewer) for viewer in (None, bob, admin)]

    assert len(statements) == 3
    assert [[link.label for link in profile.links] for profile in found] == [["0", "1", "2", "3"]] * 3
    assert [profile.account for profile in found] == [None, None, alice]


def test_nobody_of_that_name_is_not_found(alice):
    with pytest.raises(NotFound):
        profiles.by_username("al1ce", viewer=None)
