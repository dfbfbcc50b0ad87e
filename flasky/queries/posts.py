"""Reading posts."""

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from flasky.errors import Gone, NotFound
from flasky.lib import clock
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Post, PostRevision, User, Visibility
from flasky.queries.paginate import paginate
from flasky.queries.visibility import IS_POST, Viewer, by_author, once_visible_to, posts_wanted_by, readable_by
from flasky.transaction import session

NEW_MAX = 100
COUNTED_MAX = 1000


def everybodys(*, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of the posts of all people, newest first, authors loaded. One statement."""
    return paginate(posts_wanted_by(viewer), Post, page)


def count_of_everybodys(*, viewer: Viewer) -> int | None:
    """Return how many posts of all people there are; None above a thousand, as counting costs more the more there are.

    One statement.
    """
    some = posts_wanted_by(viewer).with_only_columns(Post.id).order_by(Post.id.desc()).limit(COUNTED_MAX + 1)
    found = session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return found if found <= COUNTED_MAX else None


def newer_than(post_id: int, *, viewer: Viewer) -> int:
    """Return how many posts of all people there are above one, at most 100. One statement."""
    above = posts_wanted_by(viewer).where(Post.id > post_id).with_only_columns(Post.id).order_by(Post.id)
    return session.scalar(select(func.count()).select_from(above.limit(NEW_MAX).subquery())) or 0


def written_by(actor: Actor, *, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of one author's posts, newest first, authors loaded. One statement."""
    return paginate(by_author(actor, viewer=viewer), Post, page)


def by_id(post_id: int, *, viewer: Viewer) -> Post:
    """Return a post, no comment, that the viewer may see, author loaded. One statement.

    Raises Gone for a deleted one that they could see before, NotFound for one that is missing or not theirs to see.
    """
    post = session.scalar(readable_by(viewer).where(Post.id == post_id))
    if post is not None:
        return post
    was_there = session.scalar(once_visible_to(viewer).where(Post.id == post_id))
    raise Gone if was_there else NotFound


def public_by_id(post_id: int) -> Post | None:
    """Return a post that everybody may read and find in lists, read anew, author loaded, or None. One statement."""
    public = readable_by(None).where(Post.id == post_id, Post.visibility == Visibility.PUBLIC)
    return session.scalar(public, execution_options={"populate_existing": True})


def public_among(post_ids: set[int]) -> set[int]:
    """Return those of some ids that are of posts which everybody may read and find in lists. One statement."""
    public = readable_by(None).where(Post.id.in_(post_ids), Post.visibility == Visibility.PUBLIC)
    return set(session.scalars(public.with_only_columns(Post.id)))


def deleted_by(author: User, *, page: PageRequest) -> Page[Post]:
    """Return a page of a person's own deleted posts that can be restored, newest first. One statement."""
    since = clock.now() - Post.UNDO
    theirs = (Post.author_id == author.actor_id, Post.deleted_at > since, Post.erased_at.is_(None), IS_POST)
    return paginate(select(Post).join(Post.author).options(contains_eager(Post.author)).where(*theirs), Post, page)


def deleted_by_id(post_id: int, *, author: User) -> Post | None:
    """Return a person's own deleted post that can be restored, or None. One statement."""
    since = clock.now() - Post.UNDO
    theirs = (Post.id == post_id, Post.author_id == author.actor_id, Post.deleted_at > since, IS_POST)
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
