"""How far each letter of a site came, read beside the site."""

from dataclasses import dataclass

from sqlalchemy import select, update

from flasky.database import means_to_write
from flasky.lib import clock
from flasky.models import Job, Letter
from tests.faults.ledger import connected


@dataclass(frozen=True)
class Entry:
    """One letter: how often it was tried, what the last failure was, how it ended."""

    tries: int
    error: str
    is_sent: bool
    is_dead: bool


def entry_for(database: str, recipient: str) -> Entry | None:
    """Return the entry of the one letter to an address, or None while nobody tried to send it."""
    wanted = select(Job, Letter.sent_at).join(Letter, Letter.job_id == Job.id).where(Letter.recipient == recipient)
    with connected(database) as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    return Entry(row.attempts, row.error, row.sent_at is not None, row.dead_at is not None)


def let_waits_pass(database: str) -> None:
    """Let the time pass after which letters that failed are tried again; one that is being tried is left alone."""
    with connected(database) as connection:
        means_to_write.set(True)
        waiting = update(Job).where(Job.due_at.is_not(None), Job.lease.is_(None))
        connection.execute(waiting.values(due_at=clock.now()))
        connection.commit()
