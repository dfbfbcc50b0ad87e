"""What happened, as a fact with ids only."""

from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id


class EventKind(StrEnum):
    """The kinds of facts. What follows from each: `worker/consequences.py`."""

    REGISTERED = "registered"
    ADDRESS_CLAIMED_AGAIN = "address_claimed_again"
    CONFIRMATION_ASKED = "confirmation_asked"
    CONFIRMED = "confirmed"
    RESET_ASKED = "reset_asked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a fact
    EMAIL_CHANGE_ASKED = "email_change_asked"
    EMAIL_CHANGED = "email_changed"
    NEW_DEVICE = "new_device"
    GRANT_BEGUN = "grant_begun"
    SUSPENDED = "suspended"
    UNSUSPENDED = "unsuspended"
    ROLE_CHANGED = "role_changed"
    POST_PUBLISHED = "post_published"
    POST_EDITED = "post_edited"
    POST_DELETED = "post_deleted"
    POST_RESTORED = "post_restored"
    VISIBILITY_CHANGED = "visibility_changed"
    PREVIEW_MISSED = "preview_missed"
    RENAMED = "renamed"
    FOLLOWED = "followed"
    UNFOLLOWED = "unfollowed"
    FOLLOW_REQUESTED = "follow_requested"
    REQUEST_ACCEPTED = "request_accepted"
    BLOCKED = "blocked"
    MUTED = "muted"
    TAG_FOLLOWED = "tag_followed"
    TAG_UNFOLLOWED = "tag_unfollowed"
    COMMENTED = "commented"
    COMMENT_EDITED = "comment_edited"
    COMMENT_DELETED = "comment_deleted"
    COMMENT_DISABLED = "comment_disabled"
    COMMENT_ENABLED = "comment_enabled"
    LIKED = "liked"
    BOOSTED = "boosted"
    UNBOOSTED = "unboosted"
    CAME_BACK = "came_back"
    NOTIFIED = "notified"
    DIGEST_DUE = "digest_due"
    ERROR_SEEN = "error_seen"
    SITE_CHANGED = "site_changed"
    DEMO_ASKED = "demo_asked"
    DEMO_UNWANTED = "demo_unwanted"


class Event(Base):
    """A fact: who did it (an actor, or nobody), and what it is about (the id of a row whose table the kind tells).

    `waiting` is true until the worker has made jobs of it. The id tells when it happened.
    """

    __tablename__ = "events"
    __table_args__ = (Index(None, "waiting", "id"),)

    kind: Mapped[EventKind] = mapped_column(String(32))
    actor_id: Mapped[int | None] = mapped_column(Id)
    subject_id: Mapped[int] = mapped_column(Id)
    waiting: Mapped[bool] = mapped_column(default=True)
