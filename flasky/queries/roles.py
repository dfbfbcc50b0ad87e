"""Finding roles."""

from sqlalchemy import select

from flasky.errors import NotFound
from flasky.models import Permission, Role
from flasky.transaction import session

ADMINISTERS = Role.permissions.bitwise_and(int(Permission.ADMIN)) != 0
"""Whether the role that a statement joins lets its people administer the site."""


def by_name(name: str) -> Role:
    """Return a role by its name. One statement. Raises NotFound."""
    role = session.scalar(select(Role).where(Role.name == name))
    if role is None:
        raise NotFound
    return role


def default() -> Role:
    """Return the role of new people. One statement. Raises NotFound when roles were never inserted."""
    role = session.scalar(select(Role).where(Role.default.is_(True)))
    if role is None:
        raise NotFound
    return role
