"""Changing and resetting a password."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from werkzeug.security import generate_password_hash

from flasky import transaction
from flasky.errors import EmailMalformed, LinkInvalid, PasswordTooLong, PasswordTooShort, PasswordWrong
from flasky.lib import clock, passwords
from flasky.models import Event, EventKind, Login, MailLink, Purpose, User
from flasky.operations import logins, users
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import factories, races
from tests.factories import PASSWORD

NEW = "battery staple"


def log_in(user: User) -> str:
    token = logins.begin(user, remembered=True, user_agent="Firefox", network="203.0.113.0/24")
    transaction.commit()
    return token


def asked(email: str) -> MailLink:
    """Ask for a reset letter and return its link."""
    users.ask_reset(NOBODY, email=email)
    transaction.commit()
    return session.scalars(select(MailLink).order_by(MailLink.id.desc())).first()


def facts() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def living_logins() -> int:
    return session.scalar(select(func.count(Login.id)))


@pytest.mark.seed("U7")
@pytest.mark.defect("D5")
def test_changing_the_password_ends_every_login(alice):
    log_in(alice)
    log_in(alice)

    users.change_password(alice, old=PASSWORD, new=NEW)
    transaction.commit()

    assert alice.verify_password(NEW)
    assert not alice.verify_password(PASSWORD)
    assert living_logins() == 0
    assert facts() == [EventKind.PASSWORD_CHANGED]


@pytest.mark.seed("U7")
@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        ("wrong", NEW, PasswordWrong),
        ("", NEW, PasswordWrong),
        (PASSWORD, "short", PasswordTooShort),
        (PASSWORD, "x" * 129, PasswordTooLong),
    ],
)
def test_a_change_that_is_refused_changes_nothing(alice, old, new, refusal):
    log_in(alice)

    with pytest.raises(refusal):
        users.change_password(alice, old=old, new=new)

    assert alice.verify_password(PASSWORD)
    assert living_logins() == 1
    assert facts() == []


@pytest.mark.defect("D5")
def test_changing_the_password_makes_waiting_reset_links_invalid(alice):
    link = asked("alice@example.com")

    users.change_password(alice, old=PASSWORD, new=NEW)
    transaction.commit()

    with pytest.raises(LinkInvalid):
        users.reset_password(NOBODY, link=link, password=PASSWORD)


@pytest.mark.seed("U8")
@pytest.mark.advisory("CVE-2025-62174")
def test_a_reset_sets_the_password_and_ends_every_login(alice, bob):
    log_in(alice)
    bobs = log_in(bob)

    users.reset_password(NOBODY, link=asked("Alice@Example.com"), password=NEW)
    transaction.commit()

    assert alice.verify_password(NEW)
    assert session.scalars(select(Login.token_hash)).all() == [Login.hash_of(bobs)]
    assert facts() == [EventKind.RESET_ASKED, EventKind.PASSWORD_CHANGED]


@pytest.mark.seed("U8")
@pytest.mark.defect("D5")
def test_a_reset_link_works_once(alice):
    link = asked("alice@example.com")
    users.reset_password(NOBODY, link=link, password=NEW)
    transaction.commit()

    with pytest.raises(LinkInvalid):
        users.reset_password(NOBODY, link=link, password="another one")

    assert alice.verify_password(NEW)


@pytest.mark.seed("U8")
def test_a_reset_link_is_too_old_after_an_hour(alice):
    link = asked("alice@example.com")

    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False), pytest.raises(LinkInvalid):
        users.reset_password(NOBODY, link=link, password=NEW)

    assert alice.verify_password(PASSWORD)


@pytest.mark.seed("U8")
def test_a_newer_reset_link_replaces_the_older_one(alice):
    older, newer = asked("alice@example.com"), asked("alice@example.com")

    with pytest.raises(LinkInvalid):
        users.reset_password(NOBODY, link=older, password=NEW)
    users.reset_password(NOBODY, link=newer, password=NEW)

    assert alice.verify_password(NEW)


@pytest.mark.defect("D6")
def test_a_confirmation_link_does_not_reset(unconfirmed):
    users.ask_confirmation(unconfirmed)
    link = session.scalars(select(MailLink)).one()

    with pytest.raises(LinkInvalid):
        users.reset_password(NOBODY, link=link, password=NEW)

    assert unconfirmed.verify_password(PASSWORD)


@pytest.mark.defect("D30")
@pytest.mark.parametrize(("password", "refusal"), [("short", PasswordTooShort), ("x" * 129, PasswordTooLong)])
def test_a_refused_password_leaves_the_link_open(alice, password, refusal):
    link = asked("alice@example.com")

    with pytest.raises(refusal):
        users.reset_password(NOBODY, link=link, password=password)

    users.reset_password(NOBODY, link=link, password=NEW)
    assert alice.verify_password(NEW)


@pytest.mark.seed("U8")
@pytest.mark.defect("D9")
@pytest.mark.advisory("GHSA-qxrw-f6fh-34r7")
def test_an_unknown_address_changes_nothing_and_says_nothing(alice):
    assert users.ask_reset(NOBODY, email="nobody@example.com") is None

    assert facts() == []
    assert session.scalars(select(MailLink)).all() == []


@pytest.mark.seed("U8")
def test_what_is_no_address_is_refused(app):
    with pytest.raises(EmailMalformed):
        users.ask_reset(NOBODY, email="alice")


@pytest.mark.advisory("CVE-2019-19844")
@pytest.mark.advisory("CVE-2026-8206")
def test_the_letter_goes_to_the_stored_address(alice):
    link = asked("ALICE@EXAMPLE.COM")

    assert (link.address, link.user_id, link.purpose) == ("alice@example.com", alice.id, Purpose.RESET)


def test_the_owner_of_an_address_comes_before_those_who_claim_it(alice):
    factories.unconfirmed("late", pending_email="alice@example.com")

    assert asked("alice@example.com").user_id == alice.id


def test_of_those_who_claim_an_address_the_newest_gets_the_letter(app):
    factories.unconfirmed("older", pending_email="shared@example.com")
    newer = factories.unconfirmed("newer", pending_email="shared@example.com")

    assert asked("shared@example.com").user_id == newer.id


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_one_reset_link_used_many_times_at_once_resets_once(app, alice, turn):
    link_id = asked("alice@example.com").id

    def reset() -> None:
        users.reset_password(NOBODY, link=session.get_one(MailLink, link_id), password=NEW)

    results = races.at_once(app, reset)

    assert len(races.winners(results)) == 1
    assert facts().count(EventKind.PASSWORD_CHANGED) == 1


@pytest.mark.seed("E13")
@pytest.mark.seed("U1")
def test_a_hash_is_replaced_by_a_stronger_one(alice):
    alice.password_hash = "pbkdf2:sha1:1000$duxMk0OF$4735b293e397d6eeaf650aaf490fd9091f928bed"
    transaction.commit()

    users.rehash(alice, password_hash=passwords.hash_password("cat"))
    transaction.commit()

    assert alice.password_hash.startswith("$argon2id$")
    assert alice.verify_password("cat")


@pytest.mark.seed("E13")
@pytest.mark.defect("D36")
@pytest.mark.parametrize("method", ["pbkdf2:sha1:1000", "scrypt"])
def test_logging_in_replaces_a_hash_of_the_seeds_kind(alice, browser, method):
    alice.password_hash = generate_password_hash("cat", method=method)
    transaction.commit()

    browser.log_in(alice, password="cat")

    session.expire_all()
    assert alice.password_hash.startswith("$argon2id$")
    assert alice.verify_password("cat")
