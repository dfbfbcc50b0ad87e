"""Who marked what: the marks of a viewer beside posts, the people behind a count, one's bookmarks."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.orm import contains_eager

from flasky.lib.paging import Page, PageRequest
from flasky.models import Bookmark, Boost, Like, Pin, Post, User
from flasky.queries.comments import Standing, standing_columns
from flasky.queries.paginate import paginate
from flasky.queries.visibility import Viewer, may_meet, readable_by
from flasky.transaction import session

KINDS: dict[str, type[Like | Bookmark | Boost | Pin]] = {
    "liked": Like,
    "bookmarked": Bookmark,
    "boosted": Boost,
    "pinned": Pin,
}


@dataclass(frozen=True)
class Marks:
    """What one viewer did with one post."""

    liked: bool = False
    bookmarked: bool = False
    boosted: bool = False
    pinned: bool = False


NONE = Marks()


def of(posts: Iterable[Post], *, viewer: Viewer) -> dict[int, Marks]:
    """Return a viewer's marks by the ids of the posts that have any. One statement for a page; none for a visitor."""
    wanted = [post.id for post in posts]
    if viewer is None or not wanted:
        return {}
    asked = [
        select(literal(name).label("kind"), table.post_id).where(
            table.actor_id == viewer.actor_id, table.post_id.in_(wanted)
        )
        for name, table in KINDS.items()
    ]
    found: dict[int, set[str]] = {}
    for kind, post_id in session.execute(union_all(*asked)):
        found.setdefault(post_id, set()).add(kind)
    return {post_id: Marks(**{name: name in kinds for name in KINDS}) for post_id, kinds in found.items()}


def beside(post: Post, *, viewer: Viewer) -> tuple[Marks, Standing]:
    """Return a viewer's marks of a post and how they stand to its author. One statement; none for a visitor."""
    if viewer is None:
        return NONE, Standing()
    ours = [exists().where(table.actor_id == viewer.actor_id, table.post_id == post.id) for table in KINDS.values()]
    found = [bool(one) for one in session.execute(select(*ours, *standing_columns(viewer, post))).one()]
    return Marks(*found[: len(KINDS)]), Standing(*found[len(KINDS) :])


def likes(post: Post, *, viewer: Viewer, page: PageRequest) -> Page[Like]:
    """Return a page of a post's likes, newest first, with those people whom the viewer may meet. One statement."""
    statement = select(Like).join(Like.actor).options(contains_eager(Like.actor))
    return paginate(statement.where(Like.post_id == post.id, may_meet(viewer)), Like, page)


def boosts(post: Post, *, viewer: Viewer, page: PageRequest) -> Page[Boost]:
    """Return a page of a post's boosts, newest first, with those people whom the viewer may meet. One statement."""
    statement = select(Boost).join(Boost.actor).options(contains_eager(Boost.actor))
    return paginate(statement.where(Boost.post_id == post.id, may_meet(viewer)), Boost, page)


def bookmarks(owner: User, *, page: PageRequest) -> Page[Post]:
    """Return a page of the posts a person keeps and may still read, the one kept last first. Two statements.

    The ids to go on from are those of the bookmarks.
    """
    is_readable = readable_by(owner).where(Post.id == Bookmark.post_id).correlate(Bookmark).exists()
    kept = paginate(select(Bookmark).where(Bookmark.actor_id == owner.actor_id, is_readable), Bookmark, page)
    order = [bookmark.post_id for bookmark in kept.items]
    found = {post.id: post for post in session.scalars(readable_by(owner).where(Post.id.in_(order)))} if order else {}
    return Page([found[post_id] for post_id in order if post_id in found], kept.newer_than, kept.older_than)
