"""What people do with a post besides answering it: like, bookmark, boost, pin."""

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.models.actor import Actor
from flasky.models.base import Base, Id


class Like(Base):
    """Somebody likes a post or a comment. The id tells since when."""

    __tablename__ = "likes"
    __table_args__ = (
        UniqueConstraint("actor_id", "post_id"),
        Index(None, "actor_id", "id"),
        Index(None, "post_id", "id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))

    actor: Mapped[Actor] = relationship(lazy="raise_on_sql")


class Bookmark(Base):
    """Somebody keeps a post for later. Nobody else ever learns of it."""

    __tablename__ = "bookmarks"
    __table_args__ = (
        UniqueConstraint("actor_id", "post_id"),
        Index(None, "actor_id", "id"),
        Index(None, "post_id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))


class Boost(Base):
    """Somebody hands a public post on to their followers, once. The id is its place in timelines."""

    __tablename__ = "boosts"
    __table_args__ = (
        UniqueConstraint("post_id", "actor_id"),  # this way round, SQLite reads somebody's boosts in their order
        Index(None, "actor_id", "id"),
        Index(None, "post_id", "id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))

    actor: Mapped[Actor] = relationship(lazy="raise_on_sql")


class Pin(Base):
    """An author's post that stands first on their profile."""

    __tablename__ = "pins"
    __table_args__ = (UniqueConstraint("actor_id", "post_id"), Index(None, "post_id"))

    EACH_MAX = 5

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))
