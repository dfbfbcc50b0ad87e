"""First moderation: disable, enable, what is written down of it."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.errors import Forbidden, NotFound
from flasky.models import Audited, AuditEntry, Block, Event, EventKind, Follow, Post
from flasky.models import Visibility as See
from flasky.operations import moderation
from flasky.transaction import session
from tests import factories


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice)


@pytest.fixture
def comment(bob, post) -> Post:
    """A comment of bob's."""
    return factories.comment(bob, post)


@pytest.mark.seed("C3")
@pytest.mark.defect("D22")
def test_a_comment_is_disabled_and_enabled_once_each_and_audited(bob, mod, comment):
    for act in (moderation.disable, moderation.disable, moderation.enable, moderation.enable):
        act(mod, comment=comment)
    transaction.commit()

    entries = session.execute(
        select(AuditEntry.act, AuditEntry.by_actor_id, AuditEntry.user_id).order_by(AuditEntry.id)
    )
    assert [tuple(entry) for entry in entries] == [
        (Audited.COMMENT_DISABLED, mod.actor_id, bob.id),
        (Audited.COMMENT_ENABLED, mod.actor_id, bob.id),
    ]
    told = select(Event.kind).where(Event.subject_id == comment.id).order_by(Event.id)
    assert session.scalars(told).all()[1:] == [EventKind.COMMENT_DISABLED, EventKind.COMMENT_ENABLED]
    assert comment.hidden_at is None


@pytest.mark.seed("C3")
def test_a_disabled_comment_still_counts(mod, post, comment):
    moderation.disable(mod, comment=comment)
    transaction.commit()
    session.expire_all()

    assert (post.comment_count, post.thread_count) == (1, 1)


@pytest.mark.seed("C3")
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_only_moderators_disable_and_enable(request, comment, who):
    for act in (moderation.disable, moderation.enable):
        with pytest.raises(Forbidden):
            act(request.getfixturevalue(who), comment=comment)


@pytest.mark.seed("C3")
def test_comments_of_a_post_for_followers_are_for_moderators_who_follow(alice, mod, post, comment):
    post.visibility = See.FOLLOWERS
    with pytest.raises(NotFound):
        moderation.disable(mod, comment=comment)

    session.add(Follow(follower_id=mod.actor_id, followed_id=alice.actor_id))
    moderation.disable(mod, comment=comment)

    assert comment.hidden_at is not None


def test_blocking_a_moderator_does_not_hide_from_them(bob, mod, comment):
    session.add(Block(actor_id=bob.actor_id, target_id=mod.actor_id))

    moderation.disable(mod, comment=comment)

    assert comment.hidden_at is not None


def test_a_post_is_no_comment_to_disable(mod, post):
    with pytest.raises(NotFound):
        moderation.disable(mod, comment=post)
