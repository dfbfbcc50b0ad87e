"""Who may see which posts. Every query that hands posts to a viewer begins here."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from flasky.models import Actor, Post, User, Visibility

Viewer = User | None


def visible_to(viewer: Viewer) -> Select[Post]:  # noqa: ARG001 - the viewer matters as soon as a post is not public
    """Return a statement of the posts a viewer may see, each with its author loaded."""
    return (
        select(Post)
        .join(Post.author)
        .options(contains_eager(Post.author))
        .where(Post.visibility == Visibility.PUBLIC, Post.deleted_at.is_(None), Post.hidden_at.is_(None))
    )


def by_author(actor: Actor, *, viewer: Viewer) -> Select[Post]:
    """Return a statement of the visible posts of one author that reply to nothing."""
    return visible_to(viewer).where(Post.author_id == actor.id, Post.reply_to_id.is_(None))
