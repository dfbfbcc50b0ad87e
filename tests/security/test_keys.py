"""A change of SECRET_KEY: former keys still verify, the new one signs."""

import pytest

from tests.browsers import Browser, logged_in

OLD, NEW = "the key of last year, long enough for us", "the key of this year, long enough for us"


@pytest.fixture
def before(site):
    """The app under its old key."""
    return site(secret_key=OLD)


@pytest.fixture
def after(site):
    """The app under a new key, the old one among the fallbacks."""
    return site(secret_key=NEW, secret_key_fallbacks=("an even older key, long enough for all", OLD))


def moved(browser, app, name):
    """Return a browser of another app with one cookie of a browser."""
    other = Browser(app)
    other.client.set_cookie(name, browser.client.get_cookie(name).value)
    return other


@pytest.mark.advisory("CVE-2025-47278")
def test_session_of_the_old_key_goes_on_under_the_new_one(before, after, alice):
    browser = moved(logged_in(before, alice), after, "session")

    assert "Hello, alice!" in browser.get("/").text


@pytest.mark.advisory("CVE-2025-47278")
def test_new_key_signs_what_is_written_now(after, site, alice):
    browser = logged_in(after, alice)

    only_new = moved(browser, site(secret_key=NEW), "session")
    only_old = moved(browser, site(secret_key=OLD), "session")

    assert "Hello, alice!" in only_new.get("/").text
    assert "Hello, Stranger!" in only_old.get("/").text


@pytest.mark.seed("U4")
@pytest.mark.advisory("CVE-2025-47278")
def test_remembered_person_is_remembered_under_the_new_key(before, after, alice):
    browser = moved(Browser(before).log_in(alice, remember=True), after, "remember_token")

    assert "Hello, alice!" in browser.get("/").text


@pytest.mark.parametrize("name", ["session", "remember_token"])
def test_key_that_was_given_up_opens_nothing(before, site, alice, name):
    browser = moved(Browser(before).log_in(alice, remember=True), site(secret_key=NEW), name)

    assert "Hello, Stranger!" in browser.get("/").text


def test_form_opened_under_the_old_key_hands_its_text_back(before, after, alice):
    browser = logged_in(before, alice)
    token = browser.csrf_token()

    response = moved(browser, after, "session").open("POST", "/write", data={"csrf_token": token, "body": "Dear words"})

    assert response.status_code == 400
    assert "Dear words" in response.text
