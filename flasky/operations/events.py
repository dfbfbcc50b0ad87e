"""Facts, written in the transaction of the change they tell of."""

from flasky.models import Event, EventKind, User
from flasky.queries.acting import Acting
from flasky.transaction import session


def record(kind: EventKind, *, by: Acting, subject_id: int) -> Event:
    """Write down that something happened. The worker makes jobs of it once the transaction is committed."""
    actor_id = by.actor_id if isinstance(by, User) else None
    event = Event(kind=kind, actor_id=actor_id, subject_id=subject_id)
    session.add(event)
    session.flush()
    return event
