"""Changing one's address through pages and letters."""

import pytest

from flasky.queries import users
from tests.browsers import Browser, letters, link_in, logged_in, text_of
from tests.factories import PASSWORD

NEW = "alice@example.net"


def ask(browser, **changed):
    return browser.fill_in("/auth/change-email", {"email": NEW, "password": PASSWORD, **changed})


def press(browser, path):
    """Open a link and press the button of its page."""
    assert browser.get(path).status_code == 200
    return browser.fill_in(path)


@pytest.mark.seed("U9")
def test_a_link_goes_to_the_new_address_and_word_to_the_old_one(app, alice):
    browser = logged_in(app, alice)

    page = browser.follow(ask(browser))
    assert "on its way" in page.text
    assert "alice@example.com" in page.text
    [letter] = letters(app)
    assert letter["To"] == NEW

    press(browser, link_in(letter))

    assert users.by_proved_email(NEW).username == "alice"
    told = letters(app)[-1]
    assert (told["To"], told["Subject"]) == ("alice@example.com", "[Flasky] Your email address was changed")


@pytest.mark.seed("U9")
def test_the_old_mailbox_takes_the_account_back_and_chooses_a_password(app, alice):
    thief, owner = logged_in(app, alice), Browser(app)
    ask(thief)
    press(thief, link_in(letters(app)[0]))
    back = link_in(letters(app)[-1])

    reset = press(owner, back)
    assert reset.location.startswith("/auth/reset/")
    both = {"password": "a horse of my own", "password2": "a horse of my own"}
    assert owner.fill_in(reset.location, both).status_code == 303

    owner.log_in(alice, password="a horse of my own")
    assert "Hello, Stranger!" in thief.get("/").text
    assert users.by_proved_email("alice@example.com").username == "alice"
    assert owner.get(back).status_code == 404


@pytest.mark.defect("D10")
def test_an_address_of_somebody_else_is_answered_like_any_other(app, alice, bob):
    browser = logged_in(app, alice)

    free, first = ask(browser), letters(app)
    taken, both = ask(browser, email="bob@example.com"), letters(app)

    assert (free.status_code, free.location) == (taken.status_code, taken.location)
    assert ([letter["To"] for letter in first], both[-1]["To"]) == ([NEW], "bob@example.com")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nobody"}, "not an e-mail address"),
        ({"password": "wrong"}, "Invalid password."),
        ({"email": "alice@example.com"}, "your address already"),
        ({"email": ""}, "Please fill this in."),
    ],
)
def test_a_wrong_form_says_what_is_wrong_and_keeps_the_address(app, alice, changed, words):
    page = ask(logged_in(app, alice), **changed)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{changed.get("email", NEW)}"' in page.text or changed.get("email") == ""


@pytest.mark.seed("U9")
def test_reading_the_link_changes_nothing_and_it_needs_its_own_person(app, alice, bob):
    ask(logged_in(app, alice))
    path = link_in(letters(app)[0])

    visitor, stranger = Browser(app).get(path), logged_in(app, bob).get(path)
    logged_in(app, alice).get(path)

    assert (visitor.status_code, visitor.location) == (302, f"/auth/login?next={path.replace('/', '%2F')}")
    assert stranger.status_code == 404
    assert "invalid or has expired" in stranger.text
    assert users.by_proved_email(NEW) is None


@pytest.mark.defect("D1")
def test_somebody_unconfirmed_cannot_move_an_account_to_another_mailbox(app, unconfirmed):
    response = logged_in(app, unconfirmed).get("/auth/change-email")

    assert (response.status_code, response.location) == (302, "/auth/unconfirmed")


def test_the_letter_to_the_old_address_says_what_to_do(app, alice):
    browser = logged_in(app, alice)
    ask(browser)
    press(browser, link_in(letters(app)[0]))

    text = " ".join(text_of(letters(app)[-1]).split())

    assert "seven days" in text
    assert "logs every device out" in text
