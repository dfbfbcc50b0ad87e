"""Words that posts are found by, and people who are named in them."""

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key


class Tag(Base):
    """A tag: `key` is the one spelling it is found by, `name` how it was written first.

    `people` is how many wrote public posts with it in the last 7 days, `trend` the hundredfold of what they count
    together: see `operations/tags.count_trends`. The worker counts both.
    """

    __tablename__ = "tags"
    __table_args__ = (Index(None, "trend"),)

    NAME_MAX = 64
    A_POST_MAX = 30

    name: Mapped[str] = mapped_column(String(NAME_MAX))
    key: Mapped[str] = mapped_column(Key(NAME_MAX * 2), unique=True)
    people: Mapped[int] = mapped_column(default=0)
    trend: Mapped[int] = mapped_column(default=0)


class PostTag(Base):
    """A post bears a tag: typed in its text, or given in its field (`given`)."""

    __tablename__ = "post_tags"
    __table_args__ = (UniqueConstraint("post_id", "tag_id"), Index(None, "tag_id", "post_id"))

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))
    tag_id: Mapped[int] = mapped_column(Id, ForeignKey("tags.id", ondelete="CASCADE"))
    given: Mapped[bool] = mapped_column(default=False)


class FollowedTag(Base):
    """Somebody has the posts of a tag in their home timeline. The id tells since when."""

    __tablename__ = "followed_tags"
    __table_args__ = (
        UniqueConstraint("actor_id", "tag_id"),
        Index(None, "actor_id", "id"),
        Index(None, "tag_id", "id"),
    )

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    tag_id: Mapped[int] = mapped_column(Id, ForeignKey("tags.id", ondelete="CASCADE"))


class Mention(Base):
    """A post or comment names somebody, who could see it and be named by its author when it was written."""

    __tablename__ = "mentions"
    __table_args__ = (UniqueConstraint("post_id", "actor_id"), Index(None, "actor_id", "post_id"))

    A_POST_MAX = 50

    post_id: Mapped[int] = mapped_column(Id, ForeignKey("posts.id", ondelete="CASCADE"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
