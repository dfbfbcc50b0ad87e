"""The site's first administrator, and its own words."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.config import Registration
from flasky.errors import EmailTaken, Forbidden, NameMissing, PasswordCommon, SetUpBefore, TooLong
from flasky.models import Accent, Role, Site, User
from flasky.operations import sites
from flasky.operations.sites import Choice
from flasky.queries import site as find
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests import races

FIRST = {"email": "Host@example.com", "username": "admin", "password": "correct horse"}
CHOICE = Choice("Bottle", "Letters from the sea", Registration.CLOSED, Accent.INK)


def test_the_first_administrator_is_confirmed_and_may_have_a_reserved_name(app):
    host = sites.set_up(NOBODY, **FIRST)

    assert (host.role.name, host.email, host.confirmed) == (Role.ADMINISTRATOR, "host@example.com", True)


def test_there_is_only_one_first_administrator(admin):
    with pytest.raises(SetUpBefore):
        sites.set_up(NOBODY, **FIRST)


@pytest.mark.parametrize("turn", range(5))
def test_of_many_who_hold_the_link_at_once_one_becomes_administrator(app, turn):
    names = iter(range(races.AT_ONCE))

    def act() -> int:
        number = next(names)
        return sites.set_up(
            NOBODY, email=f"h{number}@example.com", username=f"host{number}", password="correct horse"
        ).id

    results = races.at_once(app, act)

    assert len(races.winners(results)) == 1
    assert len(session.scalars(select(User.id)).all()) == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [({"password": "password123"}, PasswordCommon), ({"email": "alice@example.com"}, EmailTaken)],
)
def test_the_first_administrator_keeps_the_rules_too(alice, changed, refusal):
    with pytest.raises(refusal):
        sites.set_up(NOBODY, **{**FIRST, **changed})


def test_what_is_chosen_is_kept_in_one_row(admin):
    sites.choose(admin, wanted=CHOICE)
    sites.choose(OPERATOR, wanted=CHOICE)
    transaction.commit()

    [row] = session.scalars(select(Site)).all()
    assert (row.name, row.description, row.registration, row.accent) == (
        "Bottle",
        "Letters from the sea",
        "closed",
        "ink",
    )


@pytest.mark.parametrize(
    ("words", "refusal"),
    [(("", ""), NameMissing), (("  ", ""), NameMissing), (("x" * 61, ""), TooLong), (("x", "y" * 201), TooLong)],
)
def test_a_site_needs_a_name_and_few_words(admin, words, refusal):
    with pytest.raises(refusal):
        sites.choose(admin, wanted=Choice(*words, Registration.OPEN, Accent.GLASS))


def test_nobody_but_administrators_chooses(alice, mod):
    for one in (alice, mod, NOBODY):
        with pytest.raises(Forbidden):
            sites.choose(one, wanted=CHOICE)


@pytest.mark.parametrize(
    ("chosen", "configured", "is_open"),
    [
        (None, None, True),
        ("closed", None, False),
        ("open", Registration.CLOSED, False),
        ("closed", Registration.OPEN, True),
        ("", None, True),
    ],
)
def test_the_setting_stands_above_the_choice(chosen, configured, is_open):
    row = None if chosen is None else Site(registration=chosen)

    assert (find.registration(row, configured=configured) is Registration.OPEN) is is_open


def test_two_who_choose_first_at_once_make_one_row(app, admin):
    def act() -> None:
        sites.choose(OPERATOR, wanted=CHOICE)

    assert len(races.winners(races.at_once(app, act))) == races.AT_ONCE
    assert len(session.scalars(select(Site)).all()) == 1
