"""What the doctor asks the database: is it there, sound and in step, and does somebody do the work that waits?"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from flasky.errors import Unanswered
from flasky.lib import clock, ids
from flasky.models import Event, Job, Role, ScheduleSlot
from flasky.models.role import BITS_OF_ROLES
from flasky.queries import users
from flasky.transaction import session

Answer = TypeVar("Answer")


def asked(question: Callable[[], Answer]) -> Answer:
    """Return the answer to a question that a sick database may fail to give. Raises Unanswered with its own words."""
    try:
        return question()
    except SQLAlchemyError as error:
        session.rollback()
        raise Unanswered(" ".join(str(getattr(error, "orig", error)).split())) from error


def reach() -> None:
    """Have the database say something. One statement."""
    session.execute(text("SELECT 1"))


def is_sqlite() -> bool:
    """Tell whether the database is a SQLite file."""
    return session.get_bind().dialect.name == "sqlite"


def journal_mode() -> str:
    """Return how SQLite writes: "wal" when readers and the writer do not wait for each other."""
    return str(session.scalar(text("PRAGMA journal_mode")))


def damage() -> list[str]:
    """Return what is damaged in a SQLite file, nothing for a sound one. Reads the whole file."""
    said = [str(line) for line in session.scalars(text("PRAGMA quick_check(10)"))]
    return [] if said == ["ok"] else said


def clock_difference() -> timedelta:
    """Return how far this machine's clock is ahead of the database server's. Not for SQLite, which has no clock."""
    before = clock.now()
    theirs: datetime = session.execute(text("SELECT now()")).scalar_one()
    aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    return before - aware


def missing_roles() -> list[str]:
    """Return the names of the roles that were never inserted. One statement."""
    there = set(session.scalars(select(Role.name)))
    return [name for name in BITS_OF_ROLES if name not in there]


def administrators() -> int:
    """Count those who may administer the site: confirmed and not suspended. One statement."""
    return session.scalar(select(func.count()).select_from(users.administrators().subquery())) or 0


def waiting_since() -> datetime | None:
    """Return since when the oldest work that somebody could do waits. Two statements."""
    fact = session.scalar(select(func.min(Event.id)).where(Event.waiting.is_(True)))
    due: datetime | None = session.scalar(select(func.min(Job.due_at)).where(Job.due_at <= clock.now()))
    moments = [moment for moment in (fact and ids.time_of(fact), due) if moment]
    return min(moments, default=None)


def last_turn() -> datetime | None:
    """Return when a worker last took a turn of the schedule, or None. One statement."""
    return session.scalar(select(func.max(ScheduleSlot.slot_at)))


def dead_jobs() -> int:
    """Count the jobs that were given up. One statement."""
    return session.scalar(select(func.count(Job.id)).where(Job.dead_at.is_not(None))) or 0
