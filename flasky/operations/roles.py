"""The roles every site has."""

from sqlalchemy import select

from flasky.models import Role
from flasky.models.role import BITS_OF_ROLES, DEFAULT_ROLE
from flasky.transaction import add_or_find, session


def insert_roles() -> list[Role]:
    """Insert the roles that are missing, and set the permissions of those that are there. Can be run again."""
    return [_insert(name, bits) for name, bits in BITS_OF_ROLES.items()]


def _insert(name: str, bits: int) -> Role:
    role = _named(name) or add_or_find(Role(name=name), lambda: _named(name))
    role.permissions = bits
    role.default = name == DEFAULT_ROLE
    session.flush()
    return role


def _named(name: str) -> Role | None:
    return session.scalar(select(Role).where(Role.name == name))
