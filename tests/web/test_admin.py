"""The administrators' first page."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from flasky.http import access
from flasky.lib import clock
from flasky.models import EventKind, Job, Lane, Letter
from flasky.operations import events
from flasky.queries.acting import NOBODY
from flasky.transaction import commit, session
from tests.browsers import Browser, letters, logged_in, text_of
from tests.sites import add_view, failing
from tests.statements import counted


def dead_letter(address: str) -> None:
    event = events.record(EventKind.RESET_ASKED, by=NOBODY, subject_id=1)
    event.waiting = False
    job = Job(event_id=event.id, consequence="letter.reset", target_id=1, lane=Lane.MAIL, dead_at=clock.now())
    job.error = "Refused: 550 <no> such mailbox"
    session.add(job)
    session.flush()
    session.add(Letter(job_id=job.id, kind="reset", recipient=address, message_id=f"<{address}>"))
    commit()


@pytest.mark.seed("E9", "R3")
def test_the_page_is_for_administrators(app, browser, alice, mod, admin):
    assert browser.get("/admin").location == "/auth/login?next=%2Fadmin"
    for one in (alice, mod):
        assert logged_in(app, one).get("/admin").status_code == 403
    page = logged_in(app, admin).get("/admin")
    assert page.status_code == 200
    assert "For administrators!" in page.text


def test_a_letter_that_cannot_go_out_is_listed_with_its_cause(app, admin):
    dead_letter("gone@example.com")

    html = logged_in(app, admin).get("/admin").text

    assert "gone@example.com" in html
    assert "550 &lt;no&gt; such mailbox" in html


def test_many_dead_letters_are_paged_in_a_few_statements(app, admin):
    for number in range(51):
        dead_letter(f"gone{number}@example.com")
    browser = logged_in(app, admin)

    with counted() as statements:
        html = browser.get("/admin").text

    assert "gone50@example.com" in html
    assert "gone0@example.com" not in html
    assert "/admin?before=" in html
    assert len(statements) == 5, statements


@pytest.mark.seed("E9", "R3")
def test_the_navigation_shows_what_one_may_do(app, alice, mod, admin):
    shown = {one.username: logged_in(app, one).get("/").text for one in (alice, mod, admin)}

    assert ['href="/moderate"' in shown[name] for name in ("alice", "mod", "admin")] == [False, True, True]
    assert ['href="/admin"' in shown[name] for name in ("alice", "mod", "admin")] == [False, False, True]


def jobs_alive() -> list[bool]:
    session.rollback()
    return [job.dead_at is None and job.due_at is not None for job in session.scalars(select(Job).order_by(Job.id))]


def test_a_letter_is_named_by_its_subject(app, admin):
    dead_letter("gone@example.com")

    assert "Reset Your Password" in logged_in(app, admin).get("/admin").text


def test_a_letter_that_was_given_up_is_tried_again(app, admin):
    dead_letter("one@example.com")
    dead_letter("two@example.com")
    browser = logged_in(app, admin)
    first = session.scalars(select(Job.id).order_by(Job.id)).first()

    page = browser.follow(browser.post(f"/admin/letters/{first}/replay"))
    assert "tried again now" in page.text
    assert jobs_alive() == [True, False]
    assert "tried again before" in browser.follow(browser.post(f"/admin/letters/{first}/replay")).text

    page = browser.follow(browser.post("/admin/letters/replay"))
    assert "1 letter is tried again now." in page.text
    assert jobs_alive() == [True, True]
    assert "Every letter found its way." in page.text


def test_a_job_that_is_no_letter_is_listed_by_its_name(app, admin):
    dead_letter("one@example.com")
    session.scalars(select(Job)).one().consequence = "demo.fill"
    commit()

    assert "demo.fill" in logged_in(app, admin).get("/admin").text


def test_replaying_what_is_not_there_is_not_found(app, admin):
    assert logged_in(app, admin).post("/admin/letters/7/replay").status_code == 404


@pytest.mark.seed("L7")
@pytest.mark.defect("D17")
def test_errors_are_listed_for_administrators_and_reported_by_one_letter(site, admin):
    app = site()
    add_view(app, "/test/broken", failing(ValueError("what alice typed")), rule=access.ANYBODY)
    visitor = Browser(app)

    answers = [visitor.get("/test/broken").status_code for _number in range(5)]
    page = logged_in(app, admin).get("/admin/errors").text
    sent = letters(app)

    assert answers == [500] * 5
    assert "ValueError" in page
    assert "5 times" in page
    [letter] = sent
    assert (letter["To"], letter["Subject"]) == ("admin@example.com", "[Flasky] Application Error")
    assert "5 errors" in text_of(letter)
    assert "alice" not in page.partition("<main")[2] + text_of(letter)


@pytest.mark.seed("L7")
@pytest.mark.defect("D17")
def test_another_letter_waits_for_the_next_minute(site, app):
    app = site()
    add_view(app, "/test/broken", failing(ValueError("again")))
    visitor = Browser(app)

    with time_machine.travel(datetime(2026, 11, 22, 12, 0, 5, tzinfo=UTC), tick=False) as clock_hand:
        visitor.get("/test/broken")
        assert len(letters(app)) == 1
        visitor.get("/test/broken")
        assert len(letters(app)) == 1
        clock_hand.shift(60)
        assert len(letters(app)) == 2


@pytest.mark.defect("D45")
def test_without_an_administrators_address_no_error_letter_is_sent_to_nobody(site):
    app = site(flasky_admin="")
    add_view(app, "/test/broken", failing(ValueError("again")))

    Browser(app).get("/test/broken")

    assert letters(app) == []
    session.rollback()
    assert [job.dead_at for job in session.scalars(select(Job))] == [None]
