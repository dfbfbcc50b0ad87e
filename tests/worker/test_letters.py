"""Letters under bad weather: a mail server that refuses, is away, or takes one and a worker that dies."""

from datetime import timedelta
from email.message import EmailMessage

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.http.settings import settings
from flasky.lib import clock, emails
from flasky.lib.paging import PageRequest
from flasky.mail.letters import envelope
from flasky.models import Job, Lane, Letter, MailLink
from flasky.operations import jobs, users
from flasky.queries import site
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from flasky.worker import letters, loop
from tests.browsers import do_jobs
from tests.worker.post_office import free_port, said_in


@pytest.fixture
def asked(alice):
    """Alice asked for a reset letter."""
    users.ask_reset(NOBODY, email="alice@example.com")
    transaction.commit()


def the_job() -> Job:
    transaction.rollback()
    return session.scalars(select(Job)).one()


@pytest.mark.seed("P13")
def test_a_letter_goes_to_the_mail_server(asked, sending_app, post_office):
    assert do_jobs(sending_app(post_office.port)) == 1

    assert [letter["To"] for letter in post_office.letters] == ["alice@example.com"]
    assert the_job().done_at is not None
    assert session.scalars(select(Letter.sent_at)).one() is not None


@pytest.mark.seed("P14")
@pytest.mark.defect("D37")
def test_a_mail_server_that_is_away_is_asked_again_after_growing_waits(asked, sending_app, post_office):
    away, waits = sending_app(free_port()), []
    with time_machine.travel(clock.now(), tick=False) as traveller:
        for _ in range(5):
            do_jobs(away)
            waits.append((the_job().due_at - clock.now()).total_seconds())
            traveller.move_to(the_job().due_at)

    assert [round(wait / 5 / 2**n) for n, wait in enumerate(waits)] == [1] * 5
    assert (the_job().attempts, the_job().done_at, the_job().dead_at) == (5, None, None)
    assert "could not be reached" in the_job().error


@pytest.mark.seed("P14")
@pytest.mark.parametrize("answer", ["421 Try later", "450 Mailbox busy", "451 Local error"])
def test_a_letter_that_is_put_off_arrives_when_the_server_takes_it(asked, sending_app, post_office, answer):
    post_office.answer = answer
    app = sending_app(post_office.port)
    assert do_jobs(app) == 1
    assert answer.split(" ", 1)[1] in the_job().error

    post_office.answer = "250 Kept"
    with time_machine.travel(clock.now() + timedelta(seconds=10), tick=False):
        assert do_jobs(app) == 1

    assert len(post_office.letters) == 1
    assert the_job().error == ""


@pytest.mark.defect("D37")
def test_a_letter_that_is_refused_for_good_is_dead_after_one_try_and_listed(asked, sending_app, post_office):
    post_office.answer = "550 No such person"
    app = sending_app(post_office.port)

    do_jobs(app)
    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        assert do_jobs(app) == 0

    [dead] = site.dead_letters(page=PageRequest(10)).items
    assert (dead.attempts, dead.due_at) == (1, None)
    assert "550 No such person" in dead.error
    assert site.letters_of([dead])[dead.id].recipient == "alice@example.com"


def test_one_letter_that_fails_holds_up_no_other(asked, bob, sending_app, post_office):
    users.ask_reset(NOBODY, email="bob@example.com")
    transaction.commit()
    app = sending_app(post_office.port)
    post_office.answer = "450 Busy"
    do_jobs(app)

    post_office.answer = "250 Kept"
    with time_machine.travel(clock.now() + timedelta(seconds=10), tick=False):
        do_jobs(app)

    assert {letter["To"] for letter in post_office.letters} == {"alice@example.com", "bob@example.com"}


def test_killed_between_sending_and_marking_the_letter_goes_again_under_its_name(asked, sending_app, post_office):
    app = sending_app(post_office.port)
    with app.app_context():
        loop.expand_facts()
        job = jobs.take(Lane.MAIL)
        transaction.commit()
        _send_and_die(job)
    assert len(post_office.letters) == 1

    with time_machine.travel(clock.now() + jobs.LEASE + timedelta(seconds=1), tick=False):
        assert do_jobs(app) == 1

    first, second = post_office.letters
    assert first["Message-ID"] == second["Message-ID"]
    assert said_in(first) == said_in(second)


class Killed(BaseException):
    """What a SIGKILL is to a test."""


def _send_and_die(job: Job) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters.operation, "mark_sent", _die)
        with pytest.raises(Killed):
            letters.send(job)
    transaction.rollback()


def _die(_letter: Letter) -> None:
    raise Killed


def test_a_worker_whose_lease_ran_out_does_not_mark_another_s_job(asked, sending_app, post_office):
    slow, quick = sending_app(post_office.port), sending_app(post_office.port)
    with slow.app_context():
        loop.expand_facts()
        held = jobs.take(Lane.MAIL)
        transaction.commit()
    with time_machine.travel(clock.now() + timedelta(seconds=46), tick=False), quick.app_context():
        taken = jobs.take(Lane.MAIL)
        transaction.commit()

        with slow.app_context():
            assert not jobs.finish(held)
            transaction.commit()
        assert jobs.finish(taken)
        transaction.commit()

    assert the_job().attempts == 2


def test_without_a_mail_server_letters_go_to_the_outbox_and_the_terminal(asked, app, capsys):
    do_jobs(app)

    assert "To: alice@example.com" in capsys.readouterr().out
    assert len(list(settings().outbox.glob("*.eml"))) == 1


@pytest.mark.advisory("GHSA-5r37-qpwq-2jhh")
@pytest.mark.parametrize(
    "shape", ["a{}b@example.com", "{}@example.com", "a@b{}c.com", "{0}{0}@example.com", "a.{}@example.com"]
)
def test_every_address_that_signs_up_can_be_written_to(shape):
    texts = [*map(chr, range(32, 127)), "a" * 64, "a" * 65, "=?", "xn--", "b" * 63]
    accepted = {address for text in texts if (address := emails.normalized(shape.format(text)))}

    assert {_envelope_to(address) for address in accepted} == accepted
    assert len(accepted) > 10


def _envelope_to(address: str) -> str:
    letter = EmailMessage()
    letter["From"] = "flasky@example.com"
    letter["To"] = address
    return envelope(letter)[1]


def test_a_letter_that_cannot_be_composed_is_dead_at_once(alice, app):
    users.ask_reset(NOBODY, email="alice@example.com")
    session.flush()
    alice.email = "alice@example.com"
    link = session.scalars(select(MailLink)).one()
    link.address = "not an address"
    transaction.commit()

    do_jobs(app)

    assert the_job().dead_at is not None
    assert "not a plain email address" in the_job().error
