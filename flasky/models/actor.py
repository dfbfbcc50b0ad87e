"""Who is seen: the public side of a person."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.lib import ids, usernames
from flasky.models.base import Base, Key, LongText


class Visibility(StrEnum):
    """Who may read a post. A LINK post is read by whoever has its address, and stands in no list."""

    PUBLIC = "public"
    FOLLOWERS = "followers"
    LINK = "link"


class Commenters(StrEnum):
    """Who may comment on a post, besides its author."""

    EVERYBODY = "everybody"
    FOLLOWERS = "followers"
    FOLLOWED = "followed"
    NOBODY = "nobody"


class Actor(Base):
    """A name that writes. `domain` is empty for people of this site."""

    __tablename__ = "actors"
    __table_args__ = (UniqueConstraint("domain", "username_key"), Index(None, "is_in_directory", "id"))

    NAME_MAX = 64
    LOCATION_MAX = 64
    ABOUT_ME_MAX = 2000

    username: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX))
    username_key: Mapped[str] = mapped_column(Key(usernames.USERNAME_MAX))
    domain: Mapped[str] = mapped_column(Key(255), default="")
    name: Mapped[str] = mapped_column(String(NAME_MAX), default="")
    location: Mapped[str] = mapped_column(String(LOCATION_MAX), default="")
    about_me: Mapped[str] = mapped_column(LongText, default="")
    about_html: Mapped[str] = mapped_column(LongText, default="")
    avatar: Mapped[str] = mapped_column(Key(64), default="")
    """The digest of the uploaded picture's bytes, which names its files; empty: the generated one."""
    post_count: Mapped[int] = mapped_column(default=0)
    """All posts that are not deleted; the next two are the parts of it that not everybody finds in a list."""
    followers_post_count: Mapped[int] = mapped_column(default=0)
    link_post_count: Mapped[int] = mapped_column(default=0)
    follower_count: Mapped[int] = mapped_column(default=0)
    following_count: Mapped[int] = mapped_column(default=0)
    approves_followers: Mapped[bool] = mapped_column(default=False)
    is_suspended: Mapped[bool] = mapped_column(default=False)
    """What a suspended person wrote is shown to nobody."""
    default_visibility: Mapped[Visibility] = mapped_column(String(16), default=Visibility.PUBLIC)
    default_commenters: Mapped[Commenters] = mapped_column(String(16), default=Commenters.EVERYBODY)
    comments_open_days: Mapped[int] = mapped_column(default=0)
    """For how many days a post of this person takes comments; 0 is for ever."""
    is_indexed: Mapped[bool] = mapped_column(default=True)
    """Whether search engines are asked in: the sitemap names the pages, and these say no `noindex`."""
    allows_ai: Mapped[bool] = mapped_column(default=False)
    """Whether the person allows texts to be taken for training language models."""
    is_in_directory: Mapped[bool] = mapped_column(default=False)
    """Whether lists of all people may name them: the OPML of the site's feeds."""
    last_seen: Mapped[datetime | None]

    @classmethod
    def named(cls, username: str) -> "Actor":
        """Make the actor of a person of this site."""
        return cls(
            username=username,
            username_key=usernames.key_of(username),
            domain="",
            name="",
            location="",
            about_me="",
            about_html="",
            avatar="",
        )

    def posts_listed_for(self, *, themselves: bool, follower: bool) -> int:
        """Return how many of the posts somebody finds in a list of them: this person, a follower, or anybody."""
        for_few = 0 if themselves else self.link_post_count
        return self.post_count - for_few - (0 if themselves or follower else self.followers_post_count)

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
