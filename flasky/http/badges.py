"""The number of unread notifications, as every page shows it: one statement a page."""

from dataclasses import dataclass

from flask import g
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from flasky.queries.notifications import COUNTED, unread_count


@dataclass(frozen=True)
class Badge:
    """A number of unread notifications, as it is written ("7", "99+") and as it is said; both empty for none."""

    label: str = ""
    words: str = ""


def badge_of(count: int) -> Badge:
    """Return the badge of a number; from 100 on it says that there are more than 99."""
    if not count:
        return Badge()
    label = str(count) if count < COUNTED else f"{COUNTED - 1}+"
    return Badge(label, str(ngettext("%(label)s unread", "%(label)s unread", count, label=label)))


def unread() -> Badge:
    """Return the badge of the person who asks, empty for whoever has none and while the database is away."""
    if not current_user.is_authenticated or not current_user.confirmed or g.get("database_away"):
        return Badge()
    try:
        return badge_of(unread_count(current_user))
    except SQLAlchemyError:  # a page that tells of an error must not fail over a number
        return Badge()
