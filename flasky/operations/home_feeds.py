"""The secret link to one's own home timeline as a feed, and whether lists of all people may name one."""

from flasky.models import User
from flasky.transaction import session


def renew(acting: User) -> int:
    """Give somebody a new secret link; the one before, if any, leads nowhere from now on. Returns its number."""
    acting.home_feed_number = abs(acting.home_feed_number) + 1
    session.flush()
    return acting.home_feed_number


def stop(acting: User) -> None:
    """Switch somebody's secret link off, for good: the next one has a number that none had before."""
    if acting.home_feed_number > 0:
        acting.home_feed_number = -acting.home_feed_number
        session.flush()


def choose_directory(acting: User, *, wanted: bool) -> None:
    """Choose whether lists of all people, such as their OPML, may name one."""
    acting.actor.is_in_directory = wanted
    session.flush()
