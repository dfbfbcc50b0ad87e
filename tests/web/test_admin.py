"""The administrators' first page."""

import pytest

from flasky.lib import clock
from flasky.models import EventKind, Job, Lane, Letter
from flasky.operations import events
from flasky.queries.acting import NOBODY
from flasky.transaction import commit, session
from tests.browsers import logged_in
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
    assert len(statements) == 4, statements


@pytest.mark.seed("E9", "R3")
def test_the_navigation_shows_what_one_may_do(app, alice, mod, admin):
    shown = {one.username: logged_in(app, one).get("/").text for one in (alice, mod, admin)}

    assert ['href="/moderate"' in shown[name] for name in ("alice", "mod", "admin")] == [False, True, True]
    assert ['href="/admin"' in shown[name] for name in ("alice", "mod", "admin")] == [False, False, True]
