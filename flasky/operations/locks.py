"""Keeping others from changing what belongs to people until a transaction ends."""

from sqlalchemy import select

from flasky.models import Actor, Post
from flasky.transaction import session

AUDIENCE = ("visibility", "commenters", "comments_closed_at")
STATE = ("title", "body", "language", "tag_names", "edited_at", "deleted_at", *AUDIENCE)


def lock_people(*actor_ids: int) -> None:
    """Lock the rows of actors, the older one first, and read them again. One statement.

    Changes of these rows that were not flushed yet are written before.
    """
    # key_share lets others go on making rows that refer to these people.
    rows = select(Actor).where(Actor.id.in_(actor_ids)).order_by(Actor.id).with_for_update(key_share=True)
    session.scalars(rows, execution_options={"populate_existing": True}).all()


def lock_post(post: Post) -> None:
    """Lock the row of a post, and read again what it says. One statement."""
    session.refresh(post, STATE, with_for_update=True)
