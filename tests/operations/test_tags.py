"""Tags of posts, and following them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import NotFound, TagMalformed, TooManyTags
from flasky.lib import clock
from flasky.models import EventKind, FollowedTag, Post, PostTag, Tag
from flasky.operations import posts, tags
from flasky.queries import users, work
from flasky.transaction import session
from tests import factories, races


def tags_of(post: Post) -> dict[str, bool]:
    statement = select(Tag.name, PostTag.given).join(PostTag, PostTag.tag_id == Tag.id)
    return dict(session.execute(statement.where(PostTag.post_id == post.id)).all())  # type: ignore[arg-type]


def test_publish_keeps_tags_of_the_text_and_of_the_field(alice):
    post = posts.publish(alice, title="", body="On #Tea, again #TEA", tags="#green, leaves green")

    assert tags_of(post) == {"Tea": False, "green": True, "leaves": True}


def test_another_spelling_is_the_same_tag(alice):
    first, second = (factories.post(alice, body=body) for body in ("#Straße", "#STRASSE"))

    assert tags_of(first) == tags_of(second) == {"Straße": False}


def test_edit_changes_the_tags(alice):
    post = posts.publish(alice, title="", body="On #tea and #milk", tags="green")

    posts.edit(alice, post=post, title="", body="On #milk", tags="leaves tea")

    assert tags_of(post) == {"milk": False, "leaves": True, "tea": True}


def test_edit_leaves_given_tags_when_none_are_sent(alice):
    post = posts.publish(alice, title="", body="text", tags="green")

    posts.edit(alice, post=post, title="", body="other text")

    assert tags_of(post) == {"green": True}


def test_200_tags_are_refused(alice):
    many = " ".join(f"#tag{number}" for number in range(200))

    with pytest.raises(TooManyTags):
        posts.publish(alice, title="", body=many)
    with pytest.raises(TooManyTags):
        posts.publish(alice, title="", body="text", tags=many)


def test_a_field_that_holds_no_tag_is_refused(alice):
    with pytest.raises(TagMalformed):
        posts.publish(alice, title="", body="text", tags="tea, a-b")


def test_follow_is_recorded_once(alice):
    first, second = tags.follow(alice, tag="Tea"), tags.follow(alice, tag="tea")

    assert first is second
    assert [fact.kind for fact in work.facts()] == [EventKind.TAG_FOLLOWED]


def test_what_is_no_tag_cannot_be_followed(alice):
    with pytest.raises(NotFound):
        tags.follow(alice, tag="a-b")


def test_unfollow_is_recorded_once(alice):
    tags.follow(alice, tag="tea")

    tags.unfollow(alice, tag="TEA")
    tags.unfollow(alice, tag="tea")

    assert [fact.kind for fact in work.facts()] == [EventKind.TAG_FOLLOWED, EventKind.TAG_UNFOLLOWED]


def test_of_many_that_use_a_new_tag_at_once_one_makes_it(app, alice):
    def act() -> int:
        return posts.publish(users.by_name("alice"), title="", body="On #tea and #milk").id

    transaction.commit()
    races.at_once(app, act, count=4)

    assert session.scalar(select(func.count()).select_from(Tag)) == 2
    assert session.scalar(select(func.count()).select_from(PostTag)) == 8


def test_of_many_follows_at_once_one_counts(app, alice):
    transaction.commit()

    races.at_once(app, lambda: tags.follow(users.by_name("alice"), tag="tea").id, count=4)

    assert session.scalar(select(func.count()).select_from(FollowedTag)) == 1


def test_a_tag_counts_each_person_once_and_half_after_two_days(alice, bob):
    for number in range(3):
        factories.post(alice, body=f"#tea {number}")
    factories.post(bob, body="#milk")
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        factories.post(bob, body="#tea")
        tags.count_trends()

    worth = dict(session.execute(select(Tag.key, Tag.trend)).all())  # type: ignore[arg-type]
    assert worth == {"tea": 150, "milk": 50}
