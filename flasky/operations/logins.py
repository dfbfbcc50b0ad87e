"""Logins: begun, used, ended."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, update

from flasky.lib import clock
from flasky.models import Actor, Login, User
from flasky.transaction import session

SEEN_EVERY = timedelta(minutes=5)


def begin(user: User, *, remembered: bool, user_agent: str, network: str) -> str:
    """Begin a login for a person and return its token, 43 characters that only their browser keeps."""
    token, now = secrets.token_urlsafe(32), clock.now()
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
        )
    )
    session.flush()
    return token


def end(token: str) -> None:
    """End the login of a token; nothing happens when it ended before."""
    session.execute(delete(Login).where(Login.token_hash == Login.hash_of(token)))


def end_all(user: User) -> None:
    """End every login of a person."""
    session.execute(delete(Login).where(Login.user_id == user.id))


def is_worth_noting(login: Login) -> bool:
    """Tell whether a login's use was last noted more than five minutes ago."""
    return clock.now() - login.last_used_at > SEEN_EVERY


def note_use(login: Login) -> None:
    """Write down that a login was used and its person seen just now."""
    now = clock.now()
    session.execute(update(Login).where(Login.id == login.id).values(last_used_at=now))
    session.execute(update(Actor).where(Actor.id == login.user.actor_id).values(last_seen=now))
