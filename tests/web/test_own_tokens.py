"""One's tokens made by hand."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import ApiGrant, ApiToken, Scope
from flasky.operations import grants
from flasky.transaction import session
from tests.browsers import letters, logged_in, text_of
from tests.factories import PASSWORD
from tests.statements import counted

PAGE = "/settings/tokens"
SECRET = re.compile(r"flasky_pat_[\w-]{43}")
WANTED = {"name": "Backup", "scopes": ["read", "follow"], "days": "30"}


def make(user, name="Script", **words):
    grant, _secret = grants.make_personal(user, name=name, **{"scopes": [Scope.READ], "days": 0, **words})
    transaction.commit()
    return grant


def stored():
    transaction.rollback()
    return session.scalars(select(ApiGrant)).all()


@pytest.mark.seed("T11")
@pytest.mark.defect("M10")
def test_a_token_is_made_and_its_secret_shown_once(app, alice, browser):
    own = logged_in(app, alice)

    made = own.post(PAGE, WANTED)

    [secret] = set(SECRET.findall(made.text))
    assert made.status_code == 201
    assert made.headers["Cache-Control"] == "no-store"
    assert browser.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).json["username"] == "alice"
    listed = own.get(PAGE).text
    assert "Backup" in listed
    assert secret not in listed
    assert session.scalars(select(ApiToken.token_hash)).all() == [ApiToken.hash_of(secret)]
    [letter] = letters(app)
    assert "A token was made for your account" in text_of(letter)
    assert secret not in str(letter)


def test_making_a_token_needs_the_password_when_it_was_given_long_ago(app, alice):
    own = logged_in(app, alice)

    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        asked = own.post(PAGE, WANTED)
        made = own.post(PAGE, {**WANTED, "again_password": PASSWORD})

    assert (asked.status_code, made.status_code) == (403, 201)
    assert asked.text.count('name="scopes"') == 2
    assert [grant.scopes for grant in stored()] == ["read follow"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": " "}, "Give the token a name"),
        ({"name": "x" * 101}, "Use at most 100 characters."),
        ({"name": "a\0"}, "NUL"),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["admin"]}, "not a valid choice"),
        ({"scopes": ["everything"]}, "not a valid choice"),
        ({"days": "many"}, "Give a number of days"),
        ({"days": "-1"}, "Give a number of days"),
        ({"days": "9" * 30}, "Give a number of days"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(app, alice, changes, sentence):
    page = logged_in(app, alice).post(PAGE, {**WANTED, **changes})

    assert page.status_code == 422
    assert sentence in page.text
    assert stored() == []


def test_nobody_is_offered_more_than_they_may(app, alice, mod, admin):
    offered = [
        re.findall(r'name="scopes"[^>]*value="(\w+)"', logged_in(app, each).get(PAGE).text)
        for each in (alice, mod, admin)
    ]

    assert offered == [["read", "write", "follow"], ["read", "write", "follow", "moderate"], list(Scope)]


@pytest.mark.advisory("CVE-2026-22246")
def test_tokens_are_taken_back_by_their_owner_alone(app, alice, bob):
    grant = make(alice)

    assert logged_in(app, bob).post(f"{PAGE}/{grant.id}/end").status_code == 404
    own = logged_in(app, alice)
    assert "opens nothing any more" in own.follow(own.post(f"{PAGE}/{grant.id}/end")).text
    assert stored() == []


def test_a_long_list_is_paged_at_the_same_cost(app, alice):
    make(alice, "Number 0")
    own = logged_in(app, alice)
    with counted() as few:
        own.get(PAGE)
    for number in range(1, 52):
        make(alice, f"Number {number}")
    with counted() as many:
        first = own.get(PAGE).text

    assert len(few) == len(many)
    assert "Number 51" in first
    assert "Number 1<" not in first
    older = re.search(r'href="([^"]*before=\d+)"', first)
    assert "Number 1<" in own.get(older[1]).text


def test_who_has_none_is_told_so(app, alice):
    assert "You have no tokens" in logged_in(app, alice).get(PAGE).text
