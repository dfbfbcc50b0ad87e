"""The site itself: its first administrator, its name and looks."""

from dataclasses import dataclass

from sqlalchemy import select

from flasky.config import Registration
from flasky.errors import NameMissing, SetUpBefore, TooLong
from flasky.lib import clock, passwords
from flasky.models import Accent, EventKind, Role, Site, User
from flasky.operations import events
from flasky.operations import users as accounts
from flasky.queries import permissions, roles, users
from flasky.queries import site as find
from flasky.queries.acting import Acting, Nobody
from flasky.queries.permissions import Act
from flasky.transaction import add_or_find, session


@dataclass(frozen=True)
class Choice:
    """What is chosen for a site."""

    name: str
    description: str
    registration: Registration
    accent: Accent
    allows_ai: bool = False


def set_up(acting: Nobody, *, email: str, username: str, password: str) -> User:
    """Make the first administrator, confirmed: whoever holds the one-time link runs the site. Records REGISTERED.

    Raises SetUpBefore when there is one, EmailMalformed, EmailTaken, UsernameMalformed, UsernameTaken, and what
    `users.check_password` raises.
    """
    address = accounts.address_of(email)
    accounts.check_name(username)
    accounts.check_password(password, known=(username, address))
    password_hash = passwords.hash_password(password)
    session.execute(select(Role.id).where(Role.name == Role.ADMINISTRATOR).with_for_update())
    if users.is_any_administrator():
        raise SetUpBefore
    columns = {"email": address, "confirmed_at": clock.now(), "role": roles.by_name(Role.ADMINISTRATOR)}
    user = accounts.insert(username, password_hash=password_hash, **columns)
    events.record(EventKind.REGISTERED, by=acting, subject_id=user.id)
    return user


def choose(acting: Acting, *, wanted: Choice) -> Site:
    """Set a site's name, description, registration, accent and wish of crawlers. Records SITE_CHANGED.

    Raises Forbidden, TooLong, NameMissing.
    """
    permissions.require(acting, Act.ADMINISTER)
    if not wanted.name.strip():
        raise NameMissing
    if len(wanted.name) > Site.NAME_MAX or len(wanted.description) > Site.DESCRIPTION_MAX:
        raise TooLong("name" if len(wanted.name) > Site.NAME_MAX else "description")
    site = find.chosen() or add_or_find(Site(id=Site.ONLY), find.chosen)
    site.name, site.description = wanted.name, wanted.description
    site.registration, site.accent, site.allows_ai = wanted.registration, wanted.accent, wanted.allows_ai
    session.flush()
    events.record(EventKind.SITE_CHANGED, by=acting, subject_id=site.id)
    return site
