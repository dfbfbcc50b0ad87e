"""What a person may do, as bits, and the roles that bundle them."""

from enum import IntFlag

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base


class Permission(IntFlag):
    """The rights of a role. Administrators hold every bit, those to come included."""

    FOLLOW = 0x01
    COMMENT = 0x02
    WRITE = 0x04
    MODERATE = 0x08
    ADMIN = 0x80

    WRITE_ARTICLES = WRITE
    MODERATE_COMMENTS = MODERATE
    ADMINISTER = ADMIN


ALL_BITS = 2**31 - 1


class Role(Base):
    """A named bundle of permissions; exactly one role is the default of new people."""

    __tablename__ = "roles"

    USER = "User"
    MODERATOR = "Moderator"
    ADMINISTRATOR = "Administrator"

    name: Mapped[str] = mapped_column(String(64), unique=True)
    default: Mapped[bool] = mapped_column(default=False, index=True)
    permissions: Mapped[int] = mapped_column(default=0)

    def has(self, permission: Permission) -> bool:
        """Tell whether the role holds every bit asked for."""
        return self.permissions & permission == permission

    def __repr__(self) -> str:
        return f"<Role {self.name}>"


BITS_OF_ROLES = {
    Role.USER: int(Permission.FOLLOW | Permission.COMMENT | Permission.WRITE),
    Role.MODERATOR: int(Permission.FOLLOW | Permission.COMMENT | Permission.WRITE | Permission.MODERATE),
    Role.ADMINISTRATOR: ALL_BITS,
}
DEFAULT_ROLE = Role.USER
