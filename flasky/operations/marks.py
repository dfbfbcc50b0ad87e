"""Marks: like, bookmark, boost, and taking each back. Doing it twice is doing it once."""

from typing import TypeVar

from sqlalchemy import Select, delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from flasky.errors import NotForBoosts, NotFound
from flasky.models import Bookmark, Boost, EventKind, Like, Post, User, Visibility
from flasky.operations import events
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.queries.visibility import visible_to
from flasky.transaction import session

Mark = TypeVar("Mark", Like, Bookmark, Boost)
COUNTERS = {Like: "like_count", Boost: "boost_count"}
TOLD = {Like: EventKind.LIKED, Boost: EventKind.BOOSTED}
TAKEN_BACK = {Boost: EventKind.UNBOOSTED}


def like(acting: User, *, post: Post) -> Like:
    """Like a post or a comment; liking twice returns the first like. Records LIKED. Raises Forbidden, NotFound."""
    return _add(Like, acting, post)


def unlike(acting: User, *, post: Post) -> None:
    """Take a like back; nothing when there is none. Raises Forbidden, NotFound."""
    _remove(Like, acting, post)


def bookmark(acting: User, *, post: Post) -> Bookmark:
    """Keep a post for later; nobody else learns of it. Raises Forbidden, and NotFound for a comment too."""
    if post.reply_to_id is not None:
        raise NotFound
    return _add(Bookmark, acting, post)


def unbookmark(acting: User, *, post: Post) -> None:
    """Keep a post no longer; nothing when it was not kept. Raises Forbidden, NotFound."""
    _remove(Bookmark, acting, post)


def boost(acting: User, *, post: Post) -> Boost:
    """Hand a public post on to one's followers, once; one's own too. Records BOOSTED.

    The id of the boost is its place in timelines. Raises Forbidden, NotFound; NotForBoosts for what is not public
    and for comments.
    """
    if post.reply_to_id is not None or post.visibility != Visibility.PUBLIC:
        _require_visible(acting, post)
        raise NotForBoosts
    return _add(Boost, acting, post)


def unboost(acting: User, *, post: Post) -> None:
    """Take a boost back; nothing when there is none. Records UNBOOSTED. Raises Forbidden, NotFound."""
    _remove(Boost, acting, post)


def _add(kind: type[Mark], acting: User, post: Post) -> Mark:
    permissions.require(acting, Act.MARK, post)
    _require_visible(acting, post)
    own = _own(kind, acting, post)
    known = session.scalar(own)
    if known is not None:
        return known
    made = kind(actor_id=acting.actor_id, post_id=post.id)
    try:
        with session.begin_nested():
            _count(kind, post, 1)
            session.add(made)
    except IntegrityError:
        winner = session.scalar(own)
        if winner is None:
            raise
        return winner
    if kind in TOLD:
        events.record(TOLD[kind], by=acting, subject_id=post.id)
    return made


def _remove(kind: type[Mark], acting: User, post: Post) -> None:
    permissions.require(acting, Act.MARK, post)
    _require_visible(acting, post)
    session.execute(select(Post.id).where(Post.id == post.id).with_for_update())  # the post first, as `_add` does
    gone = delete(kind).where(kind.actor_id == acting.actor_id, kind.post_id == post.id)
    result = session.execute(gone, execution_options={"synchronize_session": False})
    if not (isinstance(result, CursorResult) and result.rowcount):
        return
    _count(kind, post, -1)
    if kind in TAKEN_BACK:
        events.record(TAKEN_BACK[kind], by=acting, subject_id=post.id)


def _own(kind: type[Mark], acting: User, post: Post) -> Select[Mark]:
    return select(kind).where(kind.actor_id == acting.actor_id, kind.post_id == post.id)


def _require_visible(acting: User, post: Post) -> None:
    if session.scalar(visible_to(acting).where(Post.id == post.id)) is None:
        raise NotFound


def _count(kind: type[Mark], post: Post, change: int) -> None:
    """Count on the post, before any row that refers to it is made: see `posts.publish`."""
    if kind not in COUNTERS:
        return
    column = COUNTERS[kind]
    counted = update(Post).where(Post.id == post.id).values({column: getattr(Post, column) + change})
    session.execute(counted, execution_options={"synchronize_session": False})
    session.refresh(post, [column])
