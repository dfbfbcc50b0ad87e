"""Finding accounts."""

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from flasky.errors import NotFound
from flasky.lib import clock, emails, usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, KnownDevice, Login, MailLink, User
from flasky.queries import roles
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
    claims = select(User).where(User.pending_email == address, User.confirmed_at.is_(None))
    return session.scalar(claims.order_by(User.id.desc()).limit(1))


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


def by_id(user_id: int) -> User:
    """Return an account by its id. One statement. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound
    return user


def of_actor(actor_id: int) -> User:
    """Return the account of whoever is seen under a number. One statement. Raises NotFound."""
    user = session.scalar(select(User).where(User.actor_id == actor_id))
    if user is None:
        raise NotFound
    return user


def link_by_id(link_id: int) -> MailLink:
    """Return a link of a letter by its id, used and old ones too. One statement. Raises NotFound."""
    link = session.get(MailLink, link_id)
    if link is None:
        raise NotFound
    return link


def device_by_id(device_id: int) -> KnownDevice:
    """Return a device that somebody logged in with, by its id. One statement. Raises NotFound."""
    device = session.get(KnownDevice, device_id)
    if device is None:
        raise NotFound
    return device


def all_of_them(*, page: PageRequest, beginning: str = "") -> Page[User]:
    """Return a page of accounts, newest first; those alone whose username or address begins as given. One statement."""
    statement = select(User).join(User.actor).options(contains_eager(User.actor))
    if beginning:
        begins = (
            Actor.username_key.startswith(usernames.key_of(beginning), autoescape=True),
            func.lower(Actor.username).startswith(beginning.lower(), autoescape=True),
            User.email.startswith(beginning.lower(), autoescape=True),
            User.pending_email.startswith(beginning.lower(), autoescape=True),
        )
        statement = statement.where(or_(*begins))
    return paginate(statement, User, page)


def logins_of(user: User, *, page: PageRequest) -> Page[Login]:
    """Return a page of a person's logins that hold, newest first. One statement."""
    now = clock.now()
    used = or_(
        and_(Login.remembered.is_(True), Login.last_used_at > now - Login.ABSOLUTE),
        Login.last_used_at > now - Login.IDLE,
    )
    return paginate(select(Login).where(Login.user_id == user.id, Login.expires_at > now, used), Login, page)


def administers(user: User) -> bool:
    """Tell whether a person can administer the site today: by role, confirmed and not suspended. No statement."""
    return user.is_administrator() and user.confirmed and user.is_active


def is_another_administrator(than: User) -> bool:
    """Tell whether somebody else can administer the site. One statement."""
    return session.scalar(administrators().where(User.id != than.id).limit(1)) is not None


def is_any_administrator() -> bool:
    """Tell whether somebody can administer the site. One statement."""
    return session.scalar(administrators().limit(1)) is not None


def administrators() -> Select[int]:
    """Return a statement of the ids of those who can administer the site."""
    may_log_in = (User.confirmed_at.is_not(None), User.suspended_at.is_(None))
    return select(User.id).join(User.role).where(roles.ADMINISTERS, *may_log_in)


def _named(username: str) -> User | None:
    if not usernames.is_allowed(username):
        return None
    statement = (
        select(User).join(User.actor).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    )
    user = session.scalar(statement)
    return user if user is not None and user.username.lower() == username.lower() else None
