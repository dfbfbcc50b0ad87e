"""Accounts: sign up, confirm, log in and out, change and reset the password."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky.lib import clock
from flasky.models import User
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser, letters, link_in, logged_in, text_of
from tests.factories import PASSWORD

DORA = {"email": "Dora@Example.com", "username": "dora", "password": PASSWORD, "password2": PASSWORD}
INVALID = "The confirmation link is invalid or has expired."


def sign_up(browser, **typed):
    return browser.fill_in("/auth/register", {**DORA, **typed})


def people() -> int:
    return session.scalar(select(func.count(User.id))) or 0


@pytest.mark.seed("U5", "U6", "E2", "E3", "E5", "P9")
def test_somebody_signs_up_confirms_and_is_greeted(app, browser):
    response = sign_up(browser)
    assert (response.status_code, response.location) == (303, "/")
    assert "A confirmation email has been sent to you by email." in browser.follow(response).text

    link = link_in(letters(app)[0])
    response = browser.fill_in(browser.get(link).location, {"email": "dora", "password": PASSWORD})
    assert response.location == link
    response = browser.fill_in(link)

    home = browser.follow(response).text
    assert "You have confirmed your account. Thanks!" in home
    assert "Pleased to meet you!" in home
    assert "Happy to see you again!" in browser.get("/").text


@pytest.mark.seed("U5")
def test_an_address_is_kept_in_lower_case(app, browser):
    sign_up(browser)

    assert session.scalar(select(User.pending_email)) == "dora@example.com"


@pytest.mark.seed("U5", "E2")
@pytest.mark.defect("D13", "D14", "D36", "M4")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": "not an address"}, "This is not an e-mail address"),
        ({"email": "two@example.com,three@example.com"}, "This is not an e-mail address"),
        ({"email": "a%b@example.com"}, "This is not an e-mail address"),
        ({"email": "dörte@example.com"}, "This is not an e-mail address"),
        ({"email": "x" * 250 + "@example.com"}, "Use at most 254 characters."),
        ({"email": "a@b.example\0"}, "NUL"),
        ({"email": ""}, "Please fill this in."),
        ({"username": "1dora"}, "Usernames must have only letters, numbers, dots or underscores"),
        ({"username": "do ra"}, "Usernames must have only letters"),
        ({"username": "a/b"}, "Usernames must have only letters"),
        ({"username": "dora\n"}, "Usernames must have only letters"),
        ({"username": "döra"}, "Usernames must have only letters"),
        ({"username": "dora\u202e"}, "Usernames must have only letters"),
        ({"username": "😀"}, "Usernames must have only letters"),
        ({"username": "d" * 65}, "Use at most 64 characters."),
        ({"username": "dora\0"}, "NUL"),
        ({"username": ""}, "Please fill this in."),
        ({"username": "Alice"}, "Username already in use."),
        ({"username": "a1ice"}, "Username already in use."),
        ({"username": "admin"}, "Username already in use."),
        ({"password": "short", "password2": "short"}, "Use at least 10 characters"),
        ({"password": "x" * 129, "password2": "x" * 129}, "Use at most 128 characters."),
        ({"password": "x" * 5000, "password2": "x" * 5000}, "Use at most 1024 characters."),
        ({"password2": "something else"}, "Passwords must match."),
        ({"password": "", "password2": ""}, "Please fill this in."),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field_and_nobody_is_made(app, browser, alice, typed, sentence):
    response = sign_up(browser, **typed)

    assert response.status_code == 422
    assert sentence in response.text
    assert people() == 1
    if "username" not in typed:
        assert 'value="dora"' in response.text
    assert PASSWORD not in response.text


@pytest.mark.defect("D10")
def test_signing_up_with_a_known_address_looks_the_same_and_its_owner_hears_of_it(app, alice):
    known, unknown = Browser(app), Browser(app)

    answers = [
        browser.follow(sign_up(browser, email=email, username=name))
        for browser, email, name in [(known, "alice@example.com", "dora"), (unknown, "new@example.com", "dorb")]
    ]

    plain = [re.sub(r'(value|datetime)="[^"]*"', "", answer.text) for answer in answers]
    assert plain[0] == plain[1]
    by_address = {letter["To"]: text_of(letter) for letter in letters(app)}
    assert "/auth/confirm/" in by_address["new@example.com"]
    assert "/auth/confirm/" not in by_address["alice@example.com"]


@pytest.mark.seed("U6", "E5")
def test_somebody_unconfirmed_sees_nothing_but_the_gate(app, unconfirmed):
    browser = logged_in(app, unconfirmed)

    for path in ("/", "/all", "/write", "/@una", "/admin"):
        assert browser.get(path).location == "/auth/unconfirmed", path
    gate = browser.get("/auth/unconfirmed")
    assert "You have not confirmed your account yet." in gate.text
    assert "una@example.com" in gate.text
    for free in (
        "/auth/change-password",
        "/auth/logout",
        "/auth/confirm",
        "/auth/reset",
        "/healthz",
        "/static/img/favicon.svg",
    ):
        assert browser.get(free).status_code == 200, free


@pytest.mark.seed("E5", "E2")
@pytest.mark.defect("D4")
def test_the_letter_is_sent_again_by_a_button_only(app, unconfirmed):
    browser = logged_in(app, unconfirmed)

    assert browser.get("/auth/confirm").status_code == 200
    assert letters(app) == []
    response = browser.fill_in("/auth/confirm")

    assert "A new confirmation email has been sent to you by email." in browser.follow(response).text
    assert [letter["To"] for letter in letters(app)] == ["una@example.com"]


@pytest.mark.seed("E5")
def test_the_gate_is_not_for_visitors_and_confirmed_people(app, browser, alice):
    assert browser.get("/auth/unconfirmed").location == "/"
    assert logged_in(app, alice).get("/auth/unconfirmed").location == "/"


@pytest.mark.seed("U6")
def test_an_older_link_ends_when_a_new_one_is_sent(app, unconfirmed):
    browser = logged_in(app, unconfirmed)
    browser.fill_in("/auth/confirm")
    first = link_in(letters(app)[0])
    browser.fill_in("/auth/confirm")

    response = browser.get(first)

    assert response.status_code == 404
    assert INVALID in response.text


@pytest.mark.seed("U6", "E5")
def test_a_confirmation_link_lives_an_hour(app, unconfirmed):
    browser = logged_in(app, unconfirmed)
    browser.fill_in("/auth/confirm")
    link = link_in(letters(app)[0])

    with time_machine.travel(clock.now() + timedelta(minutes=61)):
        response = browser.get(link)

    assert INVALID in response.text
    assert "/auth/confirm" in response.text


@pytest.mark.seed("U6", "E5")
def test_a_confirmation_link_works_for_its_own_account_only(app, unconfirmed):
    logged_in(app, unconfirmed).fill_in("/auth/confirm")
    link = link_in(letters(app)[0])
    other = logged_in(app, factories.unconfirmed("otto"))

    assert INVALID in other.get(link).text
    assert other.post(link).status_code == 404
    assert "not confirmed" in other.follow(other.get("/")).text


@pytest.mark.seed("U6")
@pytest.mark.defect("D4")
def test_reading_a_confirmation_link_does_not_use_it(app, unconfirmed):
    browser = logged_in(app, unconfirmed)
    browser.fill_in("/auth/confirm")
    link = link_in(letters(app)[0])

    for _ in range(3):
        assert browser.get(link).status_code == 200

    assert browser.get("/").location == "/auth/unconfirmed"
    assert browser.fill_in(link).location == "/"


@pytest.mark.seed("R2")
@pytest.mark.defect("D1", "D2")
def test_the_configured_address_makes_an_administrator_only_once_it_is_proved(app, browser):
    sign_up(browser, email="ADMIN@example.com", username="olga")
    browser.fill_in("/auth/login", {"email": "olga", "password": PASSWORD})
    assert browser.get("/admin").location == "/auth/unconfirmed"

    browser.fill_in(link_in(letters(app)[0]))

    assert browser.get("/admin").status_code == 200


@pytest.mark.seed("U2", "E2")
def test_a_wrong_password_is_told_and_the_name_is_kept(browser, alice):
    response = browser.fill_in("/auth/login", {"email": "alice", "password": "wrong horse"})

    assert response.status_code == 422
    assert "Invalid username or password." in response.text
    assert 'value="alice"' in response.text
    assert "wrong horse" not in response.text


@pytest.mark.seed("U2", "U5")
@pytest.mark.parametrize("name", ["alice", "ALICE", "alice@example.com", "Alice@Example.COM", "  alice  "])
def test_people_log_in_by_name_or_address_in_any_case(app, browser, alice, name):
    response = browser.fill_in("/auth/login", {"email": name, "password": PASSWORD})

    assert (response.status_code, response.location) == (303, "/")


@pytest.mark.parametrize("name", ["", "nobody", "a1ice", "x" * 300, "\0", "a@b@c", "'; --", "😀", "alice\n"])
def test_odd_names_are_refused_at_the_log_in(browser, alice, name):
    response = browser.fill_in("/auth/login", {"email": name, "password": "wrong horse"})

    assert response.status_code == 422


@pytest.mark.seed("U2", "E2", "P9")
@pytest.mark.defect("D4")
def test_signing_out_is_a_button_and_is_told_once(app, alice):
    browser = logged_in(app, alice)

    assert browser.get("/auth/logout").status_code == 200
    assert "Hello, alice!" in browser.get("/").text
    response = browser.fill_in("/auth/logout")

    assert "You have been logged out." in browser.follow(response).text
    assert "You have been logged out." not in browser.get("/").text
    assert "Hello, Stranger!" in browser.get("/").text


@pytest.mark.seed("U3")
@pytest.mark.defect("M2")
def test_a_visitor_is_led_back_to_what_they_wanted_even_after_a_wrong_password(browser, alice):
    path = browser.get("/write?x=1").location
    assert path == "/auth/login?next=%2Fwrite%3Fx%3D1"

    wrong = browser.fill_in(path, {"email": "alice", "password": "wrong horse"})
    right = browser.fill_in(path, {"email": "alice", "password": PASSWORD})

    assert wrong.status_code == 422
    assert right.location == "/write?x=1"


@pytest.mark.seed("E1")
def test_the_log_in_page_carries_the_words_of_the_seeds(browser):
    html = browser.get("/auth/login").text

    assert "<title>Flasky - Login</title>" in html
    assert re.search(r"<h1[^>]*>\s*Login\s*</h1>", html)
    for words in ("Email", "Password", "Keep me logged in", "Log In"):
        assert words in html
    assert "New user? Click here to register" in re.sub(r"<[^>]+>", "", html)


@pytest.mark.seed("E1")
def test_the_sign_up_page_carries_the_words_of_the_seeds(browser):
    html = browser.get("/auth/register").text

    for words in ("Email", "Username", "Password", "Confirm password", "Register"):
        assert words in html


@pytest.mark.seed("U7")
@pytest.mark.defect("D5")
def test_a_changed_password_works_and_ends_every_other_login(app, alice):
    here, there = logged_in(app, alice), logged_in(app, alice)

    response = here.fill_in(
        "/auth/change-password",
        {"old_password": PASSWORD, "password": "a whole new world", "password2": "a whole new world"},
    )

    assert response.status_code == 303
    assert "Hello, alice!" in here.get("/").text
    assert "Hello, Stranger!" in there.get("/").text
    assert there.fill_in("/auth/login", {"email": "alice", "password": PASSWORD}).status_code == 422
    assert there.fill_in("/auth/login", {"email": "alice", "password": "a whole new world"}).status_code == 303
    assert "alice@example.com" in [letter["To"] for letter in letters(app)]


@pytest.mark.seed("U7")
def test_the_old_password_is_needed(app, alice):
    browser = logged_in(app, alice)

    response = browser.fill_in(
        "/auth/change-password", {"old_password": "wrong", "password": "brand new one", "password2": "brand new one"}
    )

    assert response.status_code == 422
    assert "Invalid password." in response.text


@pytest.mark.seed("U8")
@pytest.mark.defect("D5", "M11")
def test_a_reset_link_sets_a_new_password_once_and_ends_every_login(app, browser, alice):
    before = logged_in(app, alice)
    browser.fill_in("/auth/reset", {"email": "ALICE@example.com"})
    link = link_in(letters(app)[0])

    response = browser.fill_in(link, {"password": "reset it right", "password2": "reset it right"})

    assert response.location == "/auth/login"
    assert "Hello, Stranger!" in before.get("/").text
    assert browser.fill_in("/auth/login", {"email": "alice", "password": "reset it right"}).status_code == 303
    again = browser.get(link)
    assert again.status_code == 404
    assert "The reset link is invalid or has expired." in again.text


@pytest.mark.seed("U8")
@pytest.mark.defect("D10")
def test_asking_for_a_reset_answers_the_same_for_every_address(app, alice):
    answers = []
    for address in ("alice@example.com", "nobody@example.com"):
        browser = Browser(app)
        answers.append(browser.follow(browser.fill_in("/auth/reset", {"email": address})).text)

    plain = [re.sub(r'value="[^"]*"', "", answer) for answer in answers]
    assert plain[0] == plain[1]
    assert [letter["To"] for letter in letters(app)] == ["alice@example.com"]


@pytest.mark.seed("U8")
@pytest.mark.defect("D30")
def test_a_reset_link_works_for_somebody_who_is_logged_in_too(app, alice):
    browser = logged_in(app, alice)
    browser.fill_in("/auth/reset", {"email": "alice@example.com"})

    response = browser.fill_in(link_in(letters(app)[0]), {"password": "reset it right", "password2": "reset it right"})

    assert "Your password has been updated." in browser.follow(response).text


def test_a_refused_new_password_does_not_use_the_reset_link(app, browser, alice):
    browser.fill_in("/auth/reset", {"email": "alice@example.com"})
    link = link_in(letters(app)[0])

    assert browser.fill_in(link, {"password": "short", "password2": "short"}).status_code == 422

    assert browser.fill_in(link, {"password": "long enough now", "password2": "long enough now"}).status_code == 303


@pytest.mark.parametrize("token", ["x", "x" * 5000, "a.b.c", "%00", "é", "IjEi.abc", "..%2f.."])
@pytest.mark.defect("D30")
def test_mangled_links_say_so(app, browser, unconfirmed, token):
    assert browser.get(f"/auth/reset/{token}").status_code == 404
    assert logged_in(app, unconfirmed).get(f"/auth/confirm/{token}").status_code == 404


def test_somebody_logged_in_needs_no_log_in_page(app, alice):
    browser = logged_in(app, alice)

    assert browser.get("/auth/login").location == "/"
    assert browser.get("/auth/register").location == "/"


def test_a_suspended_person_is_led_to_a_page_that_says_so(app, browser):
    factories.suspended("sue")

    response = browser.fill_in("/auth/login", {"email": "sue", "password": PASSWORD})

    assert response.location == "/auth/suspended"
    assert browser.follow(response).status_code == 200
    assert "Hello, Stranger!" in browser.get("/").text
