"""Blocks and mutes."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky.errors import BlocksSelf, MutesSelf, NotFound
from flasky.lib import clock
from flasky.models import Actor, Block, Event, EventKind, FollowRequest, Mute, User
from flasky.operations import blocks, follows
from flasky.queries import relations
from flasky.transaction import session
from tests.races import at_once


def test_a_block_ends_follows_and_requests_both_ways(alice, bob):
    follows.follow(alice, target=bob.actor)
    follows.approve(alice, wanted=True)
    follows.follow(bob, target=alice.actor)

    blocks.block(alice, target=bob.actor)

    session.expire_all()
    assert (alice.actor.following_count, bob.actor.follower_count) == (0, 0)
    assert session.scalars(select(FollowRequest)).all() == []
    assert relations.with_one(alice, bob.actor) == relations.Relation(blocks=True)
    assert relations.with_one(bob, alice.actor) == relations.Relation(blocked_by=True)


def test_blocking_twice_is_one_block_and_one_fact(alice, bob):
    assert blocks.block(alice, target=bob.actor) is blocks.block(alice, target=bob.actor)

    assert session.scalars(select(Event.kind)).all() == [EventKind.BLOCKED]


def test_unblocking_lets_both_meet_again_and_nobody_follow(alice, bob):
    follows.follow(bob, target=alice.actor)
    blocks.block(alice, target=bob.actor)

    assert [blocks.unblock(alice, target=bob.actor) for _time in range(2)] == [True, False]

    assert relations.with_one(bob, alice.actor) == relations.STRANGERS


def test_nobody_blocks_or_mutes_themselves(alice):
    with pytest.raises(BlocksSelf):
        blocks.block(alice, target=alice.actor)
    with pytest.raises(MutesSelf):
        blocks.mute(alice, target=alice.actor)


def test_across_a_block_there_is_nobody_to_block_mute_or_remove(alice, bob):
    blocks.block(alice, target=bob.actor)

    for act in (
        lambda: blocks.block(bob, target=alice.actor),
        lambda: blocks.mute(bob, target=alice.actor),
        lambda: follows.unfollow(bob, target=alice.actor),
        lambda: follows.remove_follower(bob, follower=alice.actor),
    ):
        with pytest.raises(NotFound):
            act()


def test_a_mute_ends_by_itself_where_it_was_for_a_time(alice, bob):
    blocks.mute(alice, target=bob.actor, lasting=timedelta(days=1))
    assert relations.with_one(alice, bob.actor).mutes

    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        assert not relations.with_one(alice, bob.actor).mutes
        assert relations.muted_by(alice, page=relations.PageRequest(5)).items == []


def test_muting_again_sets_the_time_anew_and_is_one_fact(alice, bob):
    blocks.mute(alice, target=bob.actor, lasting=timedelta(days=1))
    assert blocks.mute(alice, target=bob.actor).until is None

    assert session.scalars(select(Event.kind)).all() == [EventKind.MUTED]
    assert blocks.unmute(alice, target=bob.actor)
    assert not relations.with_one(alice, bob.actor).mutes


@pytest.mark.parametrize(("act", "table"), [(blocks.block, Block), (blocks.mute, Mute)], ids=["block", "mute"])
def test_many_at_once_make_one_row(app, alice, bob, act, table):
    alice_id, bobs_actor = alice.id, bob.actor_id

    at_once(app, lambda: act(session.get_one(User, alice_id), target=session.get_one(Actor, bobs_actor)))

    assert session.scalar(select(func.count(table.id))) == 1
    assert session.scalar(select(func.count(Event.id))) == 1
