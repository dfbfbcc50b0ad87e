"""Changing a username. The old one goes on leading to its person, and nobody else can take it for a year."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from flasky.errors import UsernameTaken
from flasky.lib import clock, usernames
from flasky.models import Actor, EventKind, FormerName
from flasky.operations import events
from flasky.queries import actors
from flasky.queries.acting import Acting
from flasky.transaction import session


def rename(acting: Acting, *, actor: Actor, username: str) -> bool:
    """Give somebody another username, of a form that was checked. Tells whether it differs from the one they have.

    Their row must be locked. Another case of the same name leaves no former name behind. Records RENAMED.

    Raises UsernameTaken for a name that somebody else has, or had within a year.
    """
    old, old_key = actor.username, actor.username_key
    if username == old:
        return False
    if actors.is_taken(username, but=actor):
        raise UsernameTaken
    try:
        with session.begin_nested():
            actor.username, actor.username_key = username, usernames.key_of(username)
    except IntegrityError as error:
        raise UsernameTaken from error
    session.execute(delete(FormerName).where(FormerName.username_key.in_([old_key, actor.username_key])))
    if old.lower() != username.lower():
        _keep(actor, old)
    events.record(EventKind.RENAMED, by=acting, subject_id=actor.id)
    return True


def _keep(actor: Actor, old: str) -> None:
    until = clock.now() + FormerName.RESERVED
    session.add(FormerName(actor_id=actor.id, username=old, username_key=usernames.key_of(old), until=until))
    session.flush()
