"""Marks: like, bookmark, boost, and taking each back."""

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import Forbidden, NotForBoosts, NotFound
from flasky.models import Block, Bookmark, Boost, Event, EventKind, Like, Post, User
from flasky.models import Visibility as See
from flasky.operations import comments, marks
from flasky.transaction import session
from tests import factories
from tests.races import at_once

BOTH_WAYS = {
    Like: (marks.like, marks.unlike),
    Bookmark: (marks.bookmark, marks.unbookmark),
    Boost: (marks.boost, marks.unboost),
}
COUNTED = {Like: "like_count", Boost: "boost_count"}


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice)


def rows(kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def kinds_recorded() -> list[str]:
    return session.scalars(select(Event.kind).where(Event.kind != EventKind.POST_PUBLISHED).order_by(Event.id)).all()


@pytest.mark.parametrize("kind", BOTH_WAYS)
def test_a_mark_is_made_once_and_taken_back_once(bob, post, kind):
    mark, take_back = BOTH_WAYS[kind]

    assert mark(bob, post=post).id == mark(bob, post=post).id
    assert (rows(kind), getattr(post, COUNTED.get(kind, ""), 1)) == (1, 1)
    take_back(bob, post=post)
    take_back(bob, post=post)

    transaction.commit()
    session.expire_all()
    assert (rows(kind), getattr(post, COUNTED.get(kind, ""), 0)) == (0, 0)


def test_likes_and_boosts_are_told_and_bookmarks_are_not(bob, post):
    for mark, take_back in BOTH_WAYS.values():
        mark(bob, post=post)
        take_back(bob, post=post)

    assert kinds_recorded() == [EventKind.LIKED, EventKind.BOOSTED, EventKind.UNBOOSTED]


def test_a_comment_is_liked_and_neither_boosted_nor_kept(alice, bob, post):
    comment = factories.comment(bob, post)

    assert marks.like(alice, post=comment)
    with pytest.raises(NotForBoosts):
        marks.boost(alice, post=comment)
    with pytest.raises(NotFound):
        marks.bookmark(alice, post=comment)


def test_only_public_posts_are_boosted_and_ones_own_may_be(alice, post):
    assert marks.boost(alice, post=post)
    post.visibility = See.LINK

    with pytest.raises(NotForBoosts):
        marks.boost(alice, post=post)


@pytest.mark.parametrize("mark", [way for both in BOTH_WAYS.values() for way in both])
def test_what_one_may_not_see_cannot_be_marked(alice, bob, post, mark):
    session.add(Block(actor_id=alice.actor_id, target_id=bob.actor_id))

    with pytest.raises(NotFound):
        mark(bob, post=post)


def test_a_disabled_comment_cannot_be_liked(alice, bob, mod, post):
    comment = factories.comment(bob, post)
    comments.delete(bob, comment=comment)

    with pytest.raises(NotFound):
        marks.like(alice, post=comment)


def test_suspended_people_mark_nothing(post):
    with pytest.raises(Forbidden):
        marks.like(factories.suspended("sue"), post=post)


@pytest.mark.defect("D21")
@pytest.mark.parametrize("kind", BOTH_WAYS)
def test_a_mark_made_many_times_at_once_is_one(app, bob, post, kind):
    bob_id, post_id, mark = bob.id, post.id, BOTH_WAYS[kind][0]

    made = at_once(app, lambda: mark(session.get_one(User, bob_id), post=session.get_one(Post, post_id)).id)

    session.expire_all()
    assert len(set(made)) == 1
    assert (rows(kind), getattr(session.get_one(Post, post_id), COUNTED.get(kind, ""), 1)) == (1, 1)


def test_a_like_taken_back_many_times_at_once_is_counted_once(app, bob, carol, post):
    for person in (bob, carol):
        marks.like(person, post=post)
    transaction.commit()
    bob_id, post_id = bob.id, post.id

    at_once(app, lambda: marks.unlike(session.get_one(User, bob_id), post=session.get_one(Post, post_id)))

    session.expire_all()
    assert (rows(Like), session.get_one(Post, post_id).like_count) == (1, 1)
