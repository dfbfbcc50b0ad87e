"""Tags, and the posts that bear them."""

from collections.abc import Collection

from sqlalchemy import select

from flasky.lib.paging import Page, PageRequest
from flasky.models import FollowedTag, Post, PostTag, Tag, User
from flasky.queries.paginate import paginate
from flasky.queries.visibility import Viewer, chosen_posts_wanted_by
from flasky.transaction import session

TRENDING = 20


def by_key(key: str) -> Tag | None:
    """Return a tag that some post bears or somebody follows, or None. One statement."""
    return session.scalar(select(Tag).where(Tag.key == key))


def borne_by(post: Post) -> list[tuple[PostTag, Tag]]:
    """Return the tags of one post with what binds them. One statement."""
    statement = select(PostTag, Tag).join(Tag, Tag.id == PostTag.tag_id).where(PostTag.post_id == post.id)
    return [(row, tag) for row, tag in session.execute(statement)]


def given_to(post: Post) -> list[str]:
    """Return the names of the tags that were given to a post besides those in its text. One statement."""
    return sorted(tag.name for row, tag in borne_by(post) if row.given)


def posts_of(tag: Tag, *, viewer: Viewer, page: PageRequest) -> Page[Post]:
    """Return a page of the posts with a tag that a viewer wants in lists, newest first, authors loaded.

    One statement, which walks the tag's own rows from the newest on.
    """
    bears = PostTag.post_id == Post.id
    return paginate(
        chosen_posts_wanted_by(viewer).join(PostTag, bears).where(PostTag.tag_id == tag.id),
        Post,
        page,
        by=PostTag.post_id,
    )


def trending() -> list[Tag]:
    """Return the tags that count most now, at most 20. One statement."""
    return list(session.scalars(select(Tag).where(Tag.trend > 0).order_by(Tag.trend.desc(), Tag.id).limit(TRENDING)))


def followed_by(viewer: User, *, page: PageRequest) -> Page[tuple[FollowedTag, Tag]]:
    """Return a page of the tags somebody follows, last followed first. Two statements."""
    rows = paginate(select(FollowedTag).where(FollowedTag.actor_id == viewer.actor_id), FollowedTag, page)
    of = select(Tag).where(Tag.id.in_([row.tag_id for row in rows.items]))
    tags = {tag.id: tag for tag in session.scalars(of)} if rows.items else {}
    return rows.map(lambda row: (row, tags[row.tag_id]))


def is_followed(tag: Tag, *, viewer: Viewer) -> bool:
    """Tell whether a viewer follows a tag. One statement, none for a visitor."""
    return tag.id in followed_among([tag], viewer=viewer)


def followed_among(tags: Collection[Tag], *, viewer: Viewer) -> set[int]:
    """Return the ids of those of some tags that a viewer follows. One statement, none for a visitor."""
    if viewer is None or not tags:
        return set()
    theirs = (FollowedTag.actor_id == viewer.actor_id, FollowedTag.tag_id.in_([tag.id for tag in tags]))
    return set(session.scalars(select(FollowedTag.tag_id).where(*theirs)))
