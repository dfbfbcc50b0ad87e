"""What the people of a site chose for it: one row."""

from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base


class Accent(StrEnum):
    """The color of links and buttons; `assets/css/_accents.scss` says what each looks like."""

    GLASS = "glass"
    INK = "ink"
    BERRY = "berry"
    RUST = "rust"
    PLUM = "plum"


class Site(Base):
    """The site's own words and looks. There is one row, of id 1; none before somebody chose something.

    `registration` is empty where nobody chose; the setting FLASKY_REGISTRATION, if given, stands above it.
    """

    __tablename__ = "sites"

    ONLY = 1
    NAME_MAX = 60
    DESCRIPTION_MAX = 200

    name: Mapped[str] = mapped_column(String(NAME_MAX), default="Flasky")
    description: Mapped[str] = mapped_column(String(DESCRIPTION_MAX), default="")
    registration: Mapped[str] = mapped_column(String(16), default="")
    allows_ai: Mapped[bool] = mapped_column(default=False)
    """Whether crawlers that gather texts for language models may come in at all."""
    accent: Mapped[Accent] = mapped_column(String(16), default=Accent.GLASS)
