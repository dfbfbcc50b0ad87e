"""Home timelines as rows, for people who are around."""

from datetime import timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id


class TimelineEntry(Base):
    """A post in somebody's home timeline, once.

    `place` is its place in the order: the post's id, or the id of the boost that brought it. `via_id` is what brought
    it: the id of the actor who wrote or boosted it, or of the tag that is followed.
    """

    __tablename__ = "timeline_entries"
    __table_args__ = (
        UniqueConstraint("owner_id", "post_id"),
        Index(None, "owner_id", "place"),
        Index(None, "owner_id", "via_id"),
        Index(None, "post_id"),
        Index(None, "place"),
    )

    KEPT = timedelta(days=30)

    owner_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Id)
    via_id: Mapped[int] = mapped_column(Id)


class Timeline(Base):
    """The state of somebody's home timeline; its id is that of the actor it belongs to.

    Rows are complete from `complete_since` (a place) on; empty while there are none. `read_until` is the newest place
    its owner was shown, empty before the first visit.
    """

    __tablename__ = "timelines"

    complete_since: Mapped[int | None] = mapped_column(Id)
    read_until: Mapped[int | None] = mapped_column(Id)
