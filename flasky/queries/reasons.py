"""Whom a fact concerns, and why: read from the rows as they stand when somebody is to be told."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Exists, exists, select

from flasky.models import (
    Actor,
    Boost,
    Event,
    EventKind,
    Follow,
    FollowRequest,
    Like,
    Mention,
    NotificationKind,
    Post,
)
from flasky.transaction import session


@dataclass(frozen=True)
class Reason:
    """Why somebody is told: who did it, the kind of line, what it is about, and the text written or marked (or 0).

    A moderator is never named: for what moderators do `actor_id` is that of who is told.
    """

    owner_id: int
    actor_id: int
    kind: NotificationKind
    subject_id: int = 0
    post_id: int = 0


def reasons(event: Event) -> list[Reason]:
    """Return why whom a fact concerns, each person once and by the strongest reason, never who did it.

    Nothing for what was undone meanwhile. At most four statements.
    """
    found = FINDERS[EventKind(event.kind)](event, event.actor_id or 0)
    return list({reason.owner_id: reason for reason in found if reason.owner_id != event.actor_id}.values())


def still_concerns(event_id: int, *, owner_id: int) -> bool:
    """Tell whether a fact concerns somebody as things stand now: a like was not taken back. At most five statements."""
    event = session.get(Event, event_id)
    return event is not None and any(reason.owner_id == owner_id for reason in reasons(event))


def _followed(event: Event, actor_id: int) -> list[Reason]:
    """Who approves their followers said yes to this one and knows."""
    target = session.get(Actor, event.subject_id)
    if target is None or target.approves_followers or not _holds(_follows(actor_id, target.id)):
        return []
    return [Reason(target.id, actor_id, NotificationKind.FOLLOWED)]


def _requested(event: Event, actor_id: int) -> list[Reason]:
    waits = exists().where(FollowRequest.follower_id == actor_id, FollowRequest.followed_id == event.subject_id)
    return [Reason(event.subject_id, actor_id, NotificationKind.FOLLOW_REQUESTED)] if _holds(waits) else []


def _accepted(event: Event, actor_id: int) -> list[Reason]:
    follows = _follows(event.subject_id, actor_id)
    return [Reason(event.subject_id, actor_id, NotificationKind.REQUEST_ACCEPTED)] if _holds(follows) else []


def _commented(event: Event, actor_id: int) -> list[Reason]:
    """Weakest first: of two reasons for one person the later one stays."""
    comment = session.get(Post, event.subject_id)
    if comment is None or comment.root_id is None:
        return []
    root_id, parent_id = comment.root_id, comment.reply_to_id
    answered = select(Post.id, Post.author_id).where(Post.id.in_([root_id, parent_id or root_id]))
    authors = dict(iter(session.execute(answered)))
    found = [Reason(authors[root_id], actor_id, NotificationKind.COMMENTED, root_id, comment.id)]
    if parent_id is not None and parent_id != root_id:
        found.append(Reason(authors[parent_id], actor_id, NotificationKind.REPLIED, parent_id, comment.id))
    return found + _mentioned(event, actor_id)


def _mentioned(event: Event, _actor_id: int) -> list[Reason]:
    """Who wrote the text names them, whoever edited it last."""
    named = select(Mention.actor_id, Post.author_id).join(Post, Post.id == Mention.post_id)
    pairs = session.execute(named.where(Mention.post_id == event.subject_id))
    kind, text = NotificationKind.MENTIONED, event.subject_id
    return [Reason(owner_id, author_id, kind, text, text) for owner_id, author_id in pairs if owner_id != author_id]


def _liked(event: Event, actor_id: int) -> list[Reason]:
    likes = exists().where(Like.actor_id == actor_id, Like.post_id == event.subject_id)
    return _marked(event.subject_id, actor_id, NotificationKind.LIKED) if _holds(likes) else []


def _boosted(event: Event, actor_id: int) -> list[Reason]:
    boosts = exists().where(Boost.actor_id == actor_id, Boost.post_id == event.subject_id)
    return _marked(event.subject_id, actor_id, NotificationKind.BOOSTED) if _holds(boosts) else []


def _marked(post_id: int, actor_id: int, kind: NotificationKind) -> list[Reason]:
    author_id = session.scalar(select(Post.author_id).where(Post.id == post_id))
    return [Reason(author_id, actor_id, kind, post_id, post_id)] if author_id is not None else []


def _moderated(event: Event, _actor_id: int) -> list[Reason]:
    comment = session.get(Post, event.subject_id)
    if comment is None:
        return []
    owner = comment.author_id
    return [Reason(owner, owner, NotificationKind.MODERATED, comment.id, comment.root_id or 0)]


def _follows(follower_id: int, followed_id: int) -> Exists:
    return exists().where(Follow.follower_id == follower_id, Follow.followed_id == followed_id)


def _holds(condition: Exists) -> bool:
    return bool(session.scalar(select(condition)))


FINDERS: dict[EventKind, Callable[[Event, int], list[Reason]]] = {
    EventKind.FOLLOWED: _followed,
    EventKind.FOLLOW_REQUESTED: _requested,
    EventKind.REQUEST_ACCEPTED: _accepted,
    EventKind.COMMENTED: _commented,
    EventKind.COMMENT_EDITED: _mentioned,
    EventKind.COMMENT_DISABLED: _moderated,
    EventKind.COMMENT_ENABLED: _moderated,
    EventKind.POST_PUBLISHED: _mentioned,
    EventKind.POST_EDITED: _mentioned,
    EventKind.POST_RESTORED: _mentioned,
    EventKind.VISIBILITY_CHANGED: _mentioned,
    EventKind.LIKED: _liked,
    EventKind.BOOSTED: _boosted,
}
