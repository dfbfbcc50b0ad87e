"""Finding the people who are seen."""

from sqlalchemy import select

from flasky.errors import NotFound
from flasky.lib import usernames
from flasky.models import Actor
from flasky.transaction import session


def by_username(username: str) -> Actor:
    """Return the actor of this site with a username, whatever its case. One statement. Raises NotFound."""
    statement = select(Actor).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    actor = session.scalar(statement)
    if actor is None or actor.username.lower() != username.lower():
        raise NotFound
    return actor


def taken_keys() -> set[str]:
    """Return the forms under which all usernames of this site are unique. One statement that reads all of them."""
    return set(session.scalars(select(Actor.username_key).where(Actor.domain == "")))


def is_taken(username: str) -> bool:
    """Tell whether a username, or one that looks the same, is in use. One statement."""
    statement = select(Actor.id).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    return session.scalar(statement) is not None
