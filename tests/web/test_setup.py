"""The first minutes of a site: the one-time link and the guide."""

import pytest

from flasky.http import tokens
from flasky.models import Role
from flasky.queries import users
from tests.browsers import Browser, logged_in

FIRST = {
    "email": "host@example.com",
    "username": "host",
    "password": "correct horse",
    "password2": "correct horse",
}
CHOSEN = {"name": "Bottle", "description": "Letters from the sea", "registration": "closed", "accent": "ink"}


@pytest.fixture
def link(app) -> str:
    """The link that a site without an administrator prints."""
    return f"/setup/{tokens.set_up_token()}"


def test_the_link_makes_the_first_administrator_and_leads_on_to_the_guide(browser, link):
    guide = browser.follow(browser.fill_in(link, FIRST))

    assert "Your new site" in guide.text
    host = users.by_name("host")
    assert (host.role.name, host.confirmed) == (Role.ADMINISTRATOR, True)

    home = browser.follow(browser.fill_in("/setup", CHOSEN))
    assert "Your site is ready." in home.text
    assert 'data-accent="ink"' in home.text
    assert "<title>Bottle</title>" in home.text
    assert "Register" not in Browser(browser.app).get("/").text


def test_the_link_works_once(app, browser, link):
    browser.fill_in(link, FIRST)
    other = Browser(app)

    page = other.get(link)
    again = other.post(link, {**FIRST, "username": "second", "email": "second@example.com"})

    assert (page.status_code, again.status_code) == (410, 410)
    assert "This site is set up" in page.text


@pytest.mark.parametrize("token", ["x", "setup", "ImNvbmZpcm0i.abc"])
def test_another_link_makes_nobody(browser, token):
    assert browser.get(f"/setup/{token}").status_code == 404
    assert browser.post(f"/setup/{token}", FIRST).status_code == 404
    assert not users.is_any_administrator()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"password": "password123", "password2": "password123"}, "one of the first that somebody would guess"),
        ({"password2": "another"}, "Passwords must match."),
        ({"username": "a/b"}, "Usernames must have only"),
        ({"email": "nobody"}, "not an e-mail address"),
    ],
)
def test_a_wrong_form_says_what_is_wrong(browser, link, changed, words):
    page = browser.fill_in(link, {**FIRST, **changed})

    assert page.status_code == 422
    assert words in page.text
    assert not users.is_any_administrator()


def test_the_guide_is_for_administrators(app, alice):
    assert logged_in(app, alice).get("/setup").status_code == 403
    assert Browser(app).get("/setup").location == "/auth/login?next=%2Fsetup"


def test_the_guide_keeps_what_was_typed_when_something_is_wrong(app, admin):
    page = logged_in(app, admin).fill_in("/setup", {**CHOSEN, "name": "", "description": "Kept words"})

    assert page.status_code == 422
    assert "Kept words" in page.text
    assert "Please fill this in." in page.text
