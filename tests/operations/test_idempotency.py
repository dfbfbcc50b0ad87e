"""A form that comes twice makes one post."""

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import SentBefore
from flasky.models import Actor, Event, IdempotencyKey, Post
from flasky.operations import idempotency, posts
from flasky.queries import users
from flasky.transaction import session
from tests import races


def publish(author, *, body="text", key="key") -> Post:
    made = posts.publish(author, title="", body=body, key=key)
    transaction.commit()
    return made


def count(row) -> int:
    return session.scalar(select(func.count()).select_from(row))


@pytest.mark.seed("B1")
def test_the_same_key_twice_makes_one_post(alice):
    first, second = publish(alice), publish(alice)

    assert second.id == first.id
    session.expire_all()
    assert (count(Post), count(Event), alice.actor.post_count) == (1, 1, 1)


def test_the_same_key_with_another_text_is_refused_and_can_be_sent_anew(alice):
    publish(alice, body="one")

    with pytest.raises(SentBefore, match="sent before, with another text"):
        publish(alice, body="two")

    transaction.rollback()
    assert count(Post) == 1
    assert publish(alice, body="two", key="another").body == "two"


def test_two_people_may_use_one_key(alice, bob):
    assert publish(alice).id != publish(bob).id


def test_without_a_key_every_form_is_its_own(alice):
    assert publish(alice, key="").id != publish(alice, key="").id


def test_keys_are_told_apart_to_the_letter(alice):
    assert publish(alice, key="key").id != publish(alice, key="KEY").id


def test_a_key_that_was_refused_can_be_used_again(alice):
    with pytest.raises(Exception, match="body"):
        publish(alice, body=" ")
    transaction.rollback()

    assert publish(alice, body="text").body == "text"


def test_a_fingerprint_tells_what_was_asked_where():
    assert idempotency.fingerprint("publish", "a", "b") != idempotency.fingerprint("publish", "ab", "")
    assert len(idempotency.fingerprint("publish", "🎉")) == 64


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_one_form_sent_many_times_at_once_makes_one_post(app, alice, turn):
    results = races.at_once(app, lambda: posts.publish(users.by_name("alice"), title="", body="text", key="key").id)

    assert len(set(results)) == 1
    assert (count(Post), count(IdempotencyKey), count(Event)) == (1, 1, 1)
    assert session.scalar(select(Actor.post_count)) == 1


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_many_posts_at_once_are_all_counted(app, alice, turn):
    results = races.at_once(app, lambda: posts.publish(users.by_name("alice"), title="", body="text").id)

    assert len(set(results)) == races.AT_ONCE
    assert session.scalar(select(Actor.post_count)) == races.AT_ONCE
