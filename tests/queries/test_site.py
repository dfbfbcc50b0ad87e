"""What an administrator sees of the site as a whole."""

import pytest

from flasky import transaction
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import EventKind, Lane
from flasky.operations import events, jobs, letters
from flasky.operations.jobs import Work
from flasky.queries import site
from flasky.queries.acting import NOBODY
from tests import factories, statements


def dead_letter(recipient: str) -> None:
    event = events.record(EventKind.RESET_ASKED, by=NOBODY, subject_id=1)
    jobs.expand(event, [Work("letter.reset", 1, Lane.MAIL)])
    job = jobs.take(Lane.MAIL)
    letters.letter_of(job, kind="reset", recipient=recipient, message_id=f"<{recipient}>")
    jobs.fail(job, error="550 no such person", for_good=True)
    transaction.commit()


def test_the_figures_of_an_empty_site_are_noughts(app):
    assert site.figures() == site.Figures(people=0, confirmed=0, posts=0, waiting=0, dead=0)


def test_the_figures_count_people_posts_and_work(alice, unconfirmed):
    factories.post(alice)
    factories.post(alice).deleted_at = clock.now()
    dead_letter("x@example.com")

    assert site.figures() == site.Figures(people=2, confirmed=1, posts=1, waiting=2, dead=1)


@pytest.mark.advisory("CVE-2026-72914")
def test_the_figures_are_one_statement(alice):
    with statements.counted() as asked:
        site.figures()

    assert len(asked) == 1


@pytest.mark.defect("D37")
def test_dead_letters_are_listed_newest_first_with_their_recipients(app):
    for recipient in ("a@example.com", "b@example.com", "c@example.com"):
        dead_letter(recipient)

    page = site.dead_letters(page=PageRequest(2))
    found = site.letters_of(page.items)

    assert [found[job.id].recipient for job in page.items] == ["c@example.com", "b@example.com"]
    assert {job.error for job in page.items} == {"550 no such person"}
    assert page.older_than is not None


def test_jobs_without_letters_have_none(app):
    assert site.letters_of([]) == {}
