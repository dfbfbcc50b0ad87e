"""Following, and counters that are what the lists say."""

from itertools import cycle

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import FollowsSelf, Forbidden, NotFound
from flasky.models import Actor, Event, EventKind, Follow, FollowRequest, Permission, User
from flasky.operations import blocks, follows
from flasky.operations.follows import Outcome
from flasky.queries import relations
from flasky.transaction import session
from tests.races import AT_ONCE, at_once


def followers_and_followed(user: User) -> tuple[int, int]:
    """Return how many follow somebody and whom they follow, after asserting that the counters say the same."""
    session.expire_all()
    actor = session.get_one(Actor, user.actor_id)
    followers = session.scalar(select(func.count(Follow.id)).where(Follow.followed_id == actor.id))
    followed = session.scalar(select(func.count(Follow.id)).where(Follow.follower_id == actor.id))
    assert (actor.follower_count, actor.following_count) == (followers, followed)
    return followers, followed


def kinds() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def asked(bob, alice):
    """Let bob ask alice, who approves her followers."""
    follows.approve(alice, wanted=True)
    assert follows.follow(bob, target=alice.actor) is Outcome.ASKED


@pytest.mark.seed("W1", "W2")
@pytest.mark.defect("D25")
def test_following_counts_once_however_often_it_is_asked(alice, bob):
    first, second = (follows.follow(bob, target=alice.actor) for _time in range(2))

    assert (first, second) == (Outcome.FOLLOWS, Outcome.FOLLOWED_BEFORE)
    assert (followers_and_followed(alice), followers_and_followed(bob)) == ((1, 0), (0, 1))
    assert kinds() == [EventKind.FOLLOWED]


@pytest.mark.seed("W1", "W2")
@pytest.mark.defect("D25")
def test_unfollowing_takes_one_away_and_never_two(alice, bob):
    follows.follow(bob, target=alice.actor)

    assert [follows.unfollow(bob, target=alice.actor) for _time in range(2)] == [True, False]

    assert (followers_and_followed(alice), followers_and_followed(bob)) == ((0, 0), (0, 0))


@pytest.mark.seed("W4")
@pytest.mark.defect("N5", "D25")
def test_nobody_follows_themselves(alice):
    with pytest.raises(FollowsSelf):
        follows.follow(alice, target=alice.actor)

    assert followers_and_followed(alice) == (0, 0)


@pytest.mark.seed("W1")
def test_following_needs_the_right_to(alice, bob):
    bob.role.permissions &= ~Permission.FOLLOW

    for act in (follows.follow, follows.unfollow):
        with pytest.raises(Forbidden):
            act(bob, target=alice.actor)


@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_across_a_block_there_is_nobody_to_follow(request, alice, bob, blocker):
    one, other = (alice, bob) if blocker == "alice" else (bob, alice)
    blocks.block(one, target=other.actor)

    with pytest.raises(NotFound):
        follows.follow(bob, target=alice.actor)


def test_somebody_suspended_cannot_be_followed(alice, bob):
    alice.actor.is_suspended = True
    transaction.commit()

    with pytest.raises(NotFound):
        follows.follow(bob, target=alice.actor)


def test_whoever_approves_followers_is_asked(alice, bob):
    asked(bob, alice)

    assert follows.follow(bob, target=alice.actor) is Outcome.ASKED_BEFORE
    assert followers_and_followed(alice) == (0, 0)
    assert kinds() == [EventKind.FOLLOW_REQUESTED]


def test_accepting_a_request_makes_a_follower_once(alice, bob):
    asked(bob, alice)

    assert [follows.accept(alice, follower=bob.actor) for _time in range(2)] == [True, False]

    assert followers_and_followed(alice) == (1, 0)
    facts = session.execute(select(Event.kind, Event.actor_id, Event.subject_id).order_by(Event.id)).all()[1:]
    assert [tuple(fact) for fact in facts] == [
        (EventKind.FOLLOWED, bob.actor_id, alice.actor_id),
        (EventKind.REQUEST_ACCEPTED, alice.actor_id, bob.actor_id),
    ]


def test_declining_or_taking_back_a_request_leaves_nothing(alice, bob):
    asked(bob, alice)
    assert follows.decline(alice, follower=bob.actor)
    asked(bob, alice)
    assert follows.unfollow(bob, target=alice.actor)

    assert not follows.accept(alice, follower=bob.actor)
    assert session.scalars(select(FollowRequest)).all() == []
    assert EventKind.UNFOLLOWED not in kinds()


def test_a_follower_can_be_removed(alice, bob):
    follows.follow(bob, target=alice.actor)

    assert follows.remove_follower(alice, follower=bob.actor)

    assert followers_and_followed(alice) == (0, 0)
    assert not relations.with_one(bob, alice.actor).follows
    assert session.scalars(select(Event.actor_id).order_by(Event.id.desc())).first() == bob.actor_id


def run(act):
    return act()


def follow_alice(bob_id, alice_id):
    return lambda: follows.follow(session.get_one(User, bob_id), target=session.get_one(Actor, alice_id))


@pytest.mark.seed("W1")
def test_many_at_once_follow_once(app, alice, bob):
    results = at_once(app, follow_alice(bob.id, alice.actor_id))

    assert sorted(result.name for result in results) == ["FOLLOWED_BEFORE"] * (AT_ONCE - 1) + ["FOLLOWS"]
    assert followers_and_followed(alice) == (1, 0)


def test_two_who_follow_each_other_at_once_both_do(app, alice, bob):
    acts = cycle([follow_alice(bob.id, alice.actor_id), follow_alice(alice.id, bob.actor_id)])

    at_once(app, lambda: run(next(acts)))

    assert (followers_and_followed(alice), followers_and_followed(bob)) == ((1, 1), (1, 1))


def test_a_block_and_a_follow_at_once_leave_no_follow(app, alice, bob):
    def block() -> None:
        blocks.block(session.get_one(User, alice_id), target=session.get_one(Actor, bobs_actor))

    alice_id, bobs_actor = alice.id, bob.actor_id
    acts = cycle([block, follow_alice(bob.id, alice.actor_id)])

    at_once(app, lambda: run(next(acts)))

    assert (followers_and_followed(alice), followers_and_followed(bob)) == ((0, 0), (0, 0))
