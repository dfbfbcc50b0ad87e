"""Whom a post is for: chosen when it is written, changed later, begun with a default."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.errors import DaysRefused, Forbidden
from flasky.models import Commenters, Event, EventKind, PostRevision
from flasky.models import Visibility as See
from flasky.operations import audience, posts
from flasky.operations.audience import Audience
from flasky.transaction import session
from tests import factories

TEXT = {"title": "", "body": "text"}


def kinds_recorded() -> list[str]:
    return session.scalars(select(Event.kind).order_by(Event.id)).all()


def test_a_post_begins_with_what_its_author_chose_for_all(alice):
    audience.set_defaults(alice, visibility=See.FOLLOWERS, commenters=Commenters.FOLLOWED, open_days=7)

    post = posts.publish(alice, **TEXT)

    assert (post.visibility, post.commenters, post.days_open) == (See.FOLLOWERS, Commenters.FOLLOWED, 7)
    assert post.comments_closed_at == post.published_at + timedelta(days=7)


def test_a_post_may_be_for_others_than_all_of_them(alice):
    audience.set_defaults(alice, visibility=See.FOLLOWERS, commenters=Commenters.NOBODY, open_days=7)

    post = posts.publish(alice, **TEXT, audience=Audience(See.LINK, Commenters.EVERYBODY, 0))

    assert (post.visibility, post.commenters, post.comments_closed_at) == (See.LINK, Commenters.EVERYBODY, None)


def test_changing_who_reads_is_told_and_is_no_edit_of_the_text(alice):
    post = factories.post(alice, **TEXT)

    posts.edit(alice, post=post, **TEXT, audience=Audience(visibility=See.FOLLOWERS))
    posts.edit(alice, post=post, **TEXT, audience=Audience(visibility=See.FOLLOWERS, commenters=Commenters.NOBODY))
    transaction.commit()

    assert (post.visibility, post.commenters, post.edited_at) == (See.FOLLOWERS, Commenters.NOBODY, None)
    assert kinds_recorded() == [EventKind.POST_PUBLISHED, EventKind.VISIBILITY_CHANGED]
    assert session.scalars(select(PostRevision)).all() == []


def test_what_an_edit_does_not_name_stays(alice):
    post = posts.publish(alice, **TEXT, audience=Audience(See.LINK, Commenters.NOBODY, 3))

    posts.edit(alice, post=post, title="", body="other")

    assert (post.visibility, post.commenters, post.days_open) == (See.LINK, Commenters.NOBODY, 3)


def test_an_administrator_who_edits_does_not_choose_the_readers(alice, admin):
    post = factories.post(alice, **TEXT)

    with pytest.raises(Forbidden):
        posts.edit(admin, post=post, **TEXT, audience=Audience(visibility=See.FOLLOWERS))


@pytest.mark.parametrize("days", [-1, 3651])
def test_days_that_make_no_sense_are_refused(alice, days):
    with pytest.raises(DaysRefused):
        posts.publish(alice, **TEXT, audience=Audience(close_after_days=days))
    with pytest.raises(DaysRefused):
        audience.set_defaults(alice, visibility=See.PUBLIC, commenters=Commenters.EVERYBODY, open_days=days)
