"""Finding the people who are seen."""

import pytest

from flasky.errors import NotFound
from flasky.lib.paging import PageRequest
from flasky.operations import blocks
from flasky.queries import actors
from flasky.transaction import session
from tests import factories
from tests.statements import counted


def test_everybody_is_paged_by_when_they_came_without_whom_one_may_not_meet(alice, bob, carol):
    factories.suspended("sue")
    blocks.block(bob, target=alice.actor)

    with counted() as statements:
        first = actors.everybody(viewer=alice, page=PageRequest(1))
    second = actors.everybody(viewer=alice, page=PageRequest(1, before=first.older_than))

    assert [page.items for page in (first, second)] == [[carol.actor], [alice.actor]]
    assert len(statements) == 1


def test_a_visitor_gets_those_alone_who_allow_lists_of_all_people(alice, bob, carol):
    bob.actor.is_in_directory = carol.actor.is_in_directory = True
    session.flush()

    assert actors.everybody(viewer=None, page=PageRequest(9)).items == [carol.actor, bob.actor]


def test_a_number_is_somebodys_or_nobodys(alice):
    assert actors.by_id(alice.actor_id) is alice.actor
    with pytest.raises(NotFound):
        actors.by_id(7)
