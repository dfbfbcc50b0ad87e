"""The letters of jobs: one row each, so that a second try carries the same Message-ID."""

from sqlalchemy import select

from flasky.lib import clock
from flasky.models import Job, Letter
from flasky.transaction import add_or_find, session


def letter_of(job: Job, *, kind: str, recipient: str, message_id: str) -> Letter:
    """Return the letter of a job, made on the first try. Its Message-ID stays the first one."""
    return _known(job) or add_or_find(
        Letter(job_id=job.id, kind=kind, recipient=recipient, message_id=message_id), lambda: _known(job)
    )


def mark_sent(letter: Letter) -> None:
    """Note that the mail server took the letter."""
    letter.sent_at = clock.now()
    session.flush()


def _known(job: Job) -> Letter | None:
    return session.scalar(select(Letter).where(Letter.job_id == job.id))
