"""Signing up: the rules, the names, and that it is no oracle."""

import pytest
from sqlalchemy import func, select

from flasky import transaction
from flasky.config import Registration
from flasky.errors import (
    EmailMalformed,
    EmailTaken,
    InvalidInput,
    NotFound,
    PasswordTooLong,
    PasswordTooShort,
    UsernameMalformed,
    UsernameTaken,
)
from flasky.models import Actor, Event, EventKind, MailLink, Role, User
from flasky.models.role import BITS_OF_ROLES
from flasky.operations import users
from flasky.queries import roles
from flasky.queries import users as find
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests import factories, races

WHO = {"email": "dora@example.com", "username": "dora", "password": "correct horse"}
GOOD = {**WHO, "registration": Registration.OPEN}
MALFORMED = {
    "digit first": "1dora",
    "trailing newline": "dora\n",
    "slash": "a/b",
    "space": "do ra",
    "empty": "",
    "65 characters": "d" * 65,
    "emoji": "dora🎉",
    "right to left": "\u202eadora",
    "Arabic": "دورا",
    "NUL": "do\0ra",
    "Cyrillic a": "dor\u0430",
    "hyphen": "do-ra",
    "at": "dora@example.com",
}
NOT_ADDRESSES = [
    "",
    "dora",
    "dora@",
    "a,b@example.com",
    "dora%x@example.com",
    "dora@example.com\n",
    "x\r\nBcc: y@example.com",
]


def register(**changed) -> User:
    made = users.register(NOBODY, **{**GOOD, **changed})
    transaction.commit()
    return made


def facts() -> list[str]:
    return list(session.scalars(select(Event.kind).order_by(Event.id)))


def count(row) -> int:
    return session.scalar(select(func.count()).select_from(row))


@pytest.mark.seed("U5")
def test_signing_up_makes_an_unconfirmed_person_who_claims_the_address(app):
    dora = register()

    assert (dora.username, dora.email, dora.pending_email, dora.confirmed) == ("dora", None, "dora@example.com", False)
    assert dora.role.name == Role.USER
    assert dora.verify_password("correct horse")
    assert facts() == [EventKind.REGISTERED, EventKind.CONFIRMATION_ASKED]


@pytest.mark.seed("U5")
@pytest.mark.defect("D27")
def test_the_address_is_stored_in_lower_case(app):
    assert register(email="Dora@Example.COM").pending_email == "dora@example.com"


@pytest.mark.seed("U5")
@pytest.mark.seed("E2")
@pytest.mark.defect("D14")
@pytest.mark.parametrize("username", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_name_is_refused_with_its_message(app, username):
    with pytest.raises(UsernameMalformed, match="Usernames must have only letters, numbers, dots or underscores"):
        register(username=username)

    assert (count(User), count(Actor), count(Event)) == (0, 0, 0)


@pytest.mark.seed("U5")
@pytest.mark.seed("E2")
@pytest.mark.defect("D14")
@pytest.mark.parametrize(("taken", "wanted"), [("dora", "dora"), ("john", "JOHN"), ("bob", "B0b"), ("modern", "modem")])
def test_a_name_that_looks_like_another_s_is_taken(app, taken, wanted):
    factories.person(taken)

    with pytest.raises(UsernameTaken, match="Username already in use"):
        register(username=wanted)

    transaction.rollback()
    assert count(User) == 1


@pytest.mark.parametrize("username", ["admin", "Root", "supp0rt", "auth", "everyone"])
def test_names_of_the_house_are_taken(app, username):
    with pytest.raises(UsernameTaken):
        register(username=username)

    assert count(User) == 0


@pytest.mark.seed("U5")
@pytest.mark.advisory("GHSA-5r37-qpwq-2jhh")
@pytest.mark.advisory("CVE-2026-53878")
@pytest.mark.parametrize("email", NOT_ADDRESSES)
def test_what_is_no_plain_address_is_refused(app, email):
    with pytest.raises(EmailMalformed, match="not an e-mail address"):
        register(email=email)

    assert count(User) == 0


@pytest.mark.defect("D13")
@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", PasswordTooShort),
        ("123456789", PasswordTooShort),
        ("🐴" * 9, PasswordTooShort),
        ("x" * 129, PasswordTooLong),
    ],
)
def test_a_password_has_10_to_128_characters(app, password, refusal):
    with pytest.raises(refusal):
        register(password=password)

    assert count(User) == 0


@pytest.mark.parametrize("password", ["qzvbnwkfjh", "nine seas " * 12 + "and more", "пароль и ключ", "  spa  ces "])
def test_any_password_of_that_length_is_taken_as_it_is(app, password):
    assert register(password=password).verify_password(password)


@pytest.mark.defect("D10")
def test_signing_up_with_a_known_address_looks_the_same_and_tells_its_owner(alice):
    dora = register(email="alice@example.com")

    assert (dora.username, dora.email, dora.pending_email) == ("dora", None, "alice@example.com")
    assert facts() == [EventKind.REGISTERED, EventKind.ADDRESS_CLAIMED_AGAIN]
    assert session.scalar(select(Event.subject_id).where(Event.kind == EventKind.ADDRESS_CLAIMED_AGAIN)) == alice.id
    assert count(MailLink) == 0


@pytest.mark.defect("D23")
def test_an_address_that_is_only_claimed_can_be_claimed_again(app):
    squatter, owner = register(username="squatter"), register(username="olga")

    assert squatter.pending_email == owner.pending_email
    assert facts().count(EventKind.CONFIRMATION_ASKED) == 2


@pytest.mark.defect("D51")
def test_without_roles_signing_up_says_so_and_makes_nobody(app):
    session.query(Role).update({"default": False})

    with pytest.raises(NotFound):
        users.register(NOBODY, **GOOD)

    transaction.rollback()
    assert count(User) == 0


def test_a_refusal_names_its_field(app):
    with pytest.raises(InvalidInput) as refusal:
        register(username="1dora")

    assert refusal.value.field == "username"
    assert str(refusal.value).startswith("username: ")


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_of_many_who_take_a_name_at_once_one_gets_it(app, turn):
    results = races.at_once(app, lambda: users.register(NOBODY, **GOOD).id)

    assert len(races.winners(results)) == 1
    assert [type(result) for result in results].count(UsernameTaken) == races.AT_ONCE - 1
    assert (count(User), count(Actor)) == (1, 1)


@pytest.mark.defect("D51")
@pytest.mark.parametrize("role", BITS_OF_ROLES)
def test_an_operator_makes_a_confirmed_person_of_any_role(app, role):
    made = users.create(OPERATOR, email="Eve@Example.com", username="admin", password="cat", role=roles.by_name(role))
    transaction.commit()

    assert (made.username, made.email, made.confirmed, made.role.name) == ("admin", "eve@example.com", True, role)
    assert made.verify_password("cat")
    assert facts() == [EventKind.REGISTERED]


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"email": "alice@example.com"}, EmailTaken),
        ({"username": "ALICE"}, UsernameTaken),
        ({"username": "a/b"}, UsernameMalformed),
        ({"email": "nobody"}, EmailMalformed),
    ],
)
def test_an_operator_cannot_break_the_rules_of_names_and_addresses(alice, changed, refusal):
    with pytest.raises(refusal):
        users.create(OPERATOR, **{**WHO, **changed}, role=roles.default())

    transaction.rollback()
    assert count(User) == 1


def test_an_operator_may_give_away_an_address_that_is_only_claimed(unconfirmed):
    made = users.create(OPERATOR, **{**WHO, "email": "una@example.com"}, role=roles.default())
    transaction.commit()

    assert find.by_proved_email("una@example.com") is made
