"""Facts, written in the transaction of the change they tell of."""

from flasky.models import Actor, Event, EventKind, User
from flasky.queries.acting import Acting
from flasky.transaction import session


def record(kind: EventKind, *, by: Acting | Actor, subject_id: int) -> Event:
    """Write down that something happened. The worker makes jobs of it once the transaction is committed.

    `by` is an Actor where a fact is about somebody else than the person who acts: whoever asked to follow, and may now.
    """
    actor_id = by.id if isinstance(by, Actor) else by.actor_id if isinstance(by, User) else None
    event = Event(kind=kind, actor_id=actor_id, subject_id=subject_id)
    session.add(event)
    session.flush()
    return event
