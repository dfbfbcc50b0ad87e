"""Who is seen: the public side of a person."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.lib import ids, usernames
from flasky.models.base import Base, Key, LongText


class Actor(Base):
    """A name that writes. `domain` is empty for people of this site."""

    __tablename__ = "actors"
    __table_args__ = (UniqueConstraint("domain", "username_key"),)

    NAME_MAX = 64
    LOCATION_MAX = 64
    ABOUT_ME_MAX = 2000

    username: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX))
    username_key: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX))
    domain: Mapped[str] = mapped_column(Key(255), default="")
    name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    location: Mapped[str] = mapped_column(String(LOCATION_MAX), default="")
    about_me: Mapped[str] = mapped_column(LongText, default="")
    post_count: Mapped[int] = mapped_column(default=0)
    last_seen: Mapped[datetime | None]

    @classmethod
    def named(cls, username: str) -> "Actor":
        """Make the actor of a person of this site."""
        return cls(
            username=username, username_key=usernames.key_of(username), domain="", name="", location="", about_me=""
        )

    @property
    def display_name(self) -> str:
        """The real name where one is given, else the username."""
        return self.name or self.username

    @property
    def member_since(self) -> datetime:
        """When the account was made."""
        return ids.time_of(self.id)

    def __repr__(self) -> str:
        return f"<Actor {self.username}>"
