"""Pinned posts."""

import pytest

from flasky.errors import Forbidden, TooManyPins
from flasky.lib.paging import PageRequest
from flasky.models import Pin
from flasky.operations import pins, posts
from flasky.queries import profiles
from tests import factories


def test_pinned_posts_stand_first_and_once(alice):
    one, two, three = (factories.post(alice) for _number in range(3))
    for post in (two, one, one):
        pins.pin(alice, post=post)

    assert profiles.pinned(alice.actor, viewer=None) == [one, two]
    assert profiles.others(alice.actor, viewer=None, page=PageRequest(9)).items == [three]

    assert [pins.unpin(alice, post=one) for _time in range(2)] == [True, False]
    assert profiles.pinned(alice.actor, viewer=None) == [two]


def test_no_more_than_five_are_pinned_and_deleted_ones_do_not_count(alice):
    written = [factories.post(alice) for _number in range(Pin.EACH_MAX + 1)]
    for post in written[:-1]:
        pins.pin(alice, post=post)

    with pytest.raises(TooManyPins):
        pins.pin(alice, post=written[-1])
    posts.delete(alice, post=written[0])
    assert pins.pin(alice, post=written[-1])


def test_only_ones_own_posts_are_pinned(alice, admin):
    with pytest.raises(Forbidden):
        pins.pin(admin, post=factories.post(alice))
