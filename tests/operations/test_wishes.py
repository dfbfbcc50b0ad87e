"""What people wish of crawlers."""

import pytest

from flasky import transaction
from flasky.models import Actor
from flasky.operations import wishes
from flasky.transaction import session


def test_people_are_found_and_not_learnt_from_until_they_say_otherwise(alice):
    assert (alice.actor.is_indexed, alice.actor.allows_ai) == (True, False)


@pytest.mark.parametrize(("is_indexed", "allows_ai"), [(True, True), (False, False), (False, True)])
def test_a_wish_is_kept_and_is_nobody_else_s(alice, bob, is_indexed, allows_ai):
    wishes.choose(alice, is_indexed=is_indexed, allows_ai=allows_ai)
    transaction.commit()
    session.expire_all()

    assert (alice.actor.is_indexed, alice.actor.allows_ai) == (is_indexed, allows_ai)
    assert session.get_one(Actor, bob.actor_id).allows_ai is False
