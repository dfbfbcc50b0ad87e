"""A link sent by mail: what it is for, until when, and whether it was used. No secret is stored."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.lib import clock
from flasky.lib.emails import EMAIL_MAX
from flasky.models.base import Base, Id, Key
from flasky.models.user import User


class Purpose(StrEnum):
    """What a link does; also the salt of its signature, so that one cannot stand for another."""

    CONFIRM = "confirm"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"
    WAY_BACK = "way_back"


class LinkState(StrEnum):
    """A link is open until it is used, or until a newer one or a new password replaces it."""

    OPEN = "open"
    USED = "used"
    REPLACED = "replaced"


LIVES = {
    Purpose.CONFIRM: timedelta(hours=1),
    Purpose.RESET: timedelta(hours=1),
    Purpose.CHANGE_EMAIL: timedelta(hours=1),
    Purpose.WAY_BACK: timedelta(days=7),
}
"""How long a link of each purpose works."""


class MailLink(Base):
    """One link. The letter carries a signature over the row's id, so a letter sent again carries the same link."""

    __tablename__ = "mail_links"
    __table_args__ = (Index(None, "user_id", "purpose", "state"),)

    purpose: Mapped[Purpose] = mapped_column(String(16))
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(Key(EMAIL_MAX))
    state: Mapped[LinkState] = mapped_column(String(16), default=LinkState.OPEN)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Whether the link can still be used."""
        return self.state == LinkState.OPEN and clock.now() < self.expires_at
