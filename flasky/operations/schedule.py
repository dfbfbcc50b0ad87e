"""Turns of scheduled tasks: of several workers, one takes each."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import IntegrityError

from flasky.lib import clock
from flasky.models import ScheduleSlot
from flasky.transaction import session


def slot_of(every: timedelta) -> datetime:
    """Return the beginning of the present turn of a task that runs every so often, counted from 1970."""
    seconds = int(every.total_seconds())
    return datetime.fromtimestamp(int(clock.now().timestamp()) // seconds * seconds, UTC)


def take_turn(task: str, *, slot: datetime) -> bool:
    """Take a turn of a task. Tells whether it was free."""
    try:
        with session.begin_nested():
            session.add(ScheduleSlot(task=task, slot_at=slot))
    except IntegrityError:
        return False
    return True
