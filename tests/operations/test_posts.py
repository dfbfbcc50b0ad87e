"""Writing: publish, edit, what is kept and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import BodyEmpty, BodyTooComplex, BodyTooLong, CharacterRefused, Forbidden, TitleTooLong
from flasky.models import Actor, Event, EventKind, Post, PostRevision, Role, User
from flasky.operations import posts
from flasky.transaction import session
from tests import factories

KIB_64 = 64 * 1024
REFUSED = {
    "empty": ("", "", BodyEmpty),
    "white space": ("Title", " \r\n\t\u3000", BodyEmpty),
    "nothing to show": ("", "[a]: http://example.com", BodyEmpty),
    "64 KiB and one": ("", "a" * (KIB_64 + 1), BodyTooLong),
    "64 KiB of two-byte letters and one": ("", "é" * (KIB_64 // 2) + "e", BodyTooLong),
    "NUL in the body": ("", "a\0b", CharacterRefused),
    "NUL in the title": ("a\0b", "text", CharacterRefused),
    "title of 201": ("t" * 201, "text", TitleTooLong),
    "nested too deeply": ("", "> " * 100 + "deep", BodyTooComplex),
}


def facts() -> list[tuple]:
    return session.execute(select(Event.kind, Event.actor_id, Event.subject_id).order_by(Event.id)).all()


def count_of(actor_id: int) -> int:
    return session.scalar(select(Actor.post_count).where(Actor.id == actor_id))


@pytest.mark.seed("B1")
def test_publishing_makes_a_public_post(alice):
    post = posts.publish(alice, title=" The  title ", body="Some *words*.")
    transaction.commit()

    assert (post.title, post.slug, post.body) == ("The title", "the-title", "Some *words*.")
    assert "<em>words</em>" in post.body_html
    assert post.edited_at is None
    assert facts() == [(EventKind.POST_PUBLISHED, alice.actor_id, post.id)]


@pytest.mark.seed("B2")
def test_the_count_of_posts_follows(alice, bob):
    for _ in range(3):
        factories.post(alice)
    factories.post(bob)

    assert (count_of(alice.actor_id), count_of(bob.actor_id)) == (3, 1)


@pytest.mark.parametrize(
    ("title", "body", "slug"),
    [
        ("Größe: 100%!", "text", "größe-100"),
        ("", "One *two* three four five six seven eight", "one-two-three-four-five-six"),
        ("", "# 日本語の題名\n\ntext", "日本語の題名-text"),
        ("🎉🎉", "text", "post"),
        ("", "🎉", "post"),
    ],
)
def test_the_slug_is_made_of_the_title_or_the_first_words(alice, title, body, slug):
    assert posts.publish(alice, title=title, body=body).slug == slug


@pytest.mark.defect("D19")
@pytest.mark.parametrize(("title", "body", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(alice, title, body, refusal):
    with pytest.raises(refusal):
        posts.publish(alice, title=title, body=body)

    transaction.rollback()
    assert session.scalar(select(func.count(Post.id))) == 0
    assert count_of(alice.actor_id) == 0


@pytest.mark.defect("D19")
@pytest.mark.parametrize(
    "body", ["a" * KIB_64, "é" * (KIB_64 // 2), "\r\n".join(["a" * 99] * 655)], ids=["ascii", "é", "CRLF"]
)
def test_64_kib_are_counted_in_utf8_after_line_ends_became_one_byte(alice, body):
    post = posts.publish(alice, title="t" * 200, body=body)

    assert "\r" not in post.body
    assert len(post.body.encode()) <= KIB_64


@pytest.mark.parametrize(("typed", "kept"), [("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\n\r\nb", "a\n\nb")])
def test_every_line_end_is_kept_as_one(alice, typed, kept):
    assert posts.publish(alice, title="", body=typed).body == kept


@pytest.mark.defect("D7")
@pytest.mark.parametrize("who", ["suspended", "unconfirmed", "without the right"])
def test_who_may_not_write_publishes_nothing(app, who):
    person = {
        "suspended": lambda: factories.suspended("sue"),
        "unconfirmed": lambda: factories.unconfirmed("una"),
        "without the right": _reader,
    }[who]()

    with pytest.raises(Forbidden):
        posts.publish(person, title="", body="text")

    transaction.rollback()
    assert session.scalar(select(func.count(Post.id))) == 0


def _reader() -> User:
    reader = factories.person("rita")
    reader.role = Role(name="Reader", permissions=3)
    return reader


@pytest.mark.seed("B7")
def test_editing_keeps_what_the_post_said_before(alice):
    post = factories.post(alice, title="First", body="first")

    posts.edit(alice, post=post, title="Second", body="second")
    transaction.commit()

    revision = session.scalars(select(PostRevision)).one()
    assert (revision.post_id, revision.editor_id, revision.title, revision.body) == (
        post.id,
        alice.actor_id,
        "First",
        "first",
    )
    assert (post.title, post.slug, post.body_html) == ("Second", "second", "<p>second</p>\n")
    assert post.edited_at is not None
    assert facts()[-1] == (EventKind.POST_EDITED, alice.actor_id, post.id)


@pytest.mark.seed("B7")
def test_editing_neither_moves_nor_counts_a_post(alice):
    post = factories.post(alice)
    published_at = post.published_at

    posts.edit(alice, post=post, title="", body="other")
    transaction.commit()

    assert post.published_at == published_at
    assert count_of(alice.actor_id) == 1


def test_an_edit_that_changes_nothing_leaves_no_trace(alice):
    post = factories.post(alice, title="Same", body="same\ntext")

    posts.edit(alice, post=post, title=" Same ", body="same\r\ntext")
    transaction.commit()

    assert post.edited_at is None
    assert session.scalars(select(PostRevision)).all() == []
    assert [kind for kind, *_ in facts()] == [EventKind.POST_PUBLISHED]


@pytest.mark.seed("B7")
@pytest.mark.defect("D7")
@pytest.mark.parametrize(
    ("editor", "may"), [("alice", True), ("admin", True), ("mod", False), ("bob", False), ("unconfirmed", False)]
)
def test_the_author_and_administrators_edit(request, alice, editor, may):
    post = factories.post(alice, body="before")
    person = request.getfixturevalue(editor)

    if may:
        posts.edit(person, post=post, title="", body="after")
    else:
        with pytest.raises(Forbidden):
            posts.edit(person, post=post, title="", body="after")

    assert post.body == ("after" if may else "before")


@pytest.mark.defect("D7")
def test_an_author_who_may_no_longer_write_does_not_edit(alice):
    post = factories.post(alice, body="before")
    alice.role = Role(name="Reader", permissions=3)

    with pytest.raises(Forbidden):
        posts.edit(alice, post=post, title="", body="after")

    transaction.rollback()
    assert post.body == "before"


@pytest.mark.parametrize(("title", "body", "refusal"), REFUSED.values(), ids=REFUSED)
def test_an_edit_that_is_refused_changes_nothing(alice, title, body, refusal):
    post = factories.post(alice, title="Before", body="before")

    with pytest.raises(refusal):
        posts.edit(alice, post=post, title=title, body=body)

    transaction.commit()
    session.expire_all()
    assert (post.title, post.body, post.body_html) == ("Before", "before", "<p>before</p>\n")


@pytest.mark.defect("D31")
def test_posts_keep_their_order_when_the_clock_is_set_back(alice):
    moment = datetime(2040, 1, 1, tzinfo=UTC)
    with time_machine.travel(moment, tick=False) as traveller:
        first = factories.post(alice)
        traveller.shift(timedelta(hours=-1))
        second = factories.post(alice)

    assert second.id > first.id
    assert session.scalars(select(Post.id).order_by(Post.id)).all() == [first.id, second.id]
