"""Turns of scheduled tasks."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.models import ScheduleSlot
from flasky.operations import schedule
from flasky.transaction import session
from tests import races

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "every", "slot"),
    [
        (datetime(2026, 11, 22, 3, 59, 59, 999999, UTC), HOUR, datetime(2026, 11, 22, 3, tzinfo=UTC)),
        (datetime(2026, 11, 22, 4, 0, 0, 0, UTC), HOUR, datetime(2026, 11, 22, 4, tzinfo=UTC)),
        (datetime(2028, 2, 29, 23, 7, tzinfo=UTC), timedelta(minutes=5), datetime(2028, 2, 29, 23, 5, tzinfo=UTC)),
    ],
)
def test_a_turn_begins_at_a_round_time(moment, every, slot):
    with time_machine.travel(moment, tick=False):
        assert schedule.slot_of(every) == slot


def test_a_turn_is_taken_once(app):
    slot = schedule.slot_of(HOUR)

    assert schedule.take_turn("tea", slot=slot)
    transaction.commit()
    assert not schedule.take_turn("tea", slot=slot)
    assert schedule.take_turn("tea", slot=slot + HOUR)
    assert schedule.take_turn("coffee", slot=slot)


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_one_of_many_workers_takes_a_turn(app, turn):
    slot = schedule.slot_of(HOUR)

    results = races.at_once(app, lambda: schedule.take_turn("tea", slot=slot))

    assert results.count(True) == 1
    assert session.scalars(select(ScheduleSlot.task)).all() == ["tea"]
