"""The apps that one makes for others."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import OAuthClient
from flasky.operations import clients
from flasky.transaction import session
from tests.browsers import logged_in
from tests.oauth.foreign import CALLBACK, owned_app

PAGE = "/settings/apps/own"
SECRET = re.compile(r"flasky_cs_[\w-]{43}")
WANTED = {"name": "Reader", "website": "reader.example.org", "redirect_uris": CALLBACK, "kind": "confidential"}


def stored():
    transaction.rollback()
    return session.scalars(select(OAuthClient)).all()


@pytest.mark.seed("T13")
def test_an_app_is_registered_and_its_secret_shown_once(app, alice):
    own = logged_in(app, alice)

    made = own.post(PAGE, {**WANTED, "redirect_uris": f"{CALLBACK}\r\nhttp://127.0.0.1/cb"})

    [secret], [client] = set(SECRET.findall(made.text)), stored()
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    assert client.client_id in made.text
    assert clients.knows_secret(client, secret)
    assert client.redirects == [CALLBACK, "http://127.0.0.1/cb"]
    listed = own.get(PAGE).text
    assert client.client_id in listed
    assert secret not in listed


def test_a_public_app_has_no_secret(app, alice):
    made = logged_in(app, alice).post(PAGE, {**WANTED, "kind": "public"})

    assert (made.status_code, SECRET.findall(made.text)) == (201, [])
    assert "New secret" not in logged_in(app, alice).get(PAGE).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"name": "x" * 101}, "Use at most 100 characters."),
        ({"website": "javascript:alert(1)"}, "Give the whole address of a page"),
        ({"redirect_uris": ""}, "Please fill this in."),
        ({"redirect_uris": "http://app.example.org/"}, "Give one to ten whole addresses"),
        ({"redirect_uris": "\n".join(f"{CALLBACK}{n}" for n in range(11))}, "Give one to ten whole addresses"),
        ({"kind": "other"}, "Not a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(app, alice, changes, sentence):
    page = logged_in(app, alice).post(PAGE, {**WANTED, **changes})

    assert page.status_code == 422
    assert sentence in page.text
    assert stored() == []


@pytest.mark.advisory("CVE-2026-22246")
def test_another_s_app_is_none_of_one_s_own(app, alice, bob):
    made = owned_app(alice)
    other = logged_in(app, bob)

    assert other.post(f"{PAGE}/{made.client.id}/secret").status_code == 404
    assert other.post(f"{PAGE}/{made.client.id}/delete").status_code == 404
    assert made.client.client_id not in other.get(PAGE).text


def test_a_new_secret_and_an_end_need_the_password_when_it_was_given_long_ago(app, alice):
    made, own = owned_app(alice), logged_in(app, alice)

    renewed = own.post(f"{PAGE}/{made.client.id}/secret")
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        assert own.post(f"{PAGE}/{made.client.id}/secret").status_code == 403
        assert own.post(f"{PAGE}/{made.client.id}/delete").status_code == 403

    [secret], [client] = set(SECRET.findall(renewed.text)), stored()
    session.refresh(client)
    assert clients.knows_secret(client, secret)
    assert own.follow(own.post(f"{PAGE}/{made.client.id}/delete")).status_code == 200
    assert stored() == []
