"""Which scheduled work was already begun."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Key


class ScheduleSlot(Base):
    """One turn of one scheduled task; of several workers, the one whose insert succeeds does it."""

    __tablename__ = "schedule_slots"
    __table_args__ = (UniqueConstraint("task", "slot_at"),)

    task: Mapped[str] = mapped_column(Key(64))
    slot_at: Mapped[datetime]
