"""Work that is waiting, as rows: nothing can lose it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key, LongText


class Lane(StrEnum):
    """Jobs of one lane wait for each other; a slow mail server must not hold up the rest."""

    MAIL = "mail"
    FEED = "feed"
    BULK = "bulk"


class Job(Base):
    """One consequence of one event for one target.

    `due_at` is when it may be taken next: taking it moves it to the end of the lease, so that a killed worker's job
    comes up again by itself; it is empty when the job is done or dead. `lease` names the taker and the taking.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        UniqueConstraint("event_id", "consequence", "target_id"),
        Index(None, "due_at"),
        Index(None, "dead_at"),
        Index(None, "done_at"),
    )

    event_id: Mapped[int] = mapped_column(Id, ForeignKey("events.id", ondelete="CASCADE"))
    consequence: Mapped[str] = mapped_column(Key(64))
    target_id: Mapped[int] = mapped_column(Id)
    lane: Mapped[Lane] = mapped_column(String(16))
    due_at: Mapped[datetime | None]
    lease: Mapped[str | None] = mapped_column(Key(32))
    attempts: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(Id, default=0)
    """How far a job came that is done in steps, as an id: a killed worker's successor goes on from there."""
    error: Mapped[str] = mapped_column(LongText, default="")
    done_at: Mapped[datetime | None]
    dead_at: Mapped[datetime | None]
