"""Looking after accounts: edit, change roles, confirm, suspend.

Each change is audited, and the last administrator stays one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from flasky.errors import EmailTaken, LastAdministrator
from flasky.lib import clock
from flasky.models import Audited, EventKind, Permission, Purpose, Role, User
from flasky.operations import audit, events, logins, mail_links, names, profiles
from flasky.operations import users as accounts
from flasky.operations.locks import lock_people
from flasky.operations.profiles import Link
from flasky.queries import permissions, users
from flasky.queries.acting import Acting
from flasky.queries.permissions import Act
from flasky.transaction import session


@dataclass(frozen=True)
class Account:
    """What an administrator may change of somebody's account (row R7 of the book); None leaves it as it is."""

    email: str | None = None
    username: str | None = None
    confirmed: bool | None = None
    role: Role | None = None
    name: str | None = None
    location: str | None = None
    about_me: str | None = None
    links: tuple[Link, ...] | None = None
    avatar: str | None = None
    """The digest of the picture, empty for the generated one."""


def edit(acting: Acting, *, user: User, wanted: Account) -> None:
    """Change a person's account; the address is taken as given, without a letter. Audited.

    Records ROLE_CHANGED when the role differs, RENAMED when the name does.

    Raises Forbidden, EmailMalformed, EmailTaken, UsernameMalformed, UsernameTaken, LastAdministrator, and what
    `profiles.sketch` raises.
    """
    permissions.require(acting, Act.ADMINISTER, user)
    address = accounts.address_of(wanted.email) if wanted.email is not None else None
    if wanted.username is not None:
        accounts.check_name(wanted.username)
    sketch = profiles.sketch(wanted.name, wanted.location, about_me=wanted.about_me, links=wanted.links)
    lock_people(user.actor_id)
    with _audited(Audited.EDITED, acting, user):
        if wanted.confirmed is False or (wanted.role is not None and not _administers(wanted.role)):
            _keep_an_administrator(user)
        if wanted.username is not None:
            names.rename(acting, actor=user.actor, username=wanted.username)
        if address is not None:
            _set_address(user, address)
        if wanted.confirmed is not None:
            _set_confirmed(user, confirmed=wanted.confirmed)
        profiles.put(user.actor, sketch)
        if wanted.avatar is not None:
            user.actor.avatar = wanted.avatar
        if wanted.role is not None and user.role_id != wanted.role.id:
            accounts.set_role(user, wanted.role, by=acting)


def change_role(acting: Acting, *, user: User, role: Role) -> None:
    """Give a person another role; nothing when they have it already. Audited. Records ROLE_CHANGED.

    Raises Forbidden, LastAdministrator.
    """
    permissions.require(acting, Act.ADMINISTER, user)
    if user.role_id == role.id:
        return
    with _audited(Audited.ROLE_CHANGED, acting, user):
        if not _administers(role):
            _keep_an_administrator(user)
        accounts.set_role(user, role, by=acting)


def confirm(acting: Acting, *, user: User) -> None:
    """Take the address a person claims as proved, without a letter. Audited. Raises Forbidden, EmailTaken."""
    permissions.require(acting, Act.ADMINISTER, user)
    with _audited(Audited.CONFIRMED, acting, user):
        _set_confirmed(user, confirmed=True)


def suspend(acting: Acting, *, user: User) -> None:
    """Close an account for now and end its logins at once; nothing when it is closed. Audited. Records SUSPENDED.

    Raises Forbidden, LastAdministrator.
    """
    permissions.require(acting, Act.ADMINISTER, user)
    if not user.is_active:
        return
    with _audited(Audited.SUSPENDED, acting, user):
        _keep_an_administrator(user)
        user.suspended_at, user.actor.is_suspended = clock.now(), True
        logins.end_all(user)
        events.record(EventKind.SUSPENDED, by=acting, subject_id=user.id)


def unsuspend(acting: Acting, *, user: User) -> None:
    """Open an account again; nothing when it is open. Audited. Records UNSUSPENDED. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER, user)
    if user.is_active:
        return
    with _audited(Audited.UNSUSPENDED, acting, user):
        user.suspended_at, user.actor.is_suspended = None, False
        events.record(EventKind.UNSUSPENDED, by=acting, subject_id=user.id)


@contextmanager
def _audited(act: Audited, acting: Acting, user: User) -> Iterator[None]:
    before = audit.state_of(user)
    yield
    session.flush()
    audit.record(act, by=acting, user=user, before=before, after=audit.state_of(user))


def _keep_an_administrator(user: User) -> None:
    """Raise LastAdministrator when nobody but this person could administer the site.

    The row of the role is locked, so that two administrators cannot take each other's role at once.
    """
    session.execute(select(Role.id).where(Role.name == Role.ADMINISTRATOR).with_for_update())
    if users.administers(user) and not users.is_another_administrator(user):
        raise LastAdministrator


def _administers(role: Role) -> bool:
    return role.has(Permission.ADMIN)


def _set_address(user: User, address: str) -> None:
    if address == user.address:
        return
    owner = users.by_proved_email(address)
    if owner is not None and owner.id != user.id:
        raise EmailTaken
    proved = address if user.email is not None else None  # whoever proved one once does not expire
    try:
        with session.begin_nested():
            user.email, user.pending_email = proved, None if user.confirmed else address
    except IntegrityError as error:
        raise EmailTaken from error
    for purpose in Purpose:
        mail_links.replace(user, purpose=purpose)


def _set_confirmed(user: User, *, confirmed: bool) -> None:
    if confirmed == user.confirmed:
        return
    if not confirmed:
        user.confirmed_at, user.pending_email = None, user.email
        return
    try:
        with session.begin_nested():
            user.confirm()
    except IntegrityError as error:
        raise EmailTaken from error
