"""What people write. A comment is a post that replies to one."""

from datetime import datetime
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

    The id is made from the time of publication, so the order of ids is the order of posts.
    """

    __tablename__ = "posts"
    __table_args__ = (Index(None, "author_id", "id"), Index(None, "root_id", "id"), Index(None, "reply_to_id", "id"))

    TITLE_MAX = 200
    SLUG_MAX = 100

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

    author: Mapped[Actor] = relationship(lazy="raise_on_sql")

    @property
    def published_at(self) -> datetime:
        """When the post was published."""
        return ids.time_of(self.id)


class PostRevision(Base):
    """What a post said before an edit, and who changed it. The id tells when."""

    __tablename__ = "post_revisions"

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"), index=True)
    editor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id"), index=True)
    title: Mapped[str] = mapped_column(String(Post.TITLE_MAX), default="")
    body: Mapped[str] = mapped_column(LongText)
