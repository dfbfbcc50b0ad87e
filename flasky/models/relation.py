"""Who stands how to whom: follows and requests to follow, mutes, blocks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.models.actor import Actor
from flasky.models.base import Base, Id


class Follow(Base):
    """One follows another. The id tells since when. Nobody follows themselves: one's own posts need no row."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("follower_id", "followed_id"),
        Index(None, "follower_id", "id"),
        Index(None, "followed_id", "id"),
    )

    follower_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    followed_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))

    follower: Mapped[Actor] = relationship(foreign_keys=follower_id, lazy="raise_on_sql")
    followed: Mapped[Actor] = relationship(foreign_keys=followed_id, lazy="raise_on_sql")


class FollowRequest(Base):
    """One asks to follow somebody who approves their followers. Answering it takes the row away."""

    __tablename__ = "follow_requests"
    __table_args__ = (UniqueConstraint("follower_id", "followed_id"), Index(None, "followed_id", "id"))

    follower_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    followed_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))

    follower: Mapped[Actor] = relationship(foreign_keys=follower_id, lazy="raise_on_sql")


class Block(Base):
    """One wants nothing to do with another: neither sees the other's posts and comments, nor can reach them."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("actor_id", "target_id"),
        Index(None, "actor_id", "id"),
        Index(None, "target_id", "actor_id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))

    target: Mapped[Actor] = relationship(foreign_keys=target_id, lazy="raise_on_sql")


class Mute(Base):
    """One does not want to read another for now, or for good; the other does not notice. `until` empty: for good."""

    __tablename__ = "mutes"
    __table_args__ = (
        UniqueConstraint("actor_id", "target_id"),
        Index(None, "actor_id", "id"),
        Index(None, "target_id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    until: Mapped[datetime | None]

    target: Mapped[Actor] = relationship(foreign_keys=target_id, lazy="raise_on_sql")
