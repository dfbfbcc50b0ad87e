"""Who changed what of somebody's account, with the state before and after."""

from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, LongText


class Audited(StrEnum):
    """The changes to accounts that are written down."""

    EDITED = "edited"
    ROLE_CHANGED = "role_changed"
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"
    UNSUSPENDED = "unsuspended"
    COMMENT_DISABLED = "comment_disabled"
    COMMENT_ENABLED = "comment_enabled"


class AuditEntry(Base):
    """One change of one account. The id tells when; `by_actor_id` is empty for the command line.

    `before` and `after` are JSON objects of the fields that changed. There is no foreign key: the entry outlives both.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "user_id", "id"),)

    act: Mapped[Audited] = mapped_column(String(16))
    by_actor_id: Mapped[int | None] = mapped_column(Id)
    user_id: Mapped[int] = mapped_column(Id)
    before: Mapped[str] = mapped_column(LongText)
    after: Mapped[str] = mapped_column(LongText)
