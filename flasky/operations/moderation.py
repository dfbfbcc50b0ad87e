"""First moderation: a comment's text is taken from everybody's eyes, and given back. Each change is audited."""

from sqlalchemy import Update, select, update
from sqlalchemy.engine import CursorResult

from flasky.errors import NotFound
from flasky.lib import clock
from flasky.models import Audited, EventKind, Post, User
from flasky.operations import audit, events
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.queries.visibility import moderated_by
from flasky.transaction import session

FIELD = "disabled_comment"
"""What the audit calls the id of a comment that readers cannot read."""


def disable(moderator: User, *, comment: Post) -> None:
    """Show readers a sentence in place of a comment's text; nothing when it is disabled already.

    Records COMMENT_DISABLED and audits it. Raises Forbidden; NotFound for what the moderator may not see.
    """
    _require(moderator, comment)
    hidden = update(Post).where(Post.id == comment.id, Post.hidden_at.is_(None)).values(hidden_at=clock.now())
    if _changed(hidden, comment):
        events.record(EventKind.COMMENT_DISABLED, by=moderator, subject_id=comment.id)
        _audit(Audited.COMMENT_DISABLED, moderator, comment, before=None, after=str(comment.id))


def enable(moderator: User, *, comment: Post) -> None:
    """Show a disabled comment's text again; nothing when it is not disabled.

    Records COMMENT_ENABLED and audits it. Raises Forbidden; NotFound for what the moderator may not see.
    """
    _require(moderator, comment)
    shown = update(Post).where(Post.id == comment.id, Post.hidden_at.is_not(None)).values(hidden_at=None)
    if _changed(shown, comment):
        events.record(EventKind.COMMENT_ENABLED, by=moderator, subject_id=comment.id)
        _audit(Audited.COMMENT_ENABLED, moderator, comment, before=str(comment.id), after=None)


def _require(moderator: User, comment: Post) -> None:
    permissions.require(moderator, Act.MODERATE, comment)
    if session.scalar(moderated_by(moderator).where(Post.id == comment.id)) is None:
        raise NotFound


def _audit(act: Audited, moderator: User, comment: Post, *, before: str | None, after: str | None) -> None:
    author = session.scalars(select(User).where(User.actor_id == comment.author_id)).one_or_none()
    if author is not None:
        audit.record(act, by=moderator, user=author, before={FIELD: before}, after={FIELD: after})


def _changed(statement: Update, comment: Post) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    session.refresh(comment, ["hidden_at"])
    return isinstance(result, CursorResult) and result.rowcount == 1
