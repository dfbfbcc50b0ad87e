"""Posts that stand first on their author's profile."""

from sqlalchemy import delete, func, select
from sqlalchemy.engine import CursorResult

from flasky.errors import NotFound, TooManyPins
from flasky.models import Pin, Post, User
from flasky.operations.locks import lock_people
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.transaction import session


def pin(acting: User, *, post: Post) -> Pin:
    """Let one's own post stand first on one's profile. A second time returns the first pin.

    Raises Forbidden for another's post, NotFound for a comment, TooManyPins.
    """
    permissions.require(acting, Act.PIN, post)
    if post.reply_to_id is not None:
        raise NotFound
    lock_people(acting.actor_id)
    existing = session.scalar(select(Pin).where(Pin.actor_id == acting.actor_id, Pin.post_id == post.id))
    if existing is not None:
        return existing
    shown = select(func.count(Pin.id)).join(Post, Pin.post_id == Post.id).where(Post.deleted_at.is_(None))
    if (session.scalar(shown.where(Pin.actor_id == acting.actor_id)) or 0) >= Pin.EACH_MAX:
        raise TooManyPins
    row = Pin(actor_id=acting.actor_id, post_id=post.id)
    session.add(row)
    session.flush()
    return row


def unpin(acting: User, *, post: Post) -> bool:
    """Let one's own post stand at its place again. Tells whether it was pinned. Raises Forbidden."""
    permissions.require(acting, Act.PIN, post)
    mine = (Pin.actor_id == acting.actor_id, Pin.post_id == post.id)
    result = session.execute(delete(Pin).where(*mine), execution_options={"synchronize_session": False})
    return isinstance(result, CursorResult) and result.rowcount > 0
