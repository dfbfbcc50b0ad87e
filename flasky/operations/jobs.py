"""Jobs: made of events, taken under a lease, done, tried again, or given up."""

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Update, select, update
from sqlalchemy.engine import CursorResult

from flasky.lib import clock
from flasky.models import Event, Job, Lane
from flasky.queries import permissions
from flasky.queries.acting import Acting
from flasky.queries.permissions import Act
from flasky.transaction import session

LEASE = timedelta(seconds=45)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=6)
ATTEMPTS_MAX = 20


@dataclass(frozen=True)
class Work:
    """What is to be done for an event: the consequence's name, its target's id, the lane it waits in."""

    consequence: str
    target_id: int
    lane: Lane


def expand(event: Event, works: Iterable[Work]) -> None:
    """Make the jobs of an event. Of two workers that try at once, one does."""
    ours = update(Event).where(Event.id == event.id, Event.waiting.is_(True)).values(waiting=False)
    if _changed(ours):
        session.add_all(
            Job(
                event_id=event.id,
                consequence=work.consequence,
                target_id=work.target_id,
                lane=work.lane,
                due_at=clock.now(),
            )
            for work in works
        )
        session.flush()


def take(lane: Lane, *, by: str = "") -> Job | None:
    """Take the job of a lane that has been due longest, under a lease of 45 s, or return None.

    `by` names the worker, in at most 16 characters; see `give_back`.
    """
    now = clock.now()
    due = select(Job).where(Job.due_at <= now, Job.lane == lane).order_by(Job.due_at).limit(1)
    job = session.scalar(due)
    if job is None:
        return None
    lease = by + secrets.token_hex(8)
    mine = update(Job).where(Job.id == job.id, Job.due_at == job.due_at, Job.attempts == job.attempts)
    if not _changed(mine.values(due_at=now + LEASE, lease=lease, attempts=Job.attempts + 1)):
        return None
    session.refresh(job)
    return job


def give_back(by: str) -> int:
    """Make due at once what a worker held that is gone for sure. Returns how many jobs those were."""
    held = update(Job).where(Job.due_at.is_not(None), Job.lease.startswith(by, autoescape=True))
    return _rows_changed(held.values(due_at=clock.now(), lease=None))


def replay(acting: Acting, *, job: Job) -> bool:
    """Make a job that is dead due again, with all its tries before it. Tells whether it was dead. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER)
    dead = update(Job).where(Job.id == job.id, Job.dead_at.is_not(None))
    return _changed(dead.values(dead_at=None, due_at=clock.now(), attempts=0, lease=None))


def replay_all(acting: Acting) -> int:
    """Make every dead job due again. Returns how many those were. Raises Forbidden."""
    permissions.require(acting, Act.ADMINISTER)
    dead = update(Job).where(Job.dead_at.is_not(None))
    return _rows_changed(dead.values(dead_at=None, due_at=clock.now(), attempts=0, lease=None))


def go_on(job: Job, *, reached: int) -> bool:
    """Note how far a job came that is done in steps, and hold it for another 45 s. Tells whether it is still ours."""
    job.reached = reached
    return _changed(_ours(job).values(reached=reached, due_at=clock.now() + LEASE))


def finish(job: Job) -> bool:
    """Mark a job as done, unless its lease went to another worker. Tells whether it was still ours."""
    return _changed(_ours(job).values(due_at=None, lease=None, done_at=clock.now(), error=""))


def fail(job: Job, *, error: str, for_good: bool) -> bool:
    """Note a failure: the job comes again after a growing wait, or is dead at once or after 20 tries."""
    if for_good or job.attempts >= ATTEMPTS_MAX:
        return _changed(_ours(job).values(due_at=None, lease=None, dead_at=clock.now(), error=error))
    return _changed(_ours(job).values(due_at=clock.now() + wait_after(job.attempts), lease=None, error=error))


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after a number of failures: 5 s, doubled each time, at most 6 h, give or take a fifth."""
    wait: timedelta = min(FIRST_WAIT * 2 ** min(attempts - 1, 20), LONGEST_WAIT)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 - jitter, not a secret


def _ours(job: Job) -> Update:
    return update(Job).where(Job.id == job.id, Job.lease == job.lease)


def _changed(statement: Update) -> bool:
    return _rows_changed(statement) == 1


def _rows_changed(statement: Update) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
