"""A letter: to whom it goes, under which Message-ID, and when it went."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.lib.emails import EMAIL_MAX
from flasky.models.base import Base, Id, Key


class Letter(Base):
    """One letter of one job. A second sending carries the same Message-ID, so copies are recognisable."""

    __tablename__ = "letters"

    KEPT = timedelta(days=30)

    job_id: Mapped[int] = mapped_column(Id, ForeignKey("jobs.id", ondelete="CASCADE"), unique=True)
    kind: Mapped[str] = mapped_column(String(32))
    recipient: Mapped[str] = mapped_column(Key(EMAIL_MAX))
    message_id: Mapped[str] = mapped_column(Key(255))
    sent_at: Mapped[datetime | None] = mapped_column(index=True)
