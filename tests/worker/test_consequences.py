"""What follows from what: nothing is forgotten, and nothing harms when done twice."""

import pytest
from sqlalchemy import select, update

from flasky import transaction
from flasky.lib import clock
from flasky.models import Event, EventKind, Job, Lane, Letter, MailLink
from flasky.operations import events, users
from flasky.queries import roles
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from flasky.worker.consequences import CONSEQUENCES, HANDLERS, work_of
from tests import factories
from tests.browsers import do_jobs, letters, link_in, text_of
from tests.factories import PASSWORD
from tests.worker.post_office import said_in

LETTERS = {
    EventKind.ADDRESS_CLAIMED_AGAIN: ("alice@example.com", "[Flasky] You already have an account"),
    EventKind.CONFIRMATION_ASKED: ("una@example.com", "[Flasky] Confirm Your Account"),
    EventKind.RESET_ASKED: ("alice@example.com", "[Flasky] Reset Your Password"),
    EventKind.PASSWORD_CHANGED: ("alice@example.com", "[Flasky] Your password was changed"),
}


def cause(kind: EventKind, alice, unconfirmed) -> None:
    """Do what makes a fact of a kind that has a letter."""
    acts = {
        EventKind.ADDRESS_CLAIMED_AGAIN: lambda: users.register(
            NOBODY, email="alice@example.com", username="dora", password=PASSWORD
        ),
        EventKind.CONFIRMATION_ASKED: lambda: users.ask_confirmation(unconfirmed),
        EventKind.RESET_ASKED: lambda: users.ask_reset(NOBODY, email="alice@example.com"),
        EventKind.PASSWORD_CHANGED: lambda: users.change_password(alice, old=PASSWORD, new="battery staple"),
    }
    acts[kind]()
    transaction.commit()


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_of_fact_says_what_follows(app, kind):
    event = Event(id=1, kind=kind, subject_id=7)

    assert [(work.consequence, work.target_id) for work in work_of(event)] == [(name, 7) for name in CONSEQUENCES[kind]]


def test_every_consequence_has_somebody_who_does_it():
    named = {name for names in CONSEQUENCES.values() for name in names}

    assert named == set(HANDLERS)
    assert named == {name for kind in LETTERS for name in CONSEQUENCES[kind]}


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
    users.change_role(OPERATOR, user=alice, role=roles.by_name("Moderator"))
    transaction.commit()

    assert letters(app) == []
    assert session.scalars(select(MailLink.id)).all() == []
