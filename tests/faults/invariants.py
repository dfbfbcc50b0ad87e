"""What must hold of a site's rows at rest, whatever happened: each change is there whole, once, with all its parts."""

from sqlalchemy import Connection, Select, and_, case, exists, func, or_, select
from sqlalchemy.sql import ColumnElement

from flasky.models import Actor, Event, EventKind, IdempotencyKey, Job, Post, PostRevision, User


def _fact(kind: EventKind, of: type[Post] | type[User]) -> ColumnElement[bool]:
    return exists().where(Event.kind == kind, Event.subject_id == of.id)


def _facts(kind: EventKind) -> Select[tuple[int]]:
    return select(func.count()).where(Event.kind == kind, Event.subject_id == Post.id)


_published = _fact(EventKind.POST_PUBLISHED, Post)
_revisions = select(func.count()).where(PostRevision.post_id == Post.id)
_twice = (
    select(Event.subject_id)
    .where(Event.kind.in_([EventKind.POST_PUBLISHED, EventKind.REGISTERED]))
    .group_by(Event.kind, Event.subject_id)
    .having(func.count() > 1)
)
_revised_twice = (
    select(PostRevision.post_id).group_by(PostRevision.post_id, PostRevision.editor_id).having(
        func.count() > func.count(func.distinct(PostRevision.body))
    )
)  # fmt: skip

PARTIAL: dict[str, Select[tuple[int]]] = {
    "posts without the fact that they were published": select(Post.id).where(~_published),
    "facts of posts that are not there": select(Event.subject_id).where(
        Event.kind == EventKind.POST_PUBLISHED, ~exists().where(Post.id == Event.subject_id)
    ),
    "posts without the key they came with": select(Post.id).where(~exists().where(IdempotencyKey.result_id == Post.id)),
    "keys of posts that are not there": select(IdempotencyKey.id).where(
        ~exists().where(Post.id == IdempotencyKey.result_id)
    ),
    "edited posts that kept nothing of before": select(Post.id).where(
        or_(
            and_(Post.edited_at.is_not(None), _revisions.scalar_subquery() == 0),
            and_(Post.edited_at.is_(None), _revisions.scalar_subquery() > 0),
        )
    ),
    "posts with another number of edits than facts of edits": select(Post.id).where(
        _revisions.scalar_subquery() != _facts(EventKind.POST_EDITED).scalar_subquery()
    ),
    "posts that are gone or there against their facts": select(Post.id).where(
        _facts(EventKind.POST_DELETED).scalar_subquery() - _facts(EventKind.POST_RESTORED).scalar_subquery()
        != case((Post.deleted_at.is_not(None), 1), else_=0)
    ),
    "people whom nobody sees": select(Actor.id).where(Actor.domain == "", ~exists().where(User.actor_id == Actor.id)),
    "accounts without the fact that they signed up": select(User.id).where(~_fact(EventKind.REGISTERED, User)),
    "facts that were left without their letter": select(Event.id).where(
        Event.kind == EventKind.CONFIRMATION_ASKED, ~exists().where(Job.event_id == Event.id)
    ),
}
DOUBLED: dict[str, Select[tuple[int]]] = {
    "facts that are there twice": _twice,
    "edits that are there twice": _revised_twice,
}


def violated(connection: Connection, table: dict[str, Select[tuple[int]]]) -> list[str]:
    """Return a sentence for each line of a table that has rows against it."""
    found = {words: connection.scalars(rows).all() for words, rows in table.items()}
    return [f"{len(rows)} {words}: {rows[:5]}" for words, rows in found.items() if rows]
