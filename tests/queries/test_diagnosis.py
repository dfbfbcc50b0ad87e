"""What the doctor asks the database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text, update

from flasky import transaction
from flasky.errors import Unanswered
from flasky.lib import clock
from flasky.models import Job, Role
from flasky.operations import roles, schedule, users
from flasky.queries import diagnosis
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from flasky.worker import loop
from tests import factories


def test_a_database_that_is_there_answers(app):
    assert diagnosis.asked(lambda: diagnosis.reach() or "well") == "well"


def test_what_a_sick_database_says_is_handed_on_and_the_next_question_is_answered(app):
    with pytest.raises(Unanswered, match=r"no such table|does not exist|doesn't exist"):
        diagnosis.asked(lambda: session.execute(text("SELECT * FROM nowhere")))

    diagnosis.reach()


def test_the_clocks_are_compared(app):
    if diagnosis.is_sqlite():
        assert diagnosis.journal_mode() == "wal"
        return
    assert abs(diagnosis.clock_difference()) < timedelta(minutes=1)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        assert diagnosis.clock_difference() > timedelta(minutes=59)
    with time_machine.travel(clock.now() - timedelta(hours=1)):
        assert diagnosis.clock_difference() < -timedelta(minutes=59)


@pytest.mark.defect("D51")
def test_roles_that_were_never_inserted_are_missed(app):
    assert diagnosis.missing_roles() == []
    session.execute(update(Role).where(Role.name == Role.MODERATOR).values(name="Other"))

    assert diagnosis.missing_roles() == [Role.MODERATOR]
    transaction.rollback()
    roles.insert_roles()


def test_those_count_who_may_really_administer(app, alice, mod, admin):
    factories.person("sue", role=Role.ADMINISTRATOR, suspended_at=clock.now())
    factories.unconfirmed("una")

    assert diagnosis.administrators() == 1


def test_nothing_waits_where_nothing_happened(app):
    assert diagnosis.waiting_since() is None
    assert diagnosis.last_turn() is None
    assert diagnosis.dead_jobs() == 0


def test_a_fact_waits_and_then_its_job(app, alice):
    asked_at = clock.now()
    users.ask_reset(NOBODY, email="alice@example.com")
    transaction.commit()

    assert abs(diagnosis.waiting_since() - asked_at) < timedelta(seconds=30)
    loop.expand_facts()
    assert abs(diagnosis.waiting_since() - asked_at) < timedelta(seconds=30)
    session.execute(update(Job).values(due_at=clock.now() + timedelta(hours=1)))
    assert diagnosis.waiting_since() is None


def test_a_job_that_was_given_up_is_counted(app, alice):
    users.ask_reset(NOBODY, email="alice@example.com")
    loop.expand_facts()
    session.execute(update(Job).values(due_at=None, dead_at=clock.now()))

    assert (diagnosis.dead_jobs(), diagnosis.waiting_since()) == (1, None)


def test_a_turn_of_the_schedule_is_remembered(app):
    slot = schedule.slot_of(timedelta(hours=1))
    schedule.take_turn("housekeeping", slot=slot)

    assert diagnosis.last_turn() == slot
