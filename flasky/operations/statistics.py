"""Keeping numbers that were counted."""

from collections.abc import Mapping
from dataclasses import asdict

from sqlalchemy import select

from flasky.lib import clock
from flasky.models import Figure, Statistic
from flasky.queries.statistics import Usage
from flasky.transaction import add_or_find, session


def keep_usage(usage: Usage) -> None:
    """Keep what was counted of people and posts."""
    keep({Figure(name): value for name, value in asdict(usage).items()})


def keep(values: Mapping[Figure, int]) -> None:
    """Keep some numbers in place of those counted before."""
    known = {row.name: row for row in session.scalars(select(Statistic).where(Statistic.name.in_(values)))}
    for name, value in values.items():
        row = known.get(name) or _made(name)
        row.value, row.counted_at = value, clock.now()
    session.flush()


def _made(name: Figure) -> Statistic:
    by_name = select(Statistic).where(Statistic.name == name)
    return add_or_find(Statistic(name=name, value=0, counted_at=clock.now()), lambda: session.scalar(by_name))
