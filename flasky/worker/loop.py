"""The worker: makes jobs of facts, does jobs, keeps the schedule. Any number may run at once."""

import os
import secrets
import threading
from collections.abc import Callable

import structlog
from flask import Flask

from flasky import transaction
from flasky.models import Job, Lane
from flasky.operations import jobs
from flasky.queries import work
from flasky.worker.consequences import HANDLERS, work_of
from flasky.worker.letters import GivenUp
from flasky.worker.schedule import Schedule

log = structlog.get_logger("flasky.worker")
LOOK_EVERY = 0.2
AFTER_ERROR = 1.0
STOP_WITHIN = 40.0


class Worker:
    """One worker process: this thread looks for work, and one thread a lane does it."""

    def __init__(self, app: Flask, *, name: str = "", parent: int | None = None) -> None:
        """Make a worker. `name` is one that its predecessor may have had, and nobody who lives; `parent` a process."""
        self._app = app
        self._name = name or secrets.token_hex(8)
        self._stop = threading.Event()
        self._due = {lane: threading.Event() for lane in Lane}
        self._schedule = Schedule()
        self._parent = parent or os.getppid()

    def run(self, *, while_parent_lives: bool = False) -> None:
        """Work until `stop` is called, or until the process that started this one is gone."""
        self._guarded(self._take_over)
        threads = [threading.Thread(target=self._serve_lane, args=(lane,), name=f"lane-{lane}") for lane in Lane]
        for thread in threads:
            thread.start()
        while not self._stop.wait(LOOK_EVERY):
            if while_parent_lives and os.getppid() != self._parent:
                log.warning("the server is gone, the worker ends too")
                self.stop()
            self._guarded(self._look)
        for thread in threads:
            thread.join(STOP_WITHIN)

    def stop(self, *_signal: object) -> None:
        """Let the jobs that are being done finish, and take no more."""
        self._stop.set()
        for due in self._due.values():
            due.set()

    def run_once(self) -> int:
        """Do everything that is due now, and what follows from it, and return how many jobs that were."""
        done = 0
        with self._app.app_context():
            self._schedule.run_due()
            while did := self._do_a_round():
                done += did
        return done

    def _do_a_round(self) -> int:
        expand_facts()
        done = 0
        for lane in Lane:
            while do_next(lane, by=self._name):
                done += 1
        return done

    def _take_over(self) -> None:
        jobs.give_back(self._name)
        transaction.commit()

    def _look(self) -> None:
        transaction.only_reads()
        facts_wait, lanes = work.waiting()
        transaction.rollback()
        transaction.writes()
        if facts_wait:
            lanes |= expand_facts()
        for lane in lanes:
            self._due[Lane(lane)].set()
        self._schedule.run_due()

    def _serve_lane(self, lane: Lane) -> None:
        while not self._stop.is_set():
            self._due[lane].wait()
            self._due[lane].clear()
            while not self._stop.is_set() and self._guarded(lambda: do_next(lane, by=self._name)):
                pass

    def _guarded(self, step: Callable[[], object]) -> bool:
        """Run a step in a context of its own. An error (a database that is away) is logged, and time lets it pass."""
        try:
            with self._app.app_context():
                return bool(step())
        except Exception as error:
            log.exception("worker step failed", error=type(error).__name__)
            self._stop.wait(AFTER_ERROR)
            return False


def expand_facts() -> set[str]:
    """Make jobs of the facts that wait, in one transaction a fact. Returns the lanes that got work."""
    lanes: set[str] = set()
    for event in work.facts():
        works = work_of(event)
        jobs.expand(event, works)
        transaction.commit()
        lanes |= {work.lane for work in works}
    return lanes


def do_next(lane: Lane, *, by: str = "") -> bool:
    """Take the next job of a lane and do it. Tells whether there was one."""
    job = jobs.take(lane, by=by)
    transaction.commit()
    if job is None:
        return False
    _do(job)
    return True


def _do(job: Job) -> None:
    try:
        with structlog.contextvars.bound_contextvars(job=job.id, consequence=job.consequence):
            HANDLERS[job.consequence](job)
    except GivenUp as error:
        _failed(job, error, for_good=True)
    except Exception as error:
        _failed(job, error, for_good=False)


def _failed(job: Job, error: Exception, *, for_good: bool) -> None:
    transaction.rollback()
    words = (str(error) if isinstance(error, GivenUp) else f"{type(error).__name__}: {error}")[:1000]
    jobs.fail(job, error=words, for_good=for_good)
    transaction.commit()
    log.warning(
        "job failed", job=job.id, consequence=job.consequence, attempts=job.attempts, for_good=for_good, error=words
    )
