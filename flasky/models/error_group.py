"""Errors nobody foresaw, those of one kind and place in one row."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key, LongText


class ErrorGroup(Base):
    """How often an error was seen, where, and how much of that was reported by letter.

    `report_id` is the event of the last report and `reported` what it counted, so that a letter that is sent twice
    says the same.
    """

    __tablename__ = "error_groups"

    KEPT = timedelta(days=30)
    KIND_MAX = 200

    fingerprint: Mapped[str] = mapped_column(Key(64), unique=True)
    kind: Mapped[str] = mapped_column(String(KIND_MAX))
    place: Mapped[str] = mapped_column(String(KIND_MAX))
    route: Mapped[str] = mapped_column(String(KIND_MAX))
    traceback: Mapped[str] = mapped_column(LongText)
    seen: Mapped[int] = mapped_column(default=0)
    unreported: Mapped[int] = mapped_column(default=0, index=True)
    reported: Mapped[int] = mapped_column(default=0)
    report_id: Mapped[int | None] = mapped_column(Id, index=True)
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
