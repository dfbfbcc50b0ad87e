"""Looking after accounts: what an administrator may change, what is written down, and who stays."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.errors import (
    EmailMalformed,
    EmailTaken,
    Forbidden,
    LastAdministrator,
    TooLong,
    UsernameMalformed,
    UsernameTaken,
)
from flasky.lib import clock
from flasky.models import Audited, AuditEntry, Event, EventKind, Login, MailLink, Purpose, Role, User
from flasky.operations import housekeeping, logins, mail_links, people
from flasky.operations.people import Account
from flasky.queries import roles
from flasky.queries import users as find
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests import factories, races


def account(user, **changed) -> Account:
    """Return a person's account as it is, but for what is changed."""
    values = {
        "email": user.address,
        "username": user.username,
        "confirmed": user.confirmed,
        "role": user.role,
        "name": user.actor.name,
        "location": user.actor.location,
        "about_me": user.actor.about_me,
    }
    return Account(**{**values, **changed})


def entries() -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


@pytest.mark.seed("R7")
@pytest.mark.defect("D27")
def test_an_administrator_changes_everything_of_an_account(admin, alice):
    wanted = account(
        alice,
        email="Alice.New@Example.NET",
        username="alicia",
        role=roles.by_name(Role.MODERATOR),
        name="Alice",
        location="Leeds",
        about_me="Bakes.",
    )

    people.edit(admin, user=alice, wanted=wanted)
    transaction.commit()

    actor = alice.actor
    assert (alice.email, alice.username, alice.role.name) == ("alice.new@example.net", "alicia", Role.MODERATOR)
    assert (actor.name, actor.location, actor.about_me) == ("Alice", "Leeds", "Bakes.")
    assert find.by_name("Alicia") is alice


def test_what_is_not_named_stays_as_it_is(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice, name="Alice", about_me="Bakes."))
    people.edit(admin, user=alice, wanted=Account(location="Leeds"))
    people.edit(admin, user=alice, wanted=Account(role=roles.by_name(Role.MODERATOR)))
    transaction.commit()

    assert (alice.actor.name, alice.actor.location, alice.actor.about_me) == ("Alice", "Leeds", "Bakes.")
    assert (alice.email, alice.username, alice.role.name, alice.confirmed) == (
        "alice@example.com",
        "alice",
        Role.MODERATOR,
        True,
    )
    with pytest.raises(LastAdministrator):
        people.edit(OPERATOR, user=admin, wanted=Account(confirmed=False))


@pytest.mark.seed("R7")
@pytest.mark.defect("D22")
def test_a_change_is_written_down_with_before_and_after(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice, name="Alice", role=roles.by_name(Role.MODERATOR)))

    [entry] = entries()
    assert (entry.act, entry.by_actor_id, entry.user_id) == (Audited.EDITED, admin.actor_id, alice.id)
    assert json.loads(entry.before) == {"name": "", "role": "User"}
    assert json.loads(entry.after) == {"name": "Alice", "role": "Moderator"}


def test_saving_without_a_change_writes_nothing(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice))

    assert entries() == []


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"email": "nobody"}, EmailMalformed),
        ({"email": "BOB@example.com"}, EmailTaken),
        ({"username": "a/b"}, UsernameMalformed),
        ({"username": "B0B"}, UsernameTaken),
        ({"name": "x" * 65}, TooLong),
        ({"location": "x" * 65}, TooLong),
        ({"about_me": "x" * 2001}, TooLong),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(admin, alice, bob, changed, refusal):
    with pytest.raises(refusal):
        people.edit(admin, user=alice, wanted=account(alice, **{"name": "Half", **changed}))

    transaction.rollback()
    assert (alice.email, alice.username, alice.actor.name) == ("alice@example.com", "alice", "")
    assert entries() == []


def test_the_case_of_ones_own_name_can_be_changed(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice, username="Alice"))

    assert alice.username == "Alice"


def test_an_account_that_is_no_longer_confirmed_proves_its_address_again(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice, confirmed=False))

    assert (alice.confirmed, alice.email, alice.pending_email) == (False, "alice@example.com", "alice@example.com")
    people.edit(admin, user=alice, wanted=account(alice, confirmed=True))
    assert (alice.confirmed, alice.email, alice.pending_email) == (True, "alice@example.com", None)


def test_a_claimed_address_stays_a_claim_until_it_is_confirmed(admin, unconfirmed):
    people.edit(admin, user=unconfirmed, wanted=account(unconfirmed, email="una@example.net"))
    assert (unconfirmed.email, unconfirmed.pending_email) == (None, "una@example.net")

    people.confirm(OPERATOR, user=unconfirmed)
    assert (unconfirmed.email, unconfirmed.confirmed) == ("una@example.net", True)
    assert entries()[-1].by_actor_id is None


def test_confirming_an_address_that_somebody_proved_is_refused(unconfirmed):
    factories.person("first", email="una@example.com")

    with pytest.raises(EmailTaken):
        people.confirm(OPERATOR, user=unconfirmed)


@pytest.mark.defect("D22")
def test_the_last_administrator_stays_one(admin, alice):
    user_role = roles.by_name(Role.USER)
    acts = [
        lambda: people.change_role(OPERATOR, user=admin, role=user_role),
        lambda: people.suspend(OPERATOR, user=admin),
        lambda: people.edit(admin, user=admin, wanted=account(admin, role=user_role)),
        lambda: people.edit(admin, user=admin, wanted=account(admin, confirmed=False)),
    ]

    for act in acts:
        with pytest.raises(LastAdministrator):
            act()
        transaction.rollback()

    assert find.administers(admin)


def test_a_suspended_or_unconfirmed_administrator_is_no_other_one(admin):
    factories.person("gone", role=Role.ADMINISTRATOR, suspended_at=admin.confirmed_at)
    factories.unconfirmed("soon").role = roles.by_name(Role.ADMINISTRATOR)
    transaction.commit()

    with pytest.raises(LastAdministrator):
        people.suspend(OPERATOR, user=admin)


@pytest.mark.defect("D22")
@pytest.mark.parametrize("act", [people.suspend, None], ids=["suspend", "demote"])
@pytest.mark.parametrize("turn", range(5))
def test_two_administrators_cannot_end_each_other_at_once(app, admin, turn, act):
    other = factories.person("other", role=Role.ADMINISTRATOR)
    ids = iter([admin.id, other.id])

    def end() -> None:
        target = session.get_one(User, next(ids))
        if act:
            act(OPERATOR, user=target)
        else:
            people.change_role(OPERATOR, user=target, role=roles.by_name(Role.USER))

    results = races.at_once(app, end, count=2)

    assert [type(result) for result in results].count(LastAdministrator) == 1
    assert find.is_any_administrator()


def test_suspending_ends_every_login_at_once_and_can_be_undone(admin, alice):
    logins.begin(alice, remembered=True, user_agent="", network="")

    people.suspend(admin, user=alice)
    people.suspend(admin, user=alice)

    assert not alice.is_active
    assert session.scalars(select(Login)).all() == []
    people.unsuspend(admin, user=alice)
    people.unsuspend(admin, user=alice)
    assert alice.is_active
    kinds = session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == [EventKind.SUSPENDED, EventKind.UNSUSPENDED]
    assert [entry.act for entry in entries()] == [Audited.SUSPENDED, Audited.UNSUSPENDED]


@pytest.mark.parametrize("name", ["alice", "mod", "nobody"])
def test_nobody_else_looks_after_accounts(request, bob, name):
    acting = NOBODY if name == "nobody" else request.getfixturevalue(name)

    for act in (people.suspend, people.unsuspend, people.confirm):
        with pytest.raises(Forbidden):
            act(acting, user=bob)
    with pytest.raises(Forbidden):
        people.edit(acting, user=bob, wanted=account(bob, name="Bobby"))


def test_a_new_address_ends_every_link_to_the_old_mailbox(admin, alice):
    for purpose in Purpose:
        mail_links.open_link(alice, purpose=purpose, address="alice@example.com")

    people.edit(admin, user=alice, wanted=account(alice, email="alice@example.net"))

    assert not any(link.is_open for link in session.scalars(select(MailLink)))


def test_correcting_the_address_of_somebody_unconfirmed_again_does_not_let_them_expire(admin, alice):
    people.edit(admin, user=alice, wanted=account(alice, confirmed=False))
    people.edit(admin, user=alice, wanted=account(alice, email="alice@example.net"))
    transaction.commit()

    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        assert housekeeping.expire_unconfirmed() == 0
    assert (alice.email, alice.pending_email) == ("alice@example.net", "alice@example.net")
