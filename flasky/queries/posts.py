"""Reading posts."""

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from flasky.errors import Gone, NotFound
from flasky.lib import clock
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Post, PostRevision, User
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


def deleted_by(author: User, *, page: PageRequest) -> Page[Post]:
    """Return a page of a person's own deleted posts that can be restored, newest first. One statement."""
    since = clock.now() - Post.UNDO
    theirs = (Post.author_id == author.actor_id, Post.deleted_at > since, Post.erased_at.is_(None))
    return paginate(select(Post).join(Post.author).options(contains_eager(Post.author)).where(*theirs), Post, page)


def deleted_by_id(post_id: int, *, author: User) -> Post | None:
    """Return a person's own deleted post that can be restored, or None. One statement."""
    since = clock.now() - Post.UNDO
    theirs = (Post.id == post_id, Post.author_id == author.actor_id, Post.deleted_at > since)
    statement = select(Post).join(Post.author).options(contains_eager(Post.author)).where(*theirs)
    return session.scalar(statement.where(Post.erased_at.is_(None)))


def revisions(post: Post, *, page: PageRequest) -> Page[PostRevision]:
    """Return a page of the former texts of a post, newest first. One statement."""
    return paginate(select(PostRevision).where(PostRevision.post_id == post.id), PostRevision, page)


def revision(post: Post, revision_id: int) -> PostRevision:
    """Return one former text of a post. One statement. Raises NotFound."""
    found = session.get(PostRevision, revision_id)
    if found is None or found.post_id != post.id:
        raise NotFound
    return found


def after_revision(former: PostRevision, *, post: Post) -> PostRevision | Post:
    """Return the text that took a former one's place: the next revision, or the post as it is. One statement."""
    later = select(PostRevision).where(PostRevision.post_id == post.id, PostRevision.id > former.id)
    return session.scalar(later.order_by(PostRevision.id).limit(1)) or post


def _was_deleted(post_id: int) -> bool:
    row = session.get(Post, post_id)
    return row is not None and row.deleted_at is not None and row.hidden_at is None
