"""Whom a text names."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.errors import TooManyMentions
from flasky.models import Actor, Block, Mention, Post
from flasky.operations import posts
from flasky.transaction import session
from tests import factories


def mentioned_in(post: Post) -> set[str]:
    statement = select(Actor.username).join(Mention, Mention.actor_id == Actor.id).where(Mention.post_id == post.id)
    return set(session.scalars(statement))


def test_publish_links_and_keeps_the_people_it_names(alice, bob):
    post = factories.post(alice, body="Tea with @Bob and @nobody and @alice.")

    assert mentioned_in(post) == {"bob"}
    assert '<a href="/@bob" class="mention"' in post.body_html
    assert " and @nobody and " in post.body_html


@pytest.mark.parametrize("blocker", ["alice", "bob"])
def test_across_a_block_the_named_person_does_not_exist(alice, bob, blocker):
    one, other = (alice, bob) if blocker == "alice" else (bob, alice)
    session.add(Block(actor_id=one.actor_id, target_id=other.actor_id))
    transaction.commit()

    post = factories.post(alice, body="Tea with @bob.")

    assert mentioned_in(post) == set()
    assert post.body_html == "<p>Tea with @bob.</p>\n"


def test_somebody_suspended_is_not_named(alice):
    factories.suspended("carol")

    assert "<a" not in factories.post(alice, body="Tea with @carol.").body_html


def test_edit_keeps_who_is_named_now(alice, bob, carol):
    post = factories.post(alice, body="Tea with @bob.")

    posts.edit(alice, post=post, title="", body="Tea with @carol.")

    assert mentioned_in(post) == {"carol"}


def test_500_mentions_are_refused(alice):
    body = " ".join(f"@person{number}" for number in range(500))

    with pytest.raises(TooManyMentions):
        posts.publish(alice, title="", body=body)
