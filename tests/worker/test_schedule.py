"""What is done by the clock: each turn once, by whoever comes first."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.models import IdempotencyKey, ScheduleSlot
from flasky.operations import idempotency
from flasky.transaction import session
from flasky.worker.schedule import TASKS, Schedule
from tests import factories, statements

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def clock():
    """Noon, and it stands still."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_of_two_workers_one_takes_each_turn(app, clock):
    one, other = Schedule(), Schedule()
    turns = []
    for _ in range(5):
        turns += [len(one.run_due()), len(other.run_due())]
        one, other = other, one
        clock.shift(timedelta(days=1))

    assert turns == [len(TASKS), 0] * 5
    hourly = select(ScheduleSlot.slot_at).where(ScheduleSlot.task == "housekeeping")
    assert len(session.scalars(hourly.distinct()).all()) == 5


def test_a_turn_comes_once_an_hour(app, clock):
    schedule = Schedule()
    assert "housekeeping" in schedule.run_due()

    clock.shift(timedelta(minutes=59))
    assert "housekeeping" not in schedule.run_due()

    clock.shift(timedelta(minutes=1))
    assert "housekeeping" in schedule.run_due()


def test_between_turns_the_database_is_not_asked(app, clock):
    schedule = Schedule()
    schedule.run_due()

    with statements.counted() as asked:
        schedule.run_due()

    assert asked == []


def test_a_worker_that_slept_does_one_turn_and_not_all_it_missed(app, clock):
    schedule = Schedule()
    schedule.run_due()

    clock.shift(timedelta(days=3))

    assert schedule.run_due() == list(TASKS)
    assert schedule.run_due() == []


def test_a_clock_that_is_set_back_does_no_turn_twice(app, clock):
    Schedule().run_due()
    clock.shift(timedelta(hours=1))
    Schedule().run_due()

    clock.shift(timedelta(hours=-1))

    assert Schedule().run_due() == []


def test_housekeeping_is_done_and_kept(app, clock):
    alice = factories.person("alice")
    idempotency.remember(alice.actor, key="key", asked="x" * 64, result_id=1)
    transaction.commit()
    clock.shift(timedelta(days=2))

    Schedule().run_due()

    transaction.rollback()
    assert session.scalars(select(IdempotencyKey.id)).all() == []


def test_a_task_that_fails_leaves_its_turn_to_the_next(app, clock, monkeypatch):
    def fail() -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setitem(TASKS, "housekeeping", (timedelta(hours=1), fail))
        with pytest.raises(ZeroDivisionError):
            Schedule().run_due()
    transaction.rollback()

    assert "housekeeping" in Schedule().run_due()
