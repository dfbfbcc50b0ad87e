"""Counting again."""

import pytest
from sqlalchemy import update

from flasky import transaction
from flasky.errors import Forbidden
from flasky.models import Actor, Boost, Like, Post
from flasky.operations import counters, follows
from flasky.queries.acting import OPERATOR
from flasky.transaction import session
from tests import factories


def comment(author, under: Post, *, root: Post) -> Post:
    """Make a comment, uncounted."""
    made = factories.many_posts(author, 1)[0]
    made.reply_to_id, made.root_id = under.id, root.id
    session.flush()
    return made


def test_what_the_columns_say_is_what_the_rows_say(alice, bob):
    post = factories.post(alice)
    first = comment(bob, post, root=post)
    comment(alice, first, root=post)
    follows.follow(bob, target=alice.actor)
    session.add_all([Like(actor_id=bob.actor_id, post_id=post.id), Boost(actor_id=bob.actor_id, post_id=post.id)])
    session.execute(update(Actor).values(follower_count=5, following_count=5, post_count=5))
    session.execute(update(Post).values(comment_count=5, like_count=5, boost_count=5))
    transaction.commit()

    last, people = counters.mend_people(OPERATOR, after=0)
    _last, posts = counters.mend_posts(OPERATOR, after=0)

    session.expire_all()
    assert (last, people.total(), posts.total()) == (max(alice.actor_id, bob.actor_id), 6, 9)
    assert (alice.actor.follower_count, alice.actor.following_count, alice.actor.post_count) == (1, 0, 1)
    assert (post.comment_count, post.like_count, post.boost_count) == (2, 1, 1)
    assert (first.comment_count, first.like_count) == (1, 0)
    assert counters.mend_people(OPERATOR, after=last) == (None, counters.Mended())


def test_threads_are_counted_and_no_position_is_given_twice(alice, bob):
    post = factories.post(alice)
    first, second = factories.comment(bob, post), factories.comment(bob, post)
    factories.comment(alice, post, to=first)
    session.execute(update(Post).values(thread_count=0))
    session.execute(update(Post).where(Post.id == second.id).values(thread_count=3))
    transaction.commit()

    _last, mended = counters.mend_posts(OPERATOR, after=0)

    session.expire_all()
    assert [one.thread_count for one in (post, first, second)] == [2, 1, 0]
    assert mended == {"thread_count": 3}
    assert factories.comment(bob, post).position == 2


def test_only_operators_and_administrators_count_again(alice):
    with pytest.raises(Forbidden):
        counters.mend_people(alice, after=0)
