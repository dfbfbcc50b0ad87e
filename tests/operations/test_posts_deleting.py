"""Deleting a post, bringing it back, and what is left after thirty days."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.errors import Forbidden, Gone, NotFound
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import Actor, Event, EventKind, Post, PostRevision, User
from flasky.operations import housekeeping, posts
from flasky.queries import posts as find
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import factories, races

PAGE = PageRequest(20)


def count_of(user) -> int:
    session.expire_all()
    return session.get_one(Actor, user.actor_id).post_count


def kinds() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


@pytest.fixture
def post(alice) -> Post:
    made = factories.post(alice, title="Mine", body="My words")
    posts.edit(alice, post=made, title="Mine", body="My better words")
    transaction.commit()
    return made


@pytest.mark.seed("T16")
@pytest.mark.defect("D29")
def test_a_deleted_post_is_gone_for_everybody_and_counted_no_more(alice, bob, post):
    posts.delete(alice, post=post)
    transaction.commit()

    for viewer in (alice, bob, None):
        with pytest.raises(Gone):
            find.by_id(post.id, viewer=viewer)
        assert find.everybodys(viewer=viewer, page=PAGE).items == []
    assert count_of(alice) == 0
    assert kinds()[-1] == EventKind.POST_DELETED


def test_the_author_brings_it_back_as_it_was(alice, post):
    posts.delete(alice, post=post)
    posts.restore(alice, post=post)
    transaction.commit()

    assert find.by_id(post.id, viewer=None).body == "My better words"
    assert count_of(alice) == 1
    assert kinds()[-1] == EventKind.POST_RESTORED


def test_doing_it_twice_does_it_once(alice, post):
    posts.delete(alice, post=post)
    posts.delete(alice, post=post)
    assert count_of(alice) == 0

    posts.restore(alice, post=post)
    posts.restore(alice, post=post)
    assert count_of(alice) == 1
    assert kinds().count(EventKind.POST_DELETED) == kinds().count(EventKind.POST_RESTORED) == 1


def test_many_who_delete_at_once_are_counted_once(app, alice, post):
    factories.post(alice)
    alice_id, post_id = alice.id, post.id

    races.at_once(app, lambda: posts.delete(session.get_one(User, alice_id), post=session.get_one(Post, post_id)))

    assert count_of(alice) == 1
    assert kinds().count(EventKind.POST_DELETED) == 1


@pytest.mark.parametrize("name", ["bob", "admin", "nobody"])
def test_nobody_but_the_author_deletes_or_restores(request, alice, post, name):
    acting = NOBODY if name == "nobody" else request.getfixturevalue(name)

    with pytest.raises(Forbidden):
        posts.delete(acting, post=post)
    posts.delete(alice, post=post)
    with pytest.raises(Forbidden):
        posts.restore(acting, post=post)


def test_the_author_alone_sees_what_can_be_brought_back(alice, bob, post):
    posts.delete(alice, post=post)
    transaction.commit()

    assert find.deleted_by(alice, page=PAGE).items == [post]
    assert find.deleted_by(bob, page=PAGE).items == []
    assert find.deleted_by_id(post.id, author=alice) is post
    assert find.deleted_by_id(post.id, author=bob) is None


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (31, False)])
def test_after_thirty_days_the_text_is_erased_and_the_place_stays(alice, post, days, is_kept):
    posts.delete(alice, post=post)
    transaction.commit()

    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        gone = housekeeping.purge()
    transaction.commit()

    session.expire_all()
    row = session.get_one(Post, post.id)
    assert (gone["texts"], bool(row.body), bool(session.scalars(select(PostRevision)).all())) == (
        int(not is_kept),
        is_kept,
        is_kept,
    )
    assert is_kept or (row.title, row.slug, row.body_html, row.excerpt_html) == ("", "post", "", "")
    with pytest.raises(Gone):
        find.by_id(post.id, viewer=None)


def test_an_erased_post_cannot_be_brought_back(alice, post):
    posts.delete(alice, post=post)
    post.erased_at = clock.now()
    transaction.commit()

    assert find.deleted_by(alice, page=PAGE).items == []
    with pytest.raises(Gone):
        posts.restore(alice, post=post)


def test_of_many_who_edit_at_once_no_saved_text_is_lost(app, alice, post):
    alice_id, post_id, numbers = alice.id, post.id, iter(range(races.AT_ONCE))

    def act() -> str:
        body = f"Version {next(numbers)}"
        posts.edit(session.get_one(User, alice_id), post=session.get_one(Post, post_id), title="Mine", body=body)
        return body

    saved = races.winners(races.at_once(app, act))

    session.expire_all()
    kept = {row.body for row in session.scalars(select(PostRevision))} | {session.get_one(Post, post_id).body}
    assert len(saved) == races.AT_ONCE
    assert set(saved) <= kept


def test_a_post_that_is_deleted_while_it_is_edited_stays_deleted(alice, post):
    posts.delete(alice, post=post)

    with pytest.raises(Gone):
        posts.edit(alice, post=post, title="Mine", body="Too late")


def test_when_the_thirty_days_are_over_nothing_comes_back_though_nobody_cleaned_up(alice, post):
    posts.delete(alice, post=post)
    transaction.commit()

    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert find.deleted_by_id(post.id, author=alice) is None
        with pytest.raises(Gone):
            posts.restore(alice, post=post)


def test_former_texts_stand_newest_first_and_belong_to_their_post(alice, post):
    other = factories.post(alice)
    posts.edit(alice, post=post, title="Mine", body="My best words")
    transaction.commit()

    listed = find.revisions(post, page=PAGE).items

    assert [revision.body for revision in listed] == ["My better words", "My words"]
    assert find.after_revision(listed[1], post=post) is listed[0]
    assert find.after_revision(listed[0], post=post) is post
    assert find.revision(post, listed[0].id) is listed[0]
    with pytest.raises(NotFound):
        find.revision(other, listed[0].id)
