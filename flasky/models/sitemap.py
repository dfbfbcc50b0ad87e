"""Where the pages of the sitemap begin."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id


class MapOf(StrEnum):
    """What a page of the sitemap lists; the word stands in its address."""

    POSTS = "posts"
    PEOPLE = "people"
    TAGS = "tags"


class SitemapPage(Base):
    """A page: the rows from `first_id` up to the next page's. Once it is followed by another it takes no new row.

    `changed_at` is when something on it was last published or changed, as far as anybody took note.
    """

    __tablename__ = "sitemap_pages"
    __table_args__ = (UniqueConstraint("kind", "first_id"),)

    kind: Mapped[MapOf] = mapped_column(String(16))
    first_id: Mapped[int] = mapped_column(Id)
    changed_at: Mapped[datetime | None]
