"""What stands on a profile besides its columns: links of one's own, and names one had."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from flasky.lib import usernames
from flasky.models.actor import Actor
from flasky.models.base import Base, Id, Key


class ProfileLink(Base):
    """A link of one's own on one's profile."""

    __tablename__ = "profile_links"
    __table_args__ = (UniqueConstraint("actor_id", "position"),)

    EACH_MAX = 4
    LABEL_MAX = 64
    URL_MAX = 500

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(LABEL_MAX))
    url: Mapped[str] = mapped_column(String(URL_MAX))


class FormerName(Base):
    """A username somebody had: it leads to them and nobody else can take it until a year is over."""

    __tablename__ = "former_names"

    RESERVED = timedelta(days=365)
    EACH_MAX = 5
    """Whoever had so many names within a year waits before taking another: names are not collected."""

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"), index=True)
    username: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX))
    username_key: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX), unique=True)
    until: Mapped[datetime] = mapped_column(index=True)

    actor: Mapped[Actor] = relationship(lazy="raise_on_sql")
