"""Logins: begun, used, ended."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult

from flasky.errors import NotFound
from flasky.lib import clock
from flasky.models import Actor, EventKind, Login, TimelineEntry, User
from flasky.operations import events, grants, timelines
from flasky.transaction import rows_of, session

SEEN_EVERY = timedelta(minutes=5)


def begin(user: User, *, remembered: bool, user_agent: str, network: str) -> str:
    """Begin a login for a person and return its token, 43 characters that only their browser keeps.

    It is fresh for an hour: acts that ask for the password do not ask again. Records CAME_BACK after 30 days.
    """
    token, now = secrets.token_urlsafe(32), clock.now()
    _see(user, now)
    session.add(
        Login(
            user=user,
            token_hash=Login.hash_of(token),
            created_at=now,
            last_used_at=now,
            expires_at=now + Login.ABSOLUTE,
            remembered=remembered,
            user_agent=user_agent[: Login.AGENT_MAX],
            network=network,
            last_network=network,
            fresh_until=now + Login.FRESH,
        )
    )
    session.flush()
    return token


def end(token: str) -> None:
    """End the login of a token; nothing happens when it ended before."""
    session.execute(delete(Login).where(Login.token_hash == Login.hash_of(token)))


def end_all(user: User) -> None:
    """End every login of a person, and everything they allowed programs."""
    grants.end_all(user)
    session.execute(delete(Login).where(Login.user_id == user.id))


def end_one(user: User, *, login_id: int) -> bool:
    """End one login of a person. Tells whether it had not ended before. Raises NotFound for somebody else's."""
    login = session.get(Login, login_id)
    if login is not None and login.user_id != user.id:
        raise NotFound
    return rows_of(delete(Login).where(Login.id == login_id)) > 0


def end_others(user: User, *, but: str) -> int:
    """End every login of a person but the one of a token. Returns how many those were."""
    others = (Login.user_id == user.id, Login.token_hash != Login.hash_of(but))
    result = session.execute(delete(Login).where(*others), execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0


def refresh(login: Login, *, user_agent: str, network: str) -> None:
    """Note that the password was given just now, by a browser in a network: the login is theirs, fresh for an hour."""
    login.fresh_until = clock.now() + Login.FRESH
    login.user_agent, login.network = user_agent[: Login.AGENT_MAX], network
    session.flush()


def is_worth_noting(login: Login) -> bool:
    """Tell whether a login's use was last noted more than five minutes ago."""
    return clock.now() - login.last_used_at > SEEN_EVERY


def note_use(login: Login, *, network: str) -> None:
    """Write down that a login was used from a network and its person seen just now.

    Records CAME_BACK when that is the first time in 30 days.
    """
    now = clock.now()
    session.execute(update(Login).where(Login.id == login.id).values(last_used_at=now, last_network=network))
    _see(login.user, now)


def _see(user: User, now: datetime) -> None:
    """Note that somebody is here. After 30 days their home timeline is filled again: rows were not kept for them."""
    seen = user.actor.last_seen
    session.execute(update(Actor).where(Actor.id == user.actor_id).values(last_seen=now))
    if seen is not None and seen < now - TimelineEntry.KEPT:
        timelines.forget(user.actor_id)
        events.record(EventKind.CAME_BACK, by=user, subject_id=user.actor_id)
