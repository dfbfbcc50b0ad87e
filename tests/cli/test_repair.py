"""`flasky repair counters`."""

from sqlalchemy import update

from flasky import transaction
from flasky.models import Actor, Like, Post
from flasky.operations import follows
from flasky.transaction import session
from tests import factories


def test_counters_that_are_wrong_are_mended_and_named(run, alice, bob):
    post = factories.post(alice)
    follows.follow(bob, target=alice.actor)
    session.add(Like(actor_id=bob.actor_id, post_id=post.id))
    session.execute(update(Actor).values(follower_count=7, following_count=-1, post_count=3))
    session.execute(update(Post).values(like_count=9, boost_count=9, comment_count=9))
    transaction.commit()

    said = run("repair", "counters").stdout

    counts = [(one.actor.follower_count, one.actor.following_count, one.actor.post_count) for one in (alice, bob)]
    assert counts == [(1, 0, 1), (0, 1, 0)]
    assert (post.like_count, post.boost_count, post.comment_count) == (1, 0, 0)
    assert "2 numbers of followers were wrong and are right now." in said
    assert "1 numbers of likes were wrong" in said


def test_counters_that_are_right_stay(run, alice, bob):
    follows.follow(bob, target=alice.actor)
    transaction.commit()

    assert run("repair", "counters").stdout.endswith("Every counter is right.\n")
    assert alice.actor.follower_count == 1
