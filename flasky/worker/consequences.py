"""What follows from what: the page that answers "what happens when ...".

Each consequence may run twice; natural keys make the second run harmless.
"""

from flasky.models import Event, EventKind, Lane
from flasky.operations.jobs import Work
from flasky.worker import letters

CONSEQUENCES: dict[EventKind, tuple[str, ...]] = {
    EventKind.REGISTERED: (),
    EventKind.ADDRESS_CLAIMED_AGAIN: ("letter.address_claimed_again",),
    EventKind.CONFIRMATION_ASKED: ("letter.confirm",),
    EventKind.CONFIRMED: (),
    EventKind.RESET_ASKED: ("letter.reset",),
    EventKind.PASSWORD_CHANGED: ("letter.password_changed",),
    EventKind.ROLE_CHANGED: (),
    EventKind.POST_PUBLISHED: (),
    EventKind.POST_EDITED: (),
}
LANES = {"letter": Lane.MAIL}
HANDLERS = letters.HANDLERS


def work_of(event: Event) -> list[Work]:
    """Return what is to be done for an event."""
    names = CONSEQUENCES[EventKind(event.kind)]
    return [Work(name, event.subject_id, LANES[name.partition(".")[0]]) for name in names]
