"""What waits for the worker."""

from sqlalchemy import literal, select, union_all

from flasky.lib import clock
from flasky.models import Event, Job
from flasky.transaction import session


def waiting() -> tuple[bool, set[str]]:
    """Tell whether facts wait, and in which lanes jobs are due. One indexed statement."""
    facts = select(literal("event").label("what")).select_from(Event).where(Event.waiting.is_(True)).limit(1).subquery()
    due = select(Job.lane.label("what")).where(Job.due_at <= clock.now()).distinct().subquery()
    found = set(session.scalars(union_all(select(facts.c.what), select(due.c.what))))
    return "event" in found, found - {"event"}


def facts(limit: int = 100) -> list[Event]:
    """Return the oldest facts that no jobs were made of yet."""
    return list(session.scalars(select(Event).where(Event.waiting.is_(True)).order_by(Event.id).limit(limit)))
