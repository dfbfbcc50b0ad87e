"""What follows from what: the page that answers "what happens when ...".

Each consequence may run twice; natural keys make the second run harmless.
"""

from flasky.models import Event, EventKind, Lane
from flasky.operations.jobs import Work
from flasky.worker import demo, feeds, letters, notifications, previews

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
    EventKind.GRANT_BEGUN: ("letter.new_access",),
    EventKind.ROLE_CHANGED: (),
    EventKind.SUSPENDED: (),
    EventKind.UNSUSPENDED: (),
    EventKind.POST_PUBLISHED: ("feed.to_followers", "feed.to_tag_followers", "notification.tell", "preview.draw"),
    EventKind.POST_EDITED: ("feed.to_tag_followers", "notification.tell", "preview.draw"),
    EventKind.POST_DELETED: ("notification.take_back", "preview.draw"),
    EventKind.POST_RESTORED: ("notification.tell", "preview.draw"),
    EventKind.VISIBILITY_CHANGED: ("feed.to_followers", "feed.to_tag_followers", "notification.tell", "preview.draw"),
    EventKind.PREVIEW_MISSED: ("preview.draw",),
    EventKind.RENAMED: (),
    EventKind.FOLLOWED: ("feed.fill", "notification.tell"),
    EventKind.UNFOLLOWED: ("feed.clear", "notification.take_back"),
    EventKind.FOLLOW_REQUESTED: ("notification.tell",),
    EventKind.REQUEST_ACCEPTED: ("notification.tell",),
    EventKind.BLOCKED: ("feed.clear", "notification.take_back"),
    EventKind.MUTED: ("notification.take_back",),
    EventKind.TAG_FOLLOWED: ("feed.fill",),
    EventKind.TAG_UNFOLLOWED: ("feed.clear",),
    EventKind.COMMENTED: ("notification.tell",),
    EventKind.COMMENT_EDITED: ("notification.tell",),
    EventKind.COMMENT_DELETED: ("notification.take_back",),
    EventKind.COMMENT_DISABLED: ("notification.tell",),
    EventKind.COMMENT_ENABLED: ("notification.tell",),
    EventKind.LIKED: ("notification.tell",),
    EventKind.BOOSTED: ("feed.boost", "notification.tell"),
    EventKind.UNBOOSTED: ("feed.unboost", "notification.take_back"),
    EventKind.CAME_BACK: ("feed.fill",),
    EventKind.NOTIFIED: ("letter.notification",),
    EventKind.DIGEST_DUE: ("letter.digest",),
    EventKind.ERROR_SEEN: ("letter.application_error",),
    EventKind.SITE_CHANGED: (),
    EventKind.DEMO_ASKED: ("demo.fill",),
    EventKind.DEMO_UNWANTED: ("demo.remove",),
}
LANES = {"letter": Lane.MAIL, "notification": Lane.FEED, "feed": Lane.FEED, "demo": Lane.BULK, "preview": Lane.BULK}
HANDLERS = {**letters.HANDLERS, **notifications.HANDLERS, **feeds.HANDLERS, **demo.HANDLERS, **previews.HANDLERS}


def work_of(event: Event) -> list[Work]:
    """Return what is to be done for an event."""
    names = CONSEQUENCES[EventKind(event.kind)]
    return [Work(name, event.subject_id, LANES[name.partition(".")[0]]) for name in names]
