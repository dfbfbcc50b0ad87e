"""The checks that the fault tests rely on notice what they are there for."""

from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update

from flasky import transaction
from flasky.config import Registration
from flasky.extensions import db
from flasky.lib import clock
from flasky.models import Actor, Event, EventKind, IdempotencyKey, Job, Post, PostRevision
from flasky.operations import posts, users
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from flasky.worker import loop
from tests.faults import invariants
from tests.faults.invariants import DOUBLED, PARTIAL


@pytest.fixture(autouse=True)
def _a_day(app) -> None:
    """Ann signed up, and a post of hers was published, edited and taken away; the worker knows."""
    who = {"email": "ann@example.com", "username": "ann", "password": "a fine pair of words"}
    ann = users.register(NOBODY, registration=Registration.OPEN, **who)
    ann.confirmed_at = clock.now()
    post = posts.publish(ann, title="", body="First words", key="a key")
    posts.edit(ann, post=post, title="", body="Better words")
    posts.delete(ann, post=post)
    transaction.commit()
    loop.expand_facts()


def delete_all(model: type) -> Callable[[], None]:
    return lambda: session.execute(delete(model))


def delete_facts(kind: EventKind) -> Callable[[], None]:
    return lambda: session.execute(delete(Event).where(Event.kind == kind))


def repeat_fact(kind: EventKind) -> Callable[[], None]:
    def repeat() -> None:
        fact = session.scalars(select(Event).where(Event.kind == kind)).one()
        session.add(Event(kind=kind, subject_id=fact.subject_id, waiting=False))

    return repeat


def add_actor() -> None:
    session.add(Actor(username="ghost", username_key="ghost"))


def forget_post() -> None:
    session.execute(delete(PostRevision))
    session.execute(delete(Post))


def revise_twice() -> None:
    first = session.scalars(select(PostRevision)).one()
    session.add(PostRevision(post_id=first.post_id, editor_id=first.editor_id, body=first.body))


BREAKING: dict[str, tuple[str, Callable[[], object]]] = {
    "a post lost its fact": ("posts without the fact", delete_facts(EventKind.POST_PUBLISHED)),
    "a post is gone, its fact stands": ("facts of posts that are not there", forget_post),
    "a post lost its key": ("posts without the key", delete_all(IdempotencyKey)),
    "a post is gone, its key stands": ("keys of posts that are not there", forget_post),
    "an edit kept nothing": ("edited posts that kept nothing", delete_all(PostRevision)),
    "an edit left no mark": (
        "edited posts that kept nothing",
        lambda: session.execute(update(Post).values(edited_at=None)),
    ),
    "an edit lost its fact": ("another number of edits", delete_facts(EventKind.POST_EDITED)),
    "a deletion lost its fact": ("gone or there against their facts", delete_facts(EventKind.POST_DELETED)),
    "a post came back by itself": (
        "gone or there against their facts",
        lambda: session.execute(update(Post).values(deleted_at=None)),
    ),
    "an actor without a user": ("people whom nobody sees", add_actor),
    "a user lost the fact": ("accounts without the fact", delete_facts(EventKind.REGISTERED)),
    "a letter was forgotten": ("left without their letter", delete_all(Job)),
    "a post was published twice": ("facts that are there twice", repeat_fact(EventKind.POST_PUBLISHED)),
    "an edit was made twice": ("edits that are there twice", revise_twice),
}


def violated() -> list[str]:
    with db.engine.connect() as connection:
        return invariants.violated(connection, PARTIAL | DOUBLED)


def test_an_ordinary_day_breaks_nothing():
    assert violated() == []


@pytest.mark.parametrize(("words", "happens"), BREAKING.values(), ids=BREAKING)
def test_what_is_broken_is_noticed(words, happens):
    happens()
    transaction.commit()

    assert any(words in sentence for sentence in violated())


def test_every_check_is_tried():
    tried = [words for words, _ in BREAKING.values()]

    assert [line for line in PARTIAL | DOUBLED if not any(words in line for words in tried)] == []
