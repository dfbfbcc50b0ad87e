"""Counting again what is kept in columns, for whoever doubts them and after rows went in bulk."""

from collections import Counter
from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, case, func, select, update
from sqlalchemy.orm import aliased

from flasky.models import Actor, Base, Boost, Follow, Like, Post, Visibility
from flasky.operations.locks import lock_people
from flasky.queries import permissions
from flasky.queries.acting import Acting
from flasky.queries.permissions import Act
from flasky.transaction import session

AT_ONCE = 500
Answer = aliased(Post, name="answer")
Mended = Counter[str]
"""How many counters were wrong, by what they count."""


def mend_people(acting: Acting, *, after: int) -> tuple[int | None, Mended]:
    """Recount the posts, followers and followed of the next 500 people whose id is above one.

    Returns the id to go on from, None behind the last, and what was mended. Raises Forbidden.
    """
    permissions.require(acting, Act.ADMINISTER)
    batch = list(session.scalars(select(Actor.id).where(Actor.id > after).order_by(Actor.id).limit(AT_ONCE)))
    return (batch[-1] if batch else None), recount_people(batch)


def mend_posts(acting: Acting, *, after: int) -> tuple[int | None, Mended]:
    """Recount the comments, likes and boosts of the next 500 posts and comments, as `mend_people` does."""
    permissions.require(acting, Act.ADMINISTER)
    batch = list(session.scalars(select(Post.id).where(Post.id > after).order_by(Post.id).limit(AT_ONCE)))
    return (batch[-1] if batch else None), recount_posts(batch)


def recount_people(actor_ids: Collection[int]) -> Mended:
    """Set the counters of people to what the rows say; they are locked. Two statements, and one for each wrong row."""
    if not actor_ids:
        return Mended()
    lock_people(*actor_ids)
    theirs = (Post.author_id == Actor.id, Post.reply_to_id.is_(None), Post.deleted_at.is_(None))
    truths = {
        "post_count": _number(Post, *theirs),
        "followers_post_count": _number(Post, *theirs, Post.visibility == Visibility.FOLLOWERS),
        "link_post_count": _number(Post, *theirs, Post.visibility == Visibility.LINK),
        "follower_count": _number(Follow, Follow.followed_id == Actor.id),
        "following_count": _number(Follow, Follow.follower_id == Actor.id),
    }
    return _mend(Actor, actor_ids, truths)


def recount_posts(post_ids: Collection[int]) -> Mended:
    """Set the counters of posts and comments to what the rows say; they are locked. See `recount_people`."""
    if not post_ids:
        return Mended()
    rows = select(Post.id).where(Post.id.in_(post_ids)).order_by(Post.id)
    session.execute(rows.with_for_update(key_share=True))
    truths = {
        "like_count": _number(Like, Like.post_id == Post.id),
        "boost_count": _number(Boost, Boost.post_id == Post.id),
    }
    is_post = Post.reply_to_id.is_(None)
    of_post = {
        "comment_count": _number(Answer, Answer.root_id == Post.id, Answer.deleted_at.is_(None)),
        "thread_count": _next_position(),
    }
    of_comment = {
        "comment_count": _number(Answer, Answer.reply_to_id == Post.id),
        "thread_count": _number(Answer, Answer.thread_id == Post.id, Answer.deleted_at.is_(None)),
    }
    of_posts = _mend(Post, post_ids, {**truths, **of_post}, is_post)
    return of_posts + _mend(Post, post_ids, {**truths, **of_comment}, ~is_post)


def _next_position() -> ScalarSelect[int]:
    """What a post says, unless a comment has that position already: a position that was given once is not again."""
    highest = func.coalesce(func.max(Answer.position) + 1, 0)
    right = case((highest > Post.thread_count, highest), else_=Post.thread_count)
    return select(right).where(Answer.root_id == Post.id).correlate(Post).scalar_subquery()


def _number(of: type[Base], *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count(of.id)).where(*where).scalar_subquery()


def _mend(
    table: type[Actor] | type[Post],
    ids: Collection[int],
    truths: dict[str, ScalarSelect[int]],
    *of: ColumnElement[bool],
) -> Mended:
    mended = Mended()
    kept = [getattr(table, name) for name in truths]
    rows = session.execute(select(table.id, *kept, *truths.values()).where(table.id.in_(ids), *of)).all()
    for identity, *counts in rows:
        said, true = counts[: len(truths)], counts[len(truths) :]
        wrong = {name: right for name, was, right in zip(truths, said, true, strict=True) if was != right}
        if wrong:
            session.execute(update(table).where(table.id == identity).values(**wrong))
            mended.update(wrong.keys())
    return mended
