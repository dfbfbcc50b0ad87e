"""Finding accounts."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from flasky.errors import NotFound
from flasky.lib import clock, emails, usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Login, User
from flasky.queries.paginate import paginate
from flasky.transaction import session


def by_name(username: str) -> User:
    """Return the account with a username. One statement. Raises NotFound."""
    user = _named(username)
    if user is None:
        raise NotFound
    return user


def by_proved_email(address: str) -> User | None:
    """Return the account that proved an address. One statement."""
    return session.scalar(select(User).where(User.email == address))


def newest_claim(address: str) -> User | None:
    """Return the youngest account that claims an address without having proved it. One statement."""
    return session.scalar(select(User).where(User.pending_email == address).order_by(User.id.desc()).limit(1))


def candidates(identifier: str) -> tuple[User | None, User | None]:
    """Return the accounts a log-in may mean: by address its proved owner and newest claim, else the one so named."""
    address = emails.normalized(identifier) if "@" in identifier else None
    if address is not None:
        return by_proved_email(address), newest_claim(address)
    return _named(identifier), None


def login_by_token(token: str) -> Login | None:
    """Return the living login of a token, with user, actor and role loaded. One statement."""
    whole = joinedload(Login.user, innerjoin=True)
    login = session.scalar(select(Login).where(Login.token_hash == Login.hash_of(token)).options(whole))
    return login if login is not None and login.is_alive(clock.now()) else None


def all_of_them(*, page: PageRequest) -> Page[User]:
    """Return a page of accounts, newest first."""
    return paginate(select(User), User, page)


def _named(username: str) -> User | None:
    if not usernames.is_allowed(username):
        return None
    statement = (
        select(User).join(User.actor).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    )
    user = session.scalar(statement)
    return user if user is not None and user.username.lower() == username.lower() else None
