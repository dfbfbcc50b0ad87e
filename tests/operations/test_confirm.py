"""Proving an address, and who becomes administrator by it."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.config import Registration
from flasky.errors import LinkInvalid
from flasky.http import tokens
from flasky.lib import clock
from flasky.models import Event, EventKind, LinkState, MailLink, Purpose, Role, User
from flasky.operations import users
from flasky.queries import users as find
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import factories, races

ADMIN = "admin@example.com"


def asked(user: User) -> MailLink:
    """Have a confirmation letter sent and return its link."""
    users.ask_confirmation(user)
    transaction.commit()
    return session.scalars(select(MailLink).where(MailLink.user_id == user.id).order_by(MailLink.id.desc())).first()


def facts() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


@pytest.mark.seed("U6")
def test_confirming_proves_the_address(unconfirmed):
    link = asked(unconfirmed)

    users.confirm(unconfirmed, link=link, administrator=ADMIN)
    transaction.commit()

    assert (unconfirmed.email, unconfirmed.pending_email, unconfirmed.confirmed) == ("una@example.com", None, True)
    assert unconfirmed.role.name == Role.USER
    assert facts() == [EventKind.CONFIRMATION_ASKED, EventKind.CONFIRMED]


@pytest.mark.seed("U6")
def test_a_link_confirms_once(unconfirmed):
    link = asked(unconfirmed)
    users.confirm(unconfirmed, link=link, administrator="")
    transaction.commit()

    with pytest.raises(LinkInvalid):
        users.confirm(unconfirmed, link=link, administrator="")


@pytest.mark.seed("U6")
def test_a_link_is_too_old_after_an_hour(unconfirmed):
    link = asked(unconfirmed)

    with time_machine.travel(clock.now() + timedelta(minutes=61), tick=False), pytest.raises(LinkInvalid):
        users.confirm(unconfirmed, link=link, administrator="")


@pytest.mark.seed("U6")
def test_a_link_works_for_its_own_account_only(unconfirmed):
    thief = factories.unconfirmed("thief", pending_email="una@example.com")
    link = asked(unconfirmed)

    with pytest.raises(LinkInvalid):
        users.confirm(thief, link=link, administrator="")

    assert not thief.confirmed


@pytest.mark.seed("U6")
@pytest.mark.defect("D6")
def test_a_reset_link_does_not_confirm(unconfirmed):
    users.ask_reset(NOBODY, email="una@example.com")
    link = session.scalars(select(MailLink)).one()

    with pytest.raises(LinkInvalid):
        users.confirm(unconfirmed, link=link, administrator="")


@pytest.mark.defect("D6")
@pytest.mark.parametrize(
    "change",
    [lambda t: t[:-1], lambda t: "A" + t, lambda t: t[::-1], lambda t: "", lambda t: "x" * 5000, lambda t: "é🎉\0"],
)
def test_an_altered_token_leads_nowhere(unconfirmed, change):
    token = tokens.token_of(asked(unconfirmed))
    assert tokens.link_of(token, purpose=Purpose.CONFIRM).user_id == unconfirmed.id

    with pytest.raises(LinkInvalid):
        tokens.link_of(change(token), purpose=Purpose.CONFIRM)


@pytest.mark.defect("D6")
def test_a_token_leads_nowhere_for_another_purpose(unconfirmed):
    token = tokens.token_of(asked(unconfirmed))

    with pytest.raises(LinkInvalid):
        tokens.link_of(token, purpose=Purpose.RESET)


def test_a_token_of_a_link_that_is_gone_leads_nowhere(unconfirmed):
    link = asked(unconfirmed)
    token = tokens.token_of(link)
    session.delete(link)
    transaction.commit()

    with pytest.raises(LinkInvalid):
        tokens.link_of(token, purpose=Purpose.CONFIRM)


def test_asking_again_replaces_the_older_link(unconfirmed):
    first, second = asked(unconfirmed), asked(unconfirmed)
    session.refresh(first)
    assert first.state == LinkState.REPLACED

    with pytest.raises(LinkInvalid):
        users.confirm(unconfirmed, link=first, administrator="")
    users.confirm(unconfirmed, link=second, administrator="")
    assert unconfirmed.confirmed


def test_a_confirmed_person_is_asked_nothing(alice):
    users.ask_confirmation(alice)

    assert facts() == []


@pytest.mark.seed("R2")
@pytest.mark.defect("D1")
def test_the_configured_address_makes_an_administrator_when_it_is_proved(app):
    boss = users.register(
        NOBODY, email="Admin@Example.COM", username="boss", password="correct horse", registration=Registration.OPEN
    )
    transaction.commit()
    assert not boss.is_administrator()

    link = session.scalars(select(MailLink)).one()
    users.confirm(boss, link=link, administrator=ADMIN)
    transaction.commit()

    assert boss.is_administrator()
    assert facts()[-2:] == [EventKind.CONFIRMED, EventKind.ROLE_CHANGED]


@pytest.mark.defect("D1")
def test_a_link_for_one_address_does_not_prove_another_claimed_since(unconfirmed):
    link = asked(unconfirmed)
    unconfirmed.pending_email = ADMIN
    transaction.commit()

    with pytest.raises(LinkInvalid):
        users.confirm(unconfirmed, link=link, administrator=ADMIN)

    assert not unconfirmed.is_administrator()


@pytest.mark.defect("D2")
def test_nobody_becomes_administrator_while_none_is_configured(unconfirmed):
    link = asked(unconfirmed)

    users.confirm(unconfirmed, link=link, administrator="")

    assert not unconfirmed.is_administrator()


@pytest.mark.defect("D23")
def test_a_squatter_cannot_keep_the_owner_from_proving_the_address(app):
    squatter = factories.unconfirmed("squatter", pending_email="owner@example.com")
    asked(squatter)
    owner = users.register(
        NOBODY, email="owner@example.com", username="olga", password="correct horse", registration=Registration.OPEN
    )
    transaction.commit()

    users.confirm(owner, link=asked(owner), administrator="")
    transaction.commit()

    assert find.by_proved_email("owner@example.com") is owner
    assert find.candidates("owner@example.com") == (owner, squatter)


@pytest.mark.defect("D10")
def test_of_two_claims_the_first_to_confirm_wins_and_the_other_s_link_is_invalid(app):
    first, second = (factories.unconfirmed(name, pending_email="shared@example.com") for name in ("fay", "gil"))
    links = [asked(first), asked(second)]
    users.confirm(second, link=links[1], administrator="")
    transaction.commit()

    with pytest.raises(LinkInvalid):
        users.confirm(first, link=links[0], administrator="")

    transaction.rollback()
    assert (first.confirmed, first.email, second.email) == (False, None, "shared@example.com")


@pytest.mark.defect("D10")
def test_the_loser_of_a_claim_who_asks_again_gets_no_link(alice):
    late = factories.unconfirmed("late", pending_email="alice@example.com")

    users.ask_confirmation(late)
    transaction.commit()

    assert facts() == [EventKind.ADDRESS_CLAIMED_AGAIN]
    assert session.scalars(select(MailLink)).all() == []


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_one_link_opened_in_many_tabs_at_once_confirms_once(app, unconfirmed, turn):
    link_id = asked(unconfirmed).id

    def confirm() -> None:
        link = session.get_one(MailLink, link_id)
        users.confirm(link.user, link=link, administrator=ADMIN)

    results = races.at_once(app, confirm)

    assert len(races.winners(results)) == 1
    assert [type(result) for result in results].count(LinkInvalid) == races.AT_ONCE - 1
    assert facts().count(EventKind.CONFIRMED) == 1


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_of_many_claims_confirmed_at_once_one_proves_the_address(app, turn):
    waiting = [asked(factories.unconfirmed(f"claim{n}", pending_email="shared@example.com")).id for n in "abcdefgh"]

    def confirm() -> None:
        link = session.get_one(MailLink, waiting.pop())
        users.confirm(link.user, link=link, administrator="")

    results = races.at_once(app, confirm)

    assert len(races.winners(results)) == 1
    assert [type(result) for result in results].count(LinkInvalid) == races.AT_ONCE - 1
    assert len(session.scalars(select(User).where(User.email == "shared@example.com")).all()) == 1
