"""What people write. A comment is a post that replies to one."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.lib import ids
from flasky.models.actor import Actor
from flasky.models.base import Base, Id, Key, LongText


class Visibility(StrEnum):
    """Who may read a post."""

    PUBLIC = "public"


class Post(Base):
    """A published text: the source as typed, and the HTML made from it by the renderer of that number.

    The id is made from the time of publication, so the order of ids is the order of posts. A deleted post can be
    restored for 30 days; then its text is erased, and the row says no more than that something was here.
    """

    __tablename__ = "posts"
    __table_args__ = (
        Index(None, "author_id", "id"),
        Index(None, "author_id", "deleted_at"),
        Index(None, "erased_at", "deleted_at"),
        Index(None, "root_id", "id"),
        Index(None, "reply_to_id", "id"),
    )

    TITLE_MAX = 200
    SLUG_MAX = 100
    UNDO = timedelta(days=30)

    author_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id"))
    reply_to_id: Mapped[int | None] = mapped_column(Id, ForeignKey("posts.id"))
    root_id: Mapped[int | None] = mapped_column(Id, ForeignKey("posts.id"))
    title: Mapped[str] = mapped_column(String(TITLE_MAX), default="")
    slug: Mapped[str] = mapped_column(Key(SLUG_MAX))
    body: Mapped[str] = mapped_column(LongText)
    body_html: Mapped[str] = mapped_column(LongText)
    excerpt_html: Mapped[str] = mapped_column(LongText)
    excerpt_is_all: Mapped[bool] = mapped_column(default=True)
    renderer: Mapped[int]
    visibility: Mapped[Visibility] = mapped_column(String(16), default=Visibility.PUBLIC)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    author: Mapped[Actor] = relationship(lazy="raise_on_sql")

    @property
    def published_at(self) -> datetime:
        """When the post was published."""
        return ids.time_of(self.id)

    @property
    def label(self) -> str:
        """What the post is called where it has to be named: its title, else its first words."""
        return self.title or self.slug.replace("-", " ")

    @property
    def restorable_until(self) -> datetime | None:
        """Until when a deleted post can be restored; None for one that is not deleted or is erased."""
        return self.deleted_at + self.UNDO if self.deleted_at is not None and self.erased_at is None else None

    def is_restorable(self, moment: datetime) -> bool:
        """Tell whether a deleted post can be brought back at a moment."""
        return self.restorable_until is not None and moment < self.restorable_until


class PostRevision(Base):
    """What a post said before an edit, and who changed it. The id tells when."""

    __tablename__ = "post_revisions"

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    editor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id"), index=True)
    title: Mapped[str] = mapped_column(String(Post.TITLE_MAX), default="")
    body: Mapped[str] = mapped_column(LongText)
