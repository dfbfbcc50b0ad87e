"""Another address: asked for, proved, taken back."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.errors import AddressTakenMeanwhile, EmailMalformed, EmailUnchanged, LinkInvalid, PasswordWrong
from flasky.lib import clock
from flasky.models import Event, EventKind, Login, MailLink, Purpose, User
from flasky.operations import emails, logins, users
from flasky.queries import users as find
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import factories, races
from tests.factories import PASSWORD

NEW = "alice@example.net"


def links(purpose) -> list[MailLink]:
    return list(session.scalars(select(MailLink).where(MailLink.purpose == purpose).order_by(MailLink.id)))


def facts() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def change(user, address=NEW) -> MailLink:
    """Change a person's address to the end, and return the way back."""
    emails.ask_change(user, email=address, password=PASSWORD)
    emails.change(user, link=links(Purpose.CHANGE_EMAIL)[-1])
    transaction.commit()
    return links(Purpose.WAY_BACK)[-1]


@pytest.mark.seed("U9")
@pytest.mark.defect("N2")
def test_the_address_stays_until_the_new_one_is_proved(alice):
    emails.ask_change(alice, email="Alice@Example.NET", password=PASSWORD)

    assert (alice.email, alice.pending_email, alice.address) == ("alice@example.com", NEW, "alice@example.com")
    assert facts() == [EventKind.EMAIL_CHANGE_ASKED]
    assert [link.address for link in links(Purpose.CHANGE_EMAIL)] == [NEW]


@pytest.mark.seed("U9")
def test_the_link_makes_the_new_address_the_accounts(alice):
    back = change(alice)

    assert (alice.email, alice.pending_email) == (NEW, None)
    assert (back.address, facts()) == ("alice@example.com", [EventKind.EMAIL_CHANGE_ASKED, EventKind.EMAIL_CHANGED])


@pytest.mark.parametrize(
    ("email", "password", "refusal"),
    [
        ("nobody", PASSWORD, EmailMalformed),
        (NEW, "wrong", PasswordWrong),
        ("ALICE@example.com", PASSWORD, EmailUnchanged),
    ],
)
def test_a_change_that_cannot_be_is_refused(alice, email, password, refusal):
    with pytest.raises(refusal):
        emails.ask_change(alice, email=email, password=password)

    transaction.rollback()
    assert links(Purpose.CHANGE_EMAIL) == []


@pytest.mark.defect("D10")
def test_an_address_of_somebody_else_is_no_news_to_who_asks(alice, bob):
    emails.ask_change(alice, email="bob@example.com", password=PASSWORD)

    assert facts() == [EventKind.ADDRESS_CLAIMED_AGAIN]
    assert session.scalars(select(Event.subject_id)).one() == bob.id
    assert links(Purpose.CHANGE_EMAIL) == []


def test_a_second_wish_ends_the_first_ones_link(alice):
    emails.ask_change(alice, email="first@example.net", password=PASSWORD)
    emails.ask_change(alice, email=NEW, password=PASSWORD)

    with pytest.raises(LinkInvalid):
        emails.change(alice, link=links(Purpose.CHANGE_EMAIL)[0])


def test_a_link_serves_only_its_own_account_and_purpose(alice, bob):
    emails.ask_change(alice, email=NEW, password=PASSWORD)
    users.ask_reset(NOBODY, email="alice@example.com")

    with pytest.raises(LinkInvalid):
        emails.change(bob, link=links(Purpose.CHANGE_EMAIL)[0])
    with pytest.raises(LinkInvalid):
        emails.change(alice, link=links(Purpose.RESET)[0])
    with pytest.raises(LinkInvalid):
        emails.take_back(NOBODY, link=links(Purpose.RESET)[0])


def test_of_two_who_prove_one_address_the_first_gets_it(alice, bob):
    emails.ask_change(alice, email=NEW, password=PASSWORD)
    emails.ask_change(bob, email=NEW, password=PASSWORD)
    hers, his = links(Purpose.CHANGE_EMAIL)

    emails.change(bob, link=his)
    with pytest.raises(LinkInvalid):
        emails.change(alice, link=hers)

    assert find.by_proved_email(NEW) is bob


def test_a_link_used_by_many_at_once_works_once(app, alice):
    emails.ask_change(alice, email=NEW, password=PASSWORD)
    transaction.commit()
    alice_id, link_id = alice.id, links(Purpose.CHANGE_EMAIL)[0].id

    def act() -> None:
        emails.change(session.get_one(User, alice_id), link=session.get_one(MailLink, link_id))

    results = races.at_once(app, act)

    assert len(races.winners(results)) == 1
    assert session.scalar(select(func.count(Event.id)).where(Event.kind == EventKind.EMAIL_CHANGED)) == 1


@pytest.mark.seed("U9")
def test_the_old_mailbox_takes_the_account_back(alice):
    logins.begin(alice, remembered=False, user_agent="", network="")
    back = change(alice)

    reset = emails.take_back(NOBODY, link=back)
    transaction.commit()

    assert (alice.email, reset.purpose, reset.address) == ("alice@example.com", Purpose.RESET, "alice@example.com")
    assert session.scalars(select(Login)).all() == []
    assert not alice.verify_password(PASSWORD)


@pytest.mark.parametrize(("after", "works"), [(timedelta(days=6, hours=23), True), (timedelta(days=7), False)])
def test_the_way_back_stands_seven_days(alice, after, works):
    back = change(alice)

    with time_machine.travel(clock.now() + after, tick=False):
        assert back.is_open is works
        if works:
            emails.take_back(NOBODY, link=back)
        else:
            with pytest.raises(LinkInvalid):
                emails.take_back(NOBODY, link=back)


def test_whoever_changes_twice_does_not_shake_the_first_mailbox_off(alice):
    first = change(alice, "thief@example.net")
    second = change(alice, "thief@example.org")

    emails.take_back(NOBODY, link=first)
    transaction.commit()

    assert alice.email == "alice@example.com"
    with pytest.raises(LinkInvalid):
        emails.take_back(NOBODY, link=second)


def test_a_later_way_back_leaves_an_earlier_one_standing(alice):
    first = change(alice, "thief@example.net")
    emails.take_back(NOBODY, link=change_again(alice))

    emails.take_back(NOBODY, link=first)

    assert alice.email == "alice@example.com"


def change_again(user) -> MailLink:
    return change(user, "thief@example.org")


def test_an_address_that_was_taken_meanwhile_stays_where_it_is(alice):
    back = change(alice)
    factories.person("other", email="alice@example.com")

    with pytest.raises(AddressTakenMeanwhile):
        emails.take_back(NOBODY, link=back)

    transaction.rollback()
    assert find.by_proved_email(NEW) is not None
