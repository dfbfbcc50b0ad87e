"""How many people and posts there are: counted rarely, told often."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import case, func, select

from flasky.lib import clock
from flasky.models import Actor, Figure, Statistic, User
from flasky.transaction import session

MONTH, HALF_YEAR = timedelta(days=30), timedelta(days=180)


@dataclass(frozen=True)
class Usage:
    """Confirmed people, those of them who were here within 30 and 180 days, and their public posts."""

    people: int = 0
    active_month: int = 0
    active_half_year: int = 0
    posts: int = 0


def count() -> Usage:
    """Count. One statement, which reads all people: for the clock, not for a page."""
    now = clock.now()
    seen = [func.sum(case((Actor.last_seen >= now - span, 1), else_=0)) for span in (MONTH, HALF_YEAR)]
    posts = func.sum(Actor.post_count - Actor.followers_post_count - Actor.link_post_count)
    people = select(func.count(User.id), *seen, posts).join(Actor, User.actor_id == Actor.id)
    row = session.execute(people.where(User.confirmed_at.is_not(None), Actor.is_suspended.is_(False))).one()
    return Usage(*(int(number or 0) for number in row))


def kept() -> Usage:
    """Return what was counted last. One statement on a handful of rows."""
    rows = session.execute(select(Statistic.name, Statistic.value))
    values = {str(name): value for name, value in rows}
    return Usage(**{field: values.get(field, 0) for field in Usage.__dataclass_fields__})


def figure(name: Figure) -> int | None:
    """Return one number, or None before it was ever counted. One statement."""
    return session.scalar(select(Statistic.value).where(Statistic.name == name))
