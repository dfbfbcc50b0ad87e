"""Conversations: comment, answer, edit, delete, restore, close."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import (
    AnsweredGone,
    BodyTooComplex,
    CharacterRefused,
    CommentEmpty,
    CommentsClosed,
    CommentTooLong,
    Forbidden,
    Gone,
    NotAmongCommenters,
    NotFound,
    SentBefore,
)
from flasky.lib import clock
from flasky.models import Block, Commenters, Event, EventKind, Follow, Permission, Post, PostRevision, Role, User
from flasky.models import Visibility as See
from flasky.operations import comments, posts
from flasky.operations.audience import Audience
from flasky.transaction import session
from tests import factories
from tests.races import AT_ONCE, at_once

REFUSED = {
    "empty": ("", CommentEmpty),
    "white space": (" \r\n\t\u3000", CommentEmpty),
    "10,000 words": ("word " * 10_000, CommentTooLong),
    "16 KiB and one": ("a" * (Post.COMMENT_MAX + 1), CommentTooLong),
    "NUL": ("a\0b", CharacterRefused),
    "nested too deeply": ("> " * 100 + "deep", BodyTooComplex),
}


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice, title="On walking")


def add(*rows) -> None:
    session.add_all(rows)
    transaction.commit()


def holder(name: str, permissions: Permission) -> User:
    """Make a person whose role holds these rights only; it is never committed, because tests leave roles alone."""
    person = factories.person(name)
    person.role = Role(name=f"Only {name}", permissions=int(permissions))
    return person


def facts() -> list[tuple]:
    return session.execute(select(Event.kind, Event.actor_id, Event.subject_id).order_by(Event.id)).all()


def counts(post: Post) -> tuple[int, int]:
    session.expire_all()
    return post.comment_count, post.thread_count


@pytest.mark.seed("C1")
def test_a_comment_stands_under_its_post(bob, post):
    comment = comments.reply(bob, post=post, body="So *true*.")
    transaction.commit()

    assert (comment.root_id, comment.reply_to_id, comment.thread_id, comment.position) == (post.id, post.id, None, 0)
    assert "<em>true</em>" in comment.body_html
    assert counts(post) == (1, 1)
    assert facts()[-1] == (EventKind.COMMENTED, bob.actor_id, comment.id)
    assert bob.actor.post_count == 0


def test_an_answer_stands_in_the_thread_of_what_it_answers(alice, bob, post):
    top = factories.comment(bob, post)
    answer = factories.comment(alice, post, to=top)
    deeper = factories.comment(bob, post, to=answer)

    assert (deeper.root_id, deeper.reply_to_id, deeper.thread_id, deeper.position) == (post.id, answer.id, top.id, None)
    assert counts(post) == (3, 1)
    assert (top.comment_count, top.thread_count, answer.comment_count) == (1, 2, 1)


@pytest.mark.seed("C1")
@pytest.mark.defect("D7")
@pytest.mark.parametrize("right", [Permission.COMMENT, Permission.WRITE])
def test_the_right_to_comment_and_the_right_to_write_are_two(post, right):
    person = holder("cora", right)
    acts = {
        Permission.COMMENT: lambda: comments.reply(person, post=post, body="text"),
        Permission.WRITE: lambda: posts.publish(person, title="", body="text"),
    }

    acts.pop(right)()
    for act in acts.values():
        with pytest.raises(Forbidden):
            act()


@pytest.mark.seed("C1")
@pytest.mark.defect("D7")
@pytest.mark.parametrize("right", [Permission.COMMENT, Permission.WRITE])
def test_a_comment_is_edited_with_the_right_to_comment_and_a_post_with_that_to_write(alice, bob, post, right):
    comment = factories.comment(alice, post, body="before")
    alice.role = Role(name="One right", permissions=int(right))
    acts = {
        Permission.COMMENT: lambda: comments.edit(alice, comment=comment, body="after"),
        Permission.WRITE: lambda: posts.edit(alice, post=post, title="", body="after"),
    }

    assert acts.pop(right)().body == "after"
    for act in acts.values():
        with pytest.raises(Forbidden):
            act()


@pytest.mark.defect("D19")
@pytest.mark.parametrize(("body", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_taken_is_refused_and_not_counted(bob, post, body, refusal):
    with pytest.raises(refusal):
        comments.reply(bob, post=post, body=body)

    assert counts(post) == (0, 0)


@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_across_a_block_there_is_no_post_to_comment_on(request, alice, bob, post, blocker):
    one = request.getfixturevalue(blocker)
    add(Block(actor_id=one.actor_id, target_id=(bob if one is alice else alice).actor_id))

    with pytest.raises(NotFound):
        comments.reply(bob, post=post, body="text")


def test_across_a_block_there_is_no_comment_to_answer(bob, carol, post):
    comment = factories.comment(carol, post)
    add(Block(actor_id=carol.actor_id, target_id=bob.actor_id))

    with pytest.raises(NotFound):
        comments.reply(bob, post=post, parent=comment, body="text")


@pytest.mark.parametrize("state", ["deleted_at", "hidden_at"])
def test_what_is_deleted_or_disabled_is_not_answered(bob, carol, post, state):
    comment = factories.comment(carol, post)
    setattr(comment, state, clock.now())
    transaction.commit()

    with pytest.raises(AnsweredGone):
        comments.reply(bob, post=post, parent=comment, body="text")


def test_a_comment_of_another_post_is_not_answered(alice, bob, post):
    elsewhere = factories.comment(bob, factories.post(alice))

    with pytest.raises(AnsweredGone):
        comments.reply(bob, post=post, parent=elsewhere, body="text")


def test_a_post_for_followers_takes_comments_of_followers(alice, bob, carol, post):
    post.visibility = See.FOLLOWERS
    add(Follow(follower_id=bob.actor_id, followed_id=alice.actor_id))

    assert comments.reply(bob, post=post, body="text")
    with pytest.raises(NotFound):
        comments.reply(carol, post=post, body="text")


@pytest.mark.parametrize(
    ("chosen", "who"),
    [
        (Commenters.EVERYBODY, {"alice", "bob", "carol"}),
        (Commenters.FOLLOWERS, {"alice", "bob"}),
        (Commenters.FOLLOWED, {"alice", "carol"}),
        (Commenters.NOBODY, {"alice"}),
    ],
)
def test_the_author_chooses_who_comments_and_always_may(alice, bob, carol, post, chosen, who):
    post.commenters = chosen
    add(
        Follow(follower_id=bob.actor_id, followed_id=alice.actor_id),
        Follow(follower_id=alice.actor_id, followed_id=carol.actor_id),
    )

    taken = set()
    for person in (alice, bob, carol):
        try:
            taken.add(comments.reply(person, post=post, body="text").author.username)
        except NotAmongCommenters:
            continue

    assert taken == who


def test_closed_comments_take_none_and_can_be_opened(alice, bob, post):
    comments.close_comments(alice, post=post)
    with pytest.raises(CommentsClosed):
        comments.reply(bob, post=post, body="text")

    comments.open_comments(alice, post=post)

    assert comments.reply(bob, post=post, body="text")


def test_only_the_author_closes_and_opens(bob, mod, post):
    for person in (bob, mod):
        for act in (comments.close_comments, comments.open_comments):
            with pytest.raises(Forbidden):
                act(person, post=post)


def test_comments_close_by_themselves_after_the_days_that_were_chosen(alice, bob):
    post = posts.publish(alice, title="", body="text", audience=Audience(close_after_days=3))
    transaction.commit()

    with time_machine.travel(post.published_at + timedelta(days=3) - timedelta(minutes=1), tick=False):
        assert comments.reply(bob, post=post, body="in time")
    with time_machine.travel(post.published_at + timedelta(days=3), tick=False), pytest.raises(CommentsClosed):
        comments.reply(bob, post=post, body="too late")


def test_the_same_key_makes_one_comment(bob, post):
    first = comments.reply(bob, post=post, body="text", key="k")
    again = comments.reply(bob, post=post, body="text", key="k")

    assert again.id == first.id
    assert counts(post) == (1, 1)
    with pytest.raises(SentBefore):
        comments.reply(bob, post=post, body="another text", key="k")


@pytest.mark.defect("D29")
def test_editing_keeps_what_a_comment_said_before(bob, post):
    comment = factories.comment(bob, post, body="first")

    comments.edit(bob, comment=comment, body="second")
    transaction.commit()

    revision = session.scalars(select(PostRevision)).one()
    assert (revision.post_id, revision.body, comment.body, comment.edited_at is not None) == (
        comment.id,
        "first",
        "second",
        True,
    )
    assert facts()[-1] == (EventKind.COMMENT_EDITED, bob.actor_id, comment.id)


@pytest.mark.parametrize("who", ["alice", "mod", "admin"])
def test_nobody_else_edits_or_deletes_a_comment(request, bob, post, who):
    comment, person = factories.comment(bob, post), request.getfixturevalue(who)

    with pytest.raises(Forbidden):
        comments.edit(person, comment=comment, body="other words")
    with pytest.raises(Forbidden):
        comments.delete(person, comment=comment)


@pytest.mark.parametrize(("state", "refusal"), [("deleted_at", Gone), ("hidden_at", Forbidden)])
def test_what_is_deleted_or_disabled_is_not_edited(bob, post, state, refusal):
    comment = factories.comment(bob, post)
    setattr(comment, state, clock.now())
    transaction.commit()

    with pytest.raises(refusal):
        comments.edit(bob, comment=comment, body="other words")


@pytest.mark.defect("D29")
def test_deleting_and_restoring_count_once(alice, bob, post):
    top = factories.comment(bob, post)
    answer = factories.comment(alice, post, to=top)

    for _time in range(2):
        comments.delete(alice, comment=answer)
    assert (*counts(post), top.thread_count, top.comment_count) == (1, 1, 0, 1)
    for _time in range(2):
        comments.restore(alice, comment=answer)
    assert (*counts(post), top.thread_count, top.comment_count) == (2, 1, 1, 1)
    assert [kind for kind, *_rest in facts()][-2:] == [EventKind.COMMENT_DELETED, EventKind.COMMENTED]


@pytest.mark.defect("D29")
def test_a_deleted_comment_loses_its_text_after_thirty_days(bob, post):
    comment = factories.comment(bob, post, body="Words in anger")
    comments.edit(bob, comment=comment, body="Calmer words")
    comments.delete(bob, comment=comment)
    transaction.commit()

    with time_machine.travel(clock.now() + Post.UNDO + timedelta(hours=1), tick=False):
        assert posts.erase_deleted() == 1
        session.expire_all()
        assert (comment.body, comment.body_html) == ("", "")
        assert session.scalar(select(func.count(PostRevision.id))) == 0
        with pytest.raises(Gone):
            comments.restore(bob, comment=comment)


@pytest.mark.defect("D31")
def test_comments_of_many_at_once_are_each_counted_and_numbered_once(app, bob, post):
    bob_id, post_id = bob.id, post.id

    def comment() -> int:
        person, under = session.get_one(User, bob_id), session.get_one(Post, post_id)
        return comments.reply(person, post=under, body="At once").position

    positions = at_once(app, comment)

    assert sorted(positions) == list(range(AT_ONCE))
    assert counts(session.get_one(Post, post_id)) == (AT_ONCE, AT_ONCE)


def test_one_form_sent_many_times_at_once_makes_one_comment(app, bob, post):
    bob_id, post_id = bob.id, post.id

    def comment() -> int:
        person, under = session.get_one(User, bob_id), session.get_one(Post, post_id)
        return comments.reply(person, post=under, body="Once", key="the same").id

    made = at_once(app, comment)

    assert len(set(made)) == 1
    assert counts(session.get_one(Post, post_id)) == (1, 1)
