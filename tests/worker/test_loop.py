"""The worker as a whole: it starts, notices, works and stops."""

import threading
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, update

from flasky import transaction
from flasky.extensions import db
from flasky.lib import clock
from flasky.models import Event, EventKind, Job, Lane, ScheduleSlot
from flasky.operations import events, jobs, users
from flasky.operations.jobs import Work
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from flasky.worker import loop
from flasky.worker.loop import Worker
from flasky.worker.schedule import TASKS
from tests import factories
from tests.commands import comes

PATIENCE = 30


@contextmanager
def at_work(*workers: Worker, **options):
    """Let workers work in threads while the block lasts, then stop them and wait until they did."""
    transaction.rollback()
    threads = [threading.Thread(target=worker.run, kwargs=options) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        for worker in workers:
            worker.stop()
        for thread in threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)


def undone() -> int:
    """Count what waits, in a transaction that ends at once: on SQLite the worker could not write beside it."""
    transaction.rollback()
    with transaction.reading():
        facts = session.scalar(select(func.count(Event.id)).where(Event.waiting.is_(True)))
        return facts + session.scalar(select(func.count(Job.id)).where(Job.done_at.is_(None)))


def ask_resets(*people) -> None:
    for person in people:
        users.ask_reset(NOBODY, email=person.email)
    transaction.commit()


@pytest.mark.seed("P14")
def test_a_running_worker_notices_what_is_committed(app, alice, bob):
    with at_work(Worker(app)):
        ask_resets(alice)
        assert comes(lambda: not undone())

        ask_resets(bob)
        assert comes(lambda: not undone())

    assert session.scalars(select(Job.attempts)).all() == [1, 1]


def test_what_was_rolled_back_has_no_consequence(app, alice, bob):
    with at_work(Worker(app)):
        users.ask_reset(NOBODY, email=alice.email)
        transaction.rollback()
        ask_resets(bob)
        assert comes(lambda: not undone())

    assert session.scalar(select(func.count(Job.id))) == 1


def test_two_workers_do_each_job_once(app):
    people = [factories.person(f"p{number}") for number in range(10)]
    ask_resets(*people)

    with at_work(Worker(app), Worker(app)):
        assert comes(lambda: not undone(), within=60)

    assert session.scalars(select(Job.attempts)).all() == [1] * 10
    assert len(list(app.extensions["settings"].outbox.glob("*.eml"))) == 10


def test_a_worker_stops_when_told_and_leaves_the_rest(app, alice):
    worker = Worker(app)
    with at_work(worker) as threads:
        worker.stop()
        threads[0].join(PATIENCE)
        ask_resets(alice)

    assert undone() == 1


def test_a_child_whose_parent_is_gone_stops_by_itself(app):
    worker = Worker(app, parent=2**22 + 1)

    with at_work(worker, while_parent_lives=True) as threads:
        threads[0].join(PATIENCE)
        assert not threads[0].is_alive()


def test_a_worker_takes_over_what_its_predecessor_held(app, alice):
    ask_resets(alice)
    loop.expand_facts()
    jobs.take(Lane.MAIL, by="alpha")
    transaction.commit()

    with at_work(Worker(app, name="alpha")):
        assert comes(lambda: not undone())

    assert session.scalars(select(Job.attempts)).all() == [2]


def test_a_worker_survives_a_database_that_is_away_for_a_while(app, alice, monkeypatch):
    monkeypatch.setattr(loop, "AFTER_ERROR", 0.05)
    failed = threading.Event()

    def away():
        failed.set()
        raise ConnectionError("the database is away")

    with at_work(Worker(app)):
        with monkeypatch.context() as outage:
            outage.setattr(loop.work, "waiting", away)
            assert failed.wait(PATIENCE)
        ask_resets(alice)
        assert comes(lambda: not undone())


def test_doing_what_is_due_tells_how_many_jobs_that_were(app, alice, bob):
    ask_resets(alice, bob)

    assert Worker(app).run_once() == 2
    assert Worker(app).run_once() == 0
    transaction.rollback()
    assert set(session.scalars(select(ScheduleSlot.task))) == set(TASKS)


def test_a_job_of_an_unknown_kind_fails_and_waits(app):
    event = events.record(EventKind.CONFIRMED, by=NOBODY, subject_id=1)
    jobs.expand(event, [Work("letter.from_the_future", 1, Lane.MAIL)])
    transaction.commit()

    Worker(app).run_once()

    transaction.rollback()
    job = session.scalars(select(Job)).one()
    assert "from_the_future" in job.error
    assert job.dead_at is None
    assert job.due_at > clock.now()


def test_after_each_step_the_connections_are_back(app, alice):
    ask_resets(alice)
    transaction.rollback()
    db.session.close()

    with at_work(Worker(app)):
        assert comes(lambda: not undone())

    db.session.close()
    assert db.engine.pool.checkedout() == 0


def test_a_job_taken_by_another_worker_meanwhile_is_left_to_it(app, alice):
    ask_resets(alice)
    loop.expand_facts()
    session.execute(update(Job).values(due_at=None, lease="another"))
    transaction.commit()

    assert not loop.do_next(Lane.MAIL)
