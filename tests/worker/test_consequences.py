"""What follows from what: nothing is forgotten, and nothing harms when done twice."""

import pytest
from sqlalchemy import select, update

from flasky import transaction
from flasky.config import Registration
from flasky.lib import clock
from flasky.lib.devices import Device
from flasky.models import Event, EventKind, Job, Lane, Letter, MailLink, Purpose
from flasky.operations import devices, emails, events, incidents, people, users
from flasky.queries import roles
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from flasky.worker import demo, feeds, notifications
from flasky.worker.consequences import CONSEQUENCES, HANDLERS, work_of
from tests import factories, facts
from tests.browsers import do_jobs, letters, link_in, text_of
from tests.factories import PASSWORD
from tests.worker.post_office import said_in

LETTERS = {
    EventKind.ADDRESS_CLAIMED_AGAIN: ("alice@example.com", "[Flasky] You already have an account"),
    EventKind.CONFIRMATION_ASKED: ("una@example.com", "[Flasky] Confirm Your Account"),
    EventKind.RESET_ASKED: ("alice@example.com", "[Flasky] Reset Your Password"),
    EventKind.PASSWORD_CHANGED: ("alice@example.com", "[Flasky] Your password was changed"),
    EventKind.EMAIL_CHANGE_ASKED: ("alice@example.net", "[Flasky] Confirm your email address"),
    EventKind.EMAIL_CHANGED: ("alice@example.com", "[Flasky] Your email address was changed"),
    EventKind.NEW_DEVICE: ("alice@example.com", "[Flasky] New login to your account"),
    EventKind.CONFIRMED: ("admin@example.com", "[Flasky] New User"),
    EventKind.ERROR_SEEN: ("admin@example.com", "[Flasky] Application Error"),
    EventKind.NOTIFIED: ("alice@example.com", "[Flasky] una asked to follow you"),
    EventKind.DIGEST_DUE: ("alice@example.com", "[Flasky] Your daily letter"),
}


def cause(kind: EventKind, alice, unconfirmed) -> None:
    """Do what makes a fact of a kind that has a letter."""
    acts = {
        EventKind.ADDRESS_CLAIMED_AGAIN: lambda: users.register(
            NOBODY, email="alice@example.com", username="dora", password=PASSWORD, registration=Registration.OPEN
        ),
        EventKind.CONFIRMATION_ASKED: lambda: users.ask_confirmation(unconfirmed),
        EventKind.RESET_ASKED: lambda: users.ask_reset(NOBODY, email="alice@example.com"),
        EventKind.PASSWORD_CHANGED: lambda: users.change_password(alice, old=PASSWORD, new="battery staple"),
        EventKind.EMAIL_CHANGE_ASKED: lambda: emails.ask_change(alice, email="alice@example.net", password=PASSWORD),
        EventKind.EMAIL_CHANGED: lambda: change_email(alice),
        EventKind.NEW_DEVICE: lambda: log_in_from_two(alice),
        EventKind.CONFIRMED: lambda: prove(unconfirmed),
        EventKind.ERROR_SEEN: fail_once,
        EventKind.NOTIFIED: lambda: tell(facts.follow_requested(unconfirmed, alice)),
        EventKind.DIGEST_DUE: lambda: tell(facts.commented(unconfirmed, factories.post(alice))),
    }
    acts[kind]()
    transaction.commit()


def change_email(user) -> None:
    emails.ask_change(user, email="alice@example.net", password=PASSWORD)
    link = session.scalars(select(MailLink).where(MailLink.purpose == Purpose.CHANGE_EMAIL)).one()
    session.execute(update(Event).values(waiting=False))
    emails.change(user, link=link)


def log_in_from_two(user) -> None:
    for browser in ("Firefox", "Safari"):
        devices.recognize(user, token=browser, device=Device(browser, "Linux"), network="192.0.2.0/24")


def prove(user) -> None:
    users.ask_confirmation(user)
    session.execute(update(Event).values(waiting=False))
    users.confirm(user, link=session.scalars(select(MailLink)).one(), administrator="")


def tell(event: Event) -> None:
    session.execute(update(Event).values(waiting=False))
    facts.told(event)


def fail_once() -> None:
    incidents.note(ValueError("secret words"), route="/write")
    incidents.report()


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_fact_says_what_follows(app, kind):
    event = Event(id=1, kind=kind, subject_id=7)

    assert [(work.consequence, work.target_id) for work in work_of(event)] == [(name, 7) for name in CONSEQUENCES[kind]]


def test_every_consequence_has_somebody_who_does_it():
    named = {name for names in CONSEQUENCES.values() for name in names}

    assert named == set(HANDLERS)
    others = {*demo.HANDLERS, *feeds.HANDLERS, *notifications.HANDLERS}
    assert named - others == {name for kind in LETTERS for name in CONSEQUENCES[kind]}


@pytest.mark.parametrize("kind", [kind for kind in EventKind if not CONSEQUENCES[kind]])
def test_a_fact_without_consequences_is_only_written_down(app, kind):
    events.record(kind, by=OPERATOR, subject_id=1)
    transaction.commit()

    assert do_jobs(app) == 0
    assert session.scalars(select(Event.waiting)).all() == [False]


@pytest.mark.seed("P13")
@pytest.mark.seed("E4")
@pytest.mark.parametrize("kind", LETTERS)
def test_each_letter_arrives_once_under_its_message_id(app, alice, unconfirmed, kind):
    cause(kind, alice, unconfirmed)

    [letter] = letters(app)

    recipient, subject = LETTERS[kind]
    assert (letter["To"], letter["Subject"]) == (recipient, subject)
    assert letter["Message-ID"] == session.scalars(select(Letter.message_id)).one()
    assert letter["From"] == "Flasky Admin <flasky@example.com>"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.seed("E4")
@pytest.mark.advisory("CVE-2017-8295")
@pytest.mark.parametrize(
    ("kind", "path"), [(EventKind.CONFIRMATION_ASKED, "/auth/confirm/"), (EventKind.RESET_ASKED, "/auth/reset/")]
)
def test_a_link_in_a_letter_leads_to_this_site(app, alice, unconfirmed, kind, path):
    cause(kind, alice, unconfirmed)

    [letter] = letters(app)

    assert link_in(letter).startswith(path)
    assert "http://localhost" + link_in(letter) in text_of(letter)


@pytest.mark.parametrize("kind", LETTERS)
def test_a_job_done_twice_is_one_letter(app, alice, unconfirmed, kind):
    cause(kind, alice, unconfirmed)
    assert do_jobs(app) == 1
    first = said_in(letters(app)[0])

    session.execute(update(Job).values(due_at=clock.now(), done_at=None))
    transaction.commit()
    assert do_jobs(app) == 1

    assert [said_in(letter) for letter in letters(app)] == [first]
    assert len(session.scalars(select(Letter.id)).all()) == 1


@pytest.mark.parametrize("kind", [EventKind.CONFIRMATION_ASKED, EventKind.RESET_ASKED])
def test_a_link_that_was_replaced_meanwhile_is_not_sent(app, alice, unconfirmed, kind):
    cause(kind, alice, unconfirmed)
    cause(kind, alice, unconfirmed)

    assert do_jobs(app) == 2

    assert len(letters(app)) == 1
    assert session.scalars(select(Job.done_at).where(Job.done_at.is_(None))).all() == []


@pytest.mark.parametrize("kind", [EventKind.CONFIRMATION_ASKED, EventKind.PASSWORD_CHANGED])
def test_a_letter_about_what_is_gone_is_not_sent(app, kind):
    events.record(kind, by=NOBODY, subject_id=1)
    transaction.commit()

    assert do_jobs(app) == 1
    assert letters(app) == []


def test_a_person_without_an_address_gets_no_letter(app):
    ann = factories.person("ann", email=None)
    events.record(EventKind.PASSWORD_CHANGED, by=NOBODY, subject_id=ann.id)
    transaction.commit()

    assert do_jobs(app) == 1
    assert letters(app) == []


def test_one_fact_of_many_can_wait_alone(app, alice, bob):
    for person in (alice, bob):
        users.ask_reset(NOBODY, email=person.email)
    transaction.commit()

    assert {letter["To"] for letter in letters(app)} == {"alice@example.com", "bob@example.com"}
    assert session.scalars(select(Job.lane)).all() == [Lane.MAIL, Lane.MAIL]


def test_giving_a_role_sends_no_letter(app, alice):
    people.change_role(OPERATOR, user=alice, role=roles.by_name("Moderator"))
    transaction.commit()

    assert letters(app) == []
    assert session.scalars(select(MailLink.id)).all() == []


@pytest.mark.seed("E4")
@pytest.mark.defect("D38")
def test_the_administrator_hears_once_of_whoever_confirmed(app, unconfirmed):
    prove(unconfirmed)
    transaction.commit()

    [letter] = letters(app)
    assert (letter["To"], letter["Subject"]) == ("admin@example.com", "[Flasky] New User")
    assert "User una has joined" in text_of(letter)
    assert link_in(letter) == "/@una"
    assert len(letters(app)) == 1


@pytest.mark.seed("E4")
@pytest.mark.defect("D38")
def test_the_administrator_hears_nothing_of_themselves(app):
    boss = factories.unconfirmed("boss", pending_email="admin@example.com")
    prove(boss)
    transaction.commit()

    assert letters(app) == []


@pytest.mark.seed("E4")
@pytest.mark.defect("D45")
def test_without_an_administrators_address_there_is_no_letter_of_new_people(app, unconfirmed, monkeypatch):
    nobody = app.extensions["settings"].model_copy(update={"flasky_admin": ""})
    monkeypatch.setitem(app.extensions, "settings", nobody)
    prove(unconfirmed)
    transaction.commit()

    assert letters(app) == []
