"""The site's name and looks, as every page needs them: read from the database every five seconds at most."""

import time
from dataclasses import dataclass

from flask import current_app, g
from sqlalchemy.exc import SQLAlchemyError

from flasky.config import Registration
from flasky.http.settings import settings
from flasky.models import Accent, Site
from flasky.queries import site

EXTENSION = "site"
READ_EVERY = 5.0
DEFAULT_NAME = "Flasky"


@dataclass(frozen=True)
class SiteOnPage:
    """What is shown of the site, and who may sign up."""

    name: str = DEFAULT_NAME
    description: str = ""
    accent: str = Accent.GLASS
    allows_ai: bool = False
    registration: Registration = Registration.OPEN

    @property
    def takes_people(self) -> bool:
        """Whether anybody may sign up."""
        return self.registration is Registration.OPEN


def current() -> SiteOnPage:
    """Return the site as it was at most five seconds ago; as it was last known while the database is away."""
    known: SiteOnPage
    read_at, known = current_app.extensions.get(EXTENSION, (None, SiteOnPage()))
    if g.get("database_away") or (read_at is not None and time.monotonic() - read_at < READ_EVERY):
        return known
    try:
        known = _shown(site.chosen())
    except SQLAlchemyError:
        return known
    current_app.extensions[EXTENSION] = (time.monotonic(), known)
    return known


def registration() -> Registration:
    """Return who may sign up, as it stands in the database this moment."""
    return site.registration(site.chosen(), configured=settings().flasky_registration)


def forget() -> None:
    """Read the site anew at the next page: something of it was changed."""
    current_app.extensions.pop(EXTENSION, None)


def _shown(row: Site | None) -> SiteOnPage:
    registration = site.registration(row, configured=settings().flasky_registration)
    if row is None:
        return SiteOnPage(registration=registration)
    return SiteOnPage(row.name, row.description, row.accent, row.allows_ai, registration)
