"""The letter of a job: one row, one Message-ID."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.models import EventKind, Job, Lane, Letter
from flasky.operations import events, jobs, letters
from flasky.operations.jobs import Work
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import races


@pytest.fixture
def job(app):
    """A job that was taken."""
    event = events.record(EventKind.RESET_ASKED, by=NOBODY, subject_id=1)
    jobs.expand(event, [Work("letter.reset", 1, Lane.MAIL)])
    taken = jobs.take(Lane.MAIL)
    transaction.commit()
    return taken


def letter_of(job: Job, number: int = 1) -> Letter:
    return letters.letter_of(job, kind="reset", recipient="a@example.com", message_id=f"<{number}@example.com>")


@pytest.mark.defect("D37")
def test_a_second_try_has_the_first_one_s_message_id(job):
    first = letter_of(job, 1)
    transaction.commit()

    assert letter_of(job, 2) is first
    assert first.message_id == "<1@example.com>"
    assert first.sent_at is None


def test_a_letter_that_went_tells_when(job):
    letters.mark_sent(letter_of(job))
    transaction.commit()

    assert session.scalars(select(Letter.sent_at)).one() is not None


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_many_tries_at_once_make_one_letter(app, job, turn):
    job_id = job.id

    results = races.at_once(app, lambda: letter_of(session.get_one(Job, job_id)).id)

    assert len(set(results)) == 1
    assert len(session.scalars(select(Letter.id)).all()) == 1
