"""Who marked what."""

import pytest

from flasky import transaction
from flasky.lib.paging import PageRequest
from flasky.models import Block, Follow
from flasky.models import Visibility as See
from flasky.operations import marks as operation
from flasky.queries import marks
from flasky.queries.marks import Marks
from flasky.transaction import session
from tests import factories
from tests.statements import counted


@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 20])
def test_the_marks_of_a_page_take_one_statement(alice, bob, count):
    posts = factories.many_posts(alice, count)
    operation.like(bob, post=posts[0])
    operation.boost(bob, post=posts[0])
    transaction.commit()

    with counted() as statements:
        found = marks.of(posts, viewer=bob)

    assert found == {posts[0].id: Marks(liked=True, boosted=True)}
    assert len(statements) == 1


def test_a_visitor_marked_nothing_and_nobody_is_asked(alice):
    with counted() as statements:
        found = marks.of([factories.post(alice)], viewer=None)

    assert found == {}
    assert not [statement for statement in statements if "likes" in statement]


def test_people_behind_a_count_are_those_the_viewer_may_meet(alice, bob, carol):
    post = factories.post(alice)
    for person in (bob, carol):
        operation.like(person, post=post)
        operation.boost(person, post=post)
    session.add(Block(actor_id=carol.actor_id, target_id=alice.actor_id))
    transaction.commit()

    for listed in (marks.likes, marks.boosts):
        rows = listed(post, viewer=alice, page=PageRequest(50)).items
        assert [row.actor.username for row in rows] == ["bob"]
        assert len(listed(post, viewer=None, page=PageRequest(50)).items) == 2


def test_bookmarks_are_ones_own_the_last_kept_first_while_they_can_be_read(alice, bob, carol):
    old, new, closed = (factories.post(alice) for _time in range(3))
    for post in (new, closed, old):
        operation.bookmark(bob, post=post)
    closed.visibility = See.FOLLOWERS
    transaction.commit()
    read = lambda person: [post.id for post in marks.bookmarks(person, page=PageRequest(20)).items]  # noqa: E731

    assert (read(bob), read(carol)) == ([old.id, new.id], [])
    session.add(Follow(follower_id=bob.actor_id, followed_id=alice.actor_id))
    transaction.commit()
    assert read(bob) == [old.id, closed.id, new.id]
