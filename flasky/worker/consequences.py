"""What follows from what: the page that answers "what happens when ...".

Each consequence may run twice; natural keys make the second run harmless.
"""

from flasky.models import Event, EventKind, Lane
from flasky.operations.jobs import Work
from flasky.worker import demo, letters

CONSEQUENCES: dict[EventKind, tuple[str, ...]] = {
    EventKind.REGISTERED: (),
    EventKind.ADDRESS_CLAIMED_AGAIN: ("letter.address_claimed_again",),
    EventKind.CONFIRMATION_ASKED: ("letter.confirm",),
    EventKind.CONFIRMED: ("letter.new_user",),
    EventKind.RESET_ASKED: ("letter.reset",),
    EventKind.PASSWORD_CHANGED: ("letter.password_changed",),
    EventKind.EMAIL_CHANGE_ASKED: ("letter.change_email",),
    EventKind.EMAIL_CHANGED: ("letter.email_changed",),
    EventKind.NEW_DEVICE: ("letter.new_device",),
    EventKind.ROLE_CHANGED: (),
    EventKind.SUSPENDED: (),
    EventKind.UNSUSPENDED: (),
    EventKind.POST_PUBLISHED: (),
    EventKind.POST_EDITED: (),
    EventKind.POST_DELETED: (),
    EventKind.POST_RESTORED: (),
    EventKind.ERROR_SEEN: ("letter.application_error",),
    EventKind.SITE_CHANGED: (),
    EventKind.DEMO_ASKED: ("demo.fill",),
    EventKind.DEMO_UNWANTED: ("demo.remove",),
}
LANES = {"letter": Lane.MAIL, "demo": Lane.BULK}
HANDLERS = {**letters.HANDLERS, **demo.HANDLERS}


def work_of(event: Event) -> list[Work]:
    """Return what is to be done for an event."""
    names = CONSEQUENCES[EventKind(event.kind)]
    return [Work(name, event.subject_id, LANES[name.partition(".")[0]]) for name in names]
