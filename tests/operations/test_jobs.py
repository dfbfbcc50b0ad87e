"""Jobs: made of facts, taken under a lease, done, tried again, given up."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.lib import clock
from flasky.models import Event, EventKind, Job, Lane
from flasky.operations import events, jobs
from flasky.operations.jobs import Work
from flasky.queries import work
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import races

ONE = [Work("letter.test", 1, Lane.MAIL)]


def fact(subject_id: int = 1) -> Event:
    event = events.record(EventKind.REGISTERED, by=NOBODY, subject_id=subject_id)
    transaction.commit()
    return event


def job(subject_id: int = 1) -> Job:
    event = fact(subject_id)
    jobs.expand(event, ONE)
    transaction.commit()
    return session.scalars(select(Job).where(Job.event_id == event.id)).one()


def take(by: str = "") -> Job | None:
    session.expire_all()  # another worker has a session of its own
    taken = jobs.take(Lane.MAIL, by=by)
    transaction.commit()
    return taken


def in_(seconds: float) -> time_machine.travel:
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def test_a_fact_waits_until_jobs_were_made_of_it(app):
    event = fact()
    assert [one.id for one in work.facts()] == [event.id]

    jobs.expand(event, [Work("letter.a", 1, Lane.MAIL), Work("letter.b", 2, Lane.MAIL)])
    transaction.commit()

    assert work.facts() == []
    assert set(session.scalars(select(Job.consequence))) == {"letter.a", "letter.b"}


def test_expanding_twice_makes_the_jobs_once(app):
    event = fact()
    for _ in range(2):
        jobs.expand(event, ONE)
        transaction.commit()

    assert session.scalar(select(func.count(Job.id))) == 1


def test_what_waits_is_told_in_one_statement(app):
    assert work.waiting() == (False, set())

    event = fact()
    assert work.waiting() == (True, set())

    jobs.expand(event, ONE)
    transaction.commit()
    assert work.waiting() == (False, {Lane.MAIL})


def test_the_job_that_has_waited_longest_is_taken_first(app):
    first, second = job(1), job(2)

    assert [take().id, take().id, take()] == [first.id, second.id, None]


def test_a_job_that_is_taken_is_out_of_sight_for_its_lease(app):
    job()
    taken = take()

    assert taken.attempts == 1
    assert taken.lease
    assert take() is None
    with in_(44):
        assert take() is None


@pytest.mark.seed("P14")
def test_a_job_of_a_worker_that_died_is_taken_by_another(app):
    job()
    first = take()
    lost = jobs.Job(id=first.id, lease=first.lease, attempts=first.attempts)

    with in_(46):
        second = take()

    assert second.id == lost.id
    assert second.lease != lost.lease
    assert second.attempts == 2
    assert not jobs.finish(lost)
    assert not jobs.fail(lost, error="late", for_good=True)
    assert jobs.finish(second)


def test_a_worker_that_is_started_again_gives_back_what_it_held(app):
    job(1)
    job(2)
    mine, others = take("alpha"), take("beta")

    assert jobs.give_back("alpha") == 1
    transaction.commit()

    again = take("alpha")
    assert (again.id, again.attempts) == (mine.id, 2)
    assert jobs.finish(others)


def test_a_worker_s_name_is_read_to_the_letter(app):
    job()
    take("al_ha")

    assert [jobs.give_back(name) for name in ("al%", "alpha", "_", "al_ha")] == [0, 0, 0, 1]


def test_a_job_that_is_done_is_not_taken_again(app):
    job()
    assert jobs.finish(take())
    transaction.commit()

    with in_(3600):
        assert take() is None
    done = session.scalars(select(Job)).one()
    session.refresh(done)
    assert (done.due_at, done.lease, done.dead_at) == (None, None, None)
    assert done.done_at is not None


def test_a_job_that_failed_comes_again_after_a_wait(app):
    job()
    failed = take()
    jobs.fail(failed, error="refused", for_good=False)
    transaction.commit()

    assert take() is None
    with in_(7):
        again = take()
    assert (again.id, again.attempts, again.error) == (failed.id, 2, "refused")


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 5), (2, 10), (3, 20), (10, 5 * 2**9), (13, 5 * 2**12), (14, 6 * 3600), (19, 6 * 3600), (1000, 6 * 3600)],
)
def test_waits_double_up_to_six_hours_give_or_take_a_fifth(attempts, seconds):
    waits = [jobs.wait_after(attempts).total_seconds() for _ in range(200)]

    assert min(waits) >= 0.8 * seconds
    assert max(waits) <= 1.2 * seconds
    assert len(set(waits)) > 1


def test_a_job_is_dead_after_twenty_tries(app):
    row = job()
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(jobs.ATTEMPTS_MAX):
            traveller.shift(timedelta(hours=8))
            jobs.fail(take(), error="refused", for_good=False)
            transaction.commit()
        traveller.shift(timedelta(days=365))
        assert take() is None

    session.refresh(row)
    assert (row.attempts, row.due_at) == (20, None)
    assert row.dead_at is not None


def test_a_job_that_can_never_succeed_is_dead_at_once(app):
    row = job()
    jobs.fail(take(), error="550 no such person", for_good=True)
    transaction.commit()

    session.refresh(row)
    assert (row.attempts, row.due_at, row.error) == (1, None, "550 no such person")
    assert row.dead_at is not None


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_one_of_many_workers_takes_a_job(app, turn):
    job()

    results = races.at_once(app, lambda: jobs.take(Lane.MAIL) is not None)

    assert results.count(True) == 1
    assert session.scalars(select(Job.attempts)).all() == [1]


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_many_workers_make_the_jobs_of_a_fact_once(app, turn):
    event_id = fact().id

    races.at_once(app, lambda: jobs.expand(session.get_one(Event, event_id), ONE))

    assert session.scalar(select(func.count(Job.id))) == 1
    assert work.facts() == []
