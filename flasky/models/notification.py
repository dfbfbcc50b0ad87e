"""What people are told about, grouped."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key


class NotificationKind(StrEnum):
    """What somebody can be told about."""

    FOLLOWED = "followed"
    FOLLOW_REQUESTED = "follow_requested"
    REQUEST_ACCEPTED = "request_accepted"
    MENTIONED = "mentioned"
    COMMENTED = "commented"
    REPLIED = "replied"
    LIKED = "liked"
    BOOSTED = "boosted"
    MODERATED = "moderated"


class Notification(Base):
    """One line of somebody's list: a kind of fact about a subject, and all who did it since the line was read.

    `subject_id` is the post or comment it is about, or 0. `newest_id` is its place in the list: the id that its newest
    source had. `open_key` names owner, kind and subject while the line is unread, so that there is one such line.
    `actor_count` is how many people its sources are of.
    """

    __tablename__ = "notifications"
    __table_args__ = (
        Index(None, "owner_id", "newest_id"),
        Index(None, "owner_id", "read_at", "newest_id"),
        Index(None, "subject_id"),
        Index(None, "newest_id"),
        UniqueConstraint("open_key"),
    )

    KEPT = timedelta(days=180)

    owner_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(String(32))
    subject_id: Mapped[int] = mapped_column(Id, default=0)
    newest_id: Mapped[int] = mapped_column(Id)
    actor_count: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    open_key: Mapped[str | None] = mapped_column(Key(80))


class NotificationSource(Base):
    """One who did what a notification tells of, and by which event: the same event is never told twice.

    `post_id` is the text they wrote or marked, or 0. A moderator is never named: `actor_id` is then the owner.
    """

    __tablename__ = "notification_sources"
    __table_args__ = (
        UniqueConstraint("event_id", "owner_id"),
        Index(None, "notification_id", "id"),
        Index(None, "owner_id", "actor_id", "post_id"),
        Index(None, "actor_id"),
        Index(None, "post_id"),
    )

    event_id: Mapped[int] = mapped_column(Id)
    owner_id: Mapped[int] = mapped_column(Id)
    notification_id: Mapped[int] = mapped_column(Id, ForeignKey("notifications.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, default=0)


class Channel(StrEnum):
    """How somebody wants to hear of a kind of fact."""

    SITE = "site"
    LETTER = "letter"
    DIGEST = "digest"
    NONE = "none"


class NotificationChoice(Base):
    """How a person wants to hear of one kind of fact, where they chose. LETTER and DIGEST are told on the site too.

    Who chose nothing is told of everything on the site. A request to follow comes as a letter at once, because somebody
    waits for an answer; what was said to a person comes in the daily digest; what costs others one click (a follow, a
    like, a boost) sends no letter at all.
    """

    __tablename__ = "notification_choices"
    __table_args__ = (UniqueConstraint("actor_id", "kind"),)

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(Key(32))
    channel: Mapped[Channel] = mapped_column(String(16))


DEFAULT_CHANNELS = {
    **dict.fromkeys(NotificationKind, Channel.SITE),
    NotificationKind.FOLLOW_REQUESTED: Channel.LETTER,
    NotificationKind.MENTIONED: Channel.DIGEST,
    NotificationKind.COMMENTED: Channel.DIGEST,
    NotificationKind.REPLIED: Channel.DIGEST,
    NotificationKind.MODERATED: Channel.DIGEST,
}
"""How who chose nothing hears of each kind."""
