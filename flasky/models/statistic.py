"""Numbers that are counted now and then, so that whoever asks for them does not count."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id


class Figure(StrEnum):
    """What is counted, and how far something has got."""

    PEOPLE = "people"
    ACTIVE_MONTH = "active_month"
    ACTIVE_HALF_YEAR = "active_half_year"
    POSTS = "posts"
    SITEMAP_PLACE = "sitemap_place"
    """The id of the last fact that the sitemap has taken note of."""


class Statistic(Base):
    """One number, and when it was counted."""

    __tablename__ = "statistics"

    name: Mapped[Figure] = mapped_column(String(32), unique=True)
    value: Mapped[int] = mapped_column(Id)
    counted_at: Mapped[datetime]
