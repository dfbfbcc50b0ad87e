"""Where a person logged in before, so that a log-in from elsewhere can be told from the usual ones."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key


class KnownDevice(Base):
    """A browser, known by a cookie or by its kind and network; `key` is a digest of one or the other."""

    __tablename__ = "known_devices"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    KEPT = timedelta(days=400)
    NAME_MAX = 100

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("users.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key(64))
    name: Mapped[str] = mapped_column(String(NAME_MAX))
    network: Mapped[str] = mapped_column(String(64))
    seen_at: Mapped[datetime] = mapped_column(index=True)
