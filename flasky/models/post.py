"""What people write. A comment is a post that replies to one."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.lib import ids
from flasky.models.actor import Actor, Commenters, Visibility
from flasky.models.base import Base, Id, Key, LongText


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
        Index(None, "root_id", "position"),
        Index(None, "thread_id", "id"),
        Index(None, "author_id", "reply_to_id", "id"),
    )

    TITLE_MAX = 200
    SLUG_MAX = 100
    LANGUAGE_MAX = 35
    UNDO = timedelta(days=30)
    COMMENT_MAX = 16 * 1024
    OPEN_DAYS_MAX = 3650

    author_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id"))
    reply_to_id: Mapped[int | None] = mapped_column(Id, ForeignKey("posts.id"))
    root_id: Mapped[int | None] = mapped_column(Id, ForeignKey("posts.id"))
    thread_id: Mapped[int | None] = mapped_column(Id, ForeignKey("posts.id"))
    """The top-level comment an answer stands under; empty for that comment itself and for a post."""
    position: Mapped[int | None]
    """The number of a top-level comment under its post, from 0; never given twice."""
    title: Mapped[str] = mapped_column(String(TITLE_MAX), default="")
    slug: Mapped[str] = mapped_column(Key(SLUG_MAX))
    body: Mapped[str] = mapped_column(LongText)
    body_html: Mapped[str] = mapped_column(LongText)
    excerpt_html: Mapped[str] = mapped_column(LongText)
    excerpt_is_all: Mapped[bool] = mapped_column(default=True)
    renderer: Mapped[int]
    visibility: Mapped[Visibility] = mapped_column(String(16), default=Visibility.PUBLIC)
    language: Mapped[str] = mapped_column(Key(LANGUAGE_MAX), default="")
    """The language it says it is written in (BCP 47); empty where it says none."""
    tag_names: Mapped[str] = mapped_column(LongText, default="")
    """The tags it bears, as rows of `post_tags` say too, between spaces: a list of posts needs no other table."""
    comment_count: Mapped[int] = mapped_column(default=0)
    """Of a post: all comments and answers that are not deleted. Of a comment: its direct answers, deleted ones too."""
    thread_count: Mapped[int] = mapped_column(default=0)
    """Of a post: how many top-level comments it ever had, the position of the next one. Of a top-level comment: the
    answers that stand under it and are not deleted."""
    like_count: Mapped[int] = mapped_column(default=0)
    boost_count: Mapped[int] = mapped_column(default=0)
    commenters: Mapped[Commenters] = mapped_column(String(16), default=Commenters.EVERYBODY)
    comments_closed_at: Mapped[datetime | None]
    """From when on the post takes no comments; may lie ahead."""
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
    def days_open(self) -> int:
        """For how many days from its publication the post takes comments; 0 is for ever."""
        if self.comments_closed_at is None:
            return 0
        return max(1, ceil((self.comments_closed_at - self.published_at) / timedelta(days=1)))

    def is_closed(self, moment: datetime) -> bool:
        """Tell whether the post takes no comments at a moment."""
        return self.comments_closed_at is not None and self.comments_closed_at <= moment

    @property
    def label(self) -> str:
        """What the post is called where it has to be named: its title, else its first words."""
        return self.title or self.slug.replace("-", " ")

    @property
    def restorable_until(self) -> datetime | None:
        """Until when a deleted post can be restored; None for one that is not deleted or is erased."""
        return self.deleted_at + self.UNDO if self.deleted_at is not None and self.erased_at is None else None

    @property
    def is_listed(self) -> bool:
        """Whether lists of others may show it at all: neither deleted nor hidden, and no answer to another post."""
        return self.deleted_at is None and self.hidden_at is None and self.reply_to_id is None

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
