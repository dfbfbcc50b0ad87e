"""A login: one browser of one person, listed and ended by itself."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.models.base import Base, Id, Key
from flasky.models.user import User


class Login(Base):
    """One login. The browser holds a random token, the row its SHA-256 (OWASP ASVS 5.0, 7.2.2)."""

    __tablename__ = "logins"

    IDLE = timedelta(days=14)
    ABSOLUTE = timedelta(days=90)
    AGENT_MAX = 255
    FRESH = timedelta(hours=1)

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(Key(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    remembered: Mapped[bool] = mapped_column(default=False)
    user_agent: Mapped[str] = mapped_column(String(AGENT_MAX), default="")
    network: Mapped[str] = mapped_column(String(64), default="")
    last_network: Mapped[str] = mapped_column(String(64), default="")
    fresh_until: Mapped[datetime | None]
    """Until when the password counts as just given, from the network where it was given (`network`)."""

    user: Mapped[User] = relationship()

    @staticmethod
    def hash_of(token: str) -> str:
        """Return the form of a token that is stored. The token has 256 random bits, so no salt is needed."""
        return hashlib.sha256(token.encode()).hexdigest()

    def is_alive(self, moment: datetime) -> bool:
        """Tell whether the login still holds: used within 14 days, or 90 when remembered, and made within 90."""
        idle = self.ABSOLUTE if self.remembered else self.IDLE
        return moment < self.expires_at and moment - self.last_used_at < idle

    def is_fresh(self, moment: datetime) -> bool:
        """Tell whether the password was given within the last hour."""
        return self.fresh_until is not None and moment < self.fresh_until
