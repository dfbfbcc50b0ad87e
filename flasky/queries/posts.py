"""Reading posts."""

from flasky.errors import Gone, NotFound
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Post
from flasky.queries.paginate import paginate
from flasky.queries.visibility import Viewer, by_author, visible_to
from flasky.transaction import session


def everybodys(*, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of the posts of all people, newest first, authors loaded. One statement."""
    return paginate(visible_to(viewer).where(Post.reply_to_id.is_(None)), Post, page)


def written_by(actor: Actor, *, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of one author's posts, newest first, authors loaded. One statement."""
    return paginate(by_author(actor, viewer=viewer), Post, page)


def by_id(post_id: int, *, viewer: Viewer) -> Post:
    """Return a post the viewer may see, author loaded. One statement.

    Raises Gone for a deleted public post, NotFound for one that is missing or not theirs to see.
    """
    post = session.scalar(visible_to(viewer).where(Post.id == post_id))
    if post is not None:
        return post
    raise Gone if _was_deleted(post_id) else NotFound


def _was_deleted(post_id: int) -> bool:
    row = session.get(Post, post_id)
    return row is not None and row.deleted_at is not None and row.hidden_at is None
