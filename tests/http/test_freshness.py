"""The password before sensitive acts, and nothing that was sent is lost on the way."""

import re
from html import unescape

import pytest
import time_machine

from flasky import transaction
from flasky.lib import clock
from flasky.models import Role
from flasky.transaction import session
from tests import factories
from tests.browsers import hidden_fields, logged_in
from tests.factories import PASSWORD
from tests.http.walk import ACCOUNT

AN_HOUR = 3601


@pytest.fixture
def desk(app, admin, alice):
    """An administrator who logged in more than an hour ago, and the address of alice's account."""
    browser = logged_in(app, admin)
    path = f"/admin/people/{alice.id}"
    with time_machine.travel(clock.now().timestamp() + AN_HOUR, tick=False):
        yield browser, path


@pytest.mark.seed("E6")
def test_an_hour_after_the_log_in_the_password_is_asked_for(desk, alice):
    browser, path = desk

    page = browser.post(path, {**ACCOUNT, "name": "Typed words"})

    assert page.status_code == 403
    assert "Your password, please" in page.text
    session.refresh(alice.actor)
    assert alice.actor.name == ""


def test_with_the_password_the_same_request_goes_through(desk, alice):
    browser, path = desk
    page = browser.post(path, {**ACCOUNT, "name": 'Typed "words" & <more>'})
    kept = {name: unescape(value) for name, value in hidden_fields(page.text).items()}
    action = re.search(r'<form method="post" action="([^"]+)"', page.text[page.text.index("<main") :])

    answer = browser.open("POST", action[1], data={**kept, "again_password": PASSWORD})

    assert (answer.status_code, answer.location) == (303, path)
    transaction.rollback()
    session.refresh(alice.actor)
    assert alice.actor.name == 'Typed "words" & <more>'
    assert browser.post(path, ACCOUNT).status_code == 303


def test_a_wrong_password_asks_again_and_keeps_what_was_sent(desk):
    browser, path = desk

    page = browser.post(path, {**ACCOUNT, "name": "Typed words", "again_password": "wrong"})

    assert page.status_code == 403
    assert "Invalid password." in page.text
    assert hidden_fields(page.text)["name"] == "Typed words"
    assert "wrong" not in page.text.replace("went wrong", "")


def test_reading_never_asks(desk):
    browser, path = desk

    assert browser.get(path).status_code == 200


def test_a_fresh_login_is_not_asked(app, admin, alice):
    assert logged_in(app, admin).post(f"/admin/people/{alice.id}", ACCOUNT).status_code == 303


def test_a_right_may_not_be_bought_with_a_password(app, alice, bob):
    browser = logged_in(app, alice)

    with time_machine.travel(clock.now().timestamp() + AN_HOUR, tick=False):
        page = browser.post(f"/admin/people/{bob.id}", {**ACCOUNT, "again_password": PASSWORD})

    assert page.status_code == 403
    assert "Your password, please" not in page.text


@pytest.mark.defect("D9")
def test_guessing_is_counted(site, admin, alice):
    browser = logged_in(site(ratelimit_enabled=True), admin)
    path = f"/admin/people/{alice.id}"

    with time_machine.travel(clock.now().timestamp() + AN_HOUR, tick=False):
        guesses = [browser.post(path, {**ACCOUNT, "again_password": f"guess {n}"}).status_code for n in range(11)]

    assert guesses == [403] * 10 + [429]


def test_a_password_that_is_far_too_long_is_wrong_at_once(desk):
    browser, path = desk

    assert browser.post(path, {**ACCOUNT, "again_password": "x" * 100_000}).status_code == 403


def test_passwords_among_what_was_sent_are_not_written_into_the_page(desk):
    browser, path = desk

    page = browser.post(path, {**ACCOUNT, "password": "never in a page"})

    assert "never in a page" not in page.text
    assert factories.PASSWORD not in page.text
    assert Role.ADMINISTRATOR not in hidden_fields(page.text).values()
