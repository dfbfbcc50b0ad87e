"""Logins: begun, kept, noted, ended; and that what ended stays ended."""

import contextvars
import threading

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import Login, User
from flasky.operations import logins, users
from flasky.queries.acting import NOBODY
from tests import factories
from tests.browsers import Browser, letters, link_in, logged_in
from tests.http.walk import NEW_PASSWORD
from tests.sites import add_view, failing

DAY = 24 * 3600


def rows():
    """Return the logins that are stored, oldest first, as they are now."""
    transaction.rollback()
    return list(transaction.session.scalars(select(Login).order_by(Login.id)))


def token_in(browser):
    """Return the login token that a browser's session holds."""
    with browser.client.session_transaction() as cookie:
        return cookie.get("_user_id")


def greets(browser, name):
    """Tell whether the home page greets a person."""
    return f"Hello, {name}!" in browser.get("/").text


def copy_of(browser):
    """Return another browser with the same cookies: what a thief would have."""
    twin = Browser(browser.app)
    for name in ("session", "remember_token"):
        cookie = browser.client.get_cookie(name)
        if cookie:
            twin.client.set_cookie(name, cookie.value)
    return twin


def without_session(browser):
    """Close and open a browser: what lived for the session only is gone."""
    browser.client.delete_cookie("session")
    return browser


@pytest.mark.seed("U2")
def test_logging_in_begins_a_login_whose_token_is_stored_hashed(app, alice):
    browser = Browser(app)
    response = browser.fill_in("/auth/login", {"email": "alice", "password": factories.PASSWORD}, action="/auth/login")

    token, login = token_in(browser), rows()[0]
    assert response.location == "/"
    assert len(token) == 43
    assert login.token_hash == Login.hash_of(token) != token
    assert (login.user_id, login.remembered, login.network) == (alice.id, False, "127.0.0.0/24")


@pytest.mark.seed("U2")
def test_logging_out_ends_the_login_for_every_copy_of_its_cookies(app, alice):
    browser = logged_in(app, alice)
    thief = copy_of(browser)

    browser.post("/auth/logout")

    assert rows() == []
    assert greets(browser, "Stranger")
    assert greets(thief, "Stranger")


def test_logging_out_leaves_ones_other_devices_logged_in(app, alice):
    phone, desk = logged_in(app, alice), logged_in(app, alice)

    phone.post("/auth/logout")

    assert greets(desk, "alice")
    assert len(rows()) == 1


def test_session_planted_before_log_in_is_worth_nothing_after_it(app, alice):
    victim = Browser(app)
    victim.csrf_token()
    planted = copy_of(victim)
    old_token = planted.csrf_token()

    victim.log_in(alice)

    assert greets(planted, "Stranger")
    assert victim.open("POST", "/write", data={"csrf_token": old_token, "title": "x"}).status_code == 400


def test_logging_in_again_gives_a_new_token_and_ends_the_old_login(app, alice):
    browser = logged_in(app, alice)
    thief, old = copy_of(browser), token_in(browser)

    browser.post("/auth/login", {"email": "alice", "password": factories.PASSWORD})

    assert token_in(browser) != old
    assert greets(thief, "Stranger")
    assert len(rows()) == 1


@pytest.mark.seed("U7")
@pytest.mark.defect("D5")
@pytest.mark.advisory("CVE-2025-62174")
def test_changing_the_password_ends_every_login_but_renews_this_one(app, alice):
    here, elsewhere = logged_in(app, alice), logged_in(app, alice)
    thief, old = copy_of(here), token_in(here)

    here.post(
        "/auth/change-password",
        {"old_password": factories.PASSWORD, "password": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert [greets(here, "alice"), greets(elsewhere, "Stranger"), greets(thief, "Stranger")] == [True, True, True]
    assert token_in(here) != old


@pytest.mark.defect("D5")
def test_changing_the_password_keeps_a_remembered_login_remembered(app, alice):
    browser = Browser(app).log_in(alice, remember=True)
    thief = copy_of(browser)

    browser.post(
        "/auth/change-password",
        {"old_password": factories.PASSWORD, "password": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert greets(without_session(browser), "alice")
    assert greets(without_session(thief), "Stranger")


@pytest.mark.seed("U8")
@pytest.mark.defect("D5")
@pytest.mark.advisory("CVE-2025-62174")
def test_resetting_the_password_ends_every_login(app, alice):
    browser = Browser(app).log_in(alice, remember=True)
    stranger = Browser(app)
    stranger.post("/auth/reset", {"email": "alice@example.com"})

    stranger.fill_in(link_in(letters(app)[0]), {"password": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert greets(browser, "Stranger")
    assert greets(without_session(copy_of(browser)), "Stranger")
    assert Browser(app).log_in(alice, password=NEW_PASSWORD)


@pytest.mark.advisory("CVE-2025-62174")
def test_administrators_new_password_for_somebody_would_end_their_logins_too(app, alice, browser):
    phone = logged_in(app, alice)

    users.change_password(transaction.session.get_one(User, alice.id), old=factories.PASSWORD, new=NEW_PASSWORD)
    transaction.commit()

    assert greets(phone, "Stranger")


@pytest.mark.advisory("CVE-2025-62175")
@pytest.mark.parametrize("remember", [True, False])
def test_suspension_ends_a_login_at_the_next_request(app, alice, remember):
    browser = Browser(app).log_in(alice, remember=remember)

    alice.suspended_at = clock.now()
    transaction.commit()

    assert browser.get("/write").location == "/auth/login?next=%2Fwrite"
    assert greets(without_session(browser), "Stranger")


@pytest.mark.advisory("CVE-2025-24896")
def test_logging_out_clears_the_second_cookie_too(app, alice):
    browser = Browser(app).log_in(alice, remember=True)

    response = browser.post("/auth/logout")

    assert any(line.startswith("remember_token=;") for line in response.headers.getlist("Set-Cookie"))
    assert not browser.client.get_cookie("remember_token")
    assert greets(browser, "Stranger")


@pytest.mark.advisory("CVE-2025-24896")
def test_remember_cookie_of_a_login_that_ended_is_cleared(app, alice):
    browser = Browser(app).log_in(alice, remember=True)
    logins.end_all(alice)
    transaction.commit()

    assert greets(without_session(browser), "Stranger")
    assert not browser.client.get_cookie("remember_token")


@pytest.mark.seed("U4")
@pytest.mark.parametrize(("remember", "name"), [(True, "alice"), (False, "Stranger")], ids=["ticked", "unticked"])
def test_keep_me_logged_in_decides_whether_a_closed_browser_forgets(app, alice, remember, name):
    browser = Browser(app).log_in(alice, remember=remember)

    assert greets(without_session(browser), name)


@pytest.mark.seed("U4")
@pytest.mark.defect("D50")
def test_remembered_person_goes_on_with_an_updated_browser(app, alice):
    browser = Browser(app).log_in(alice, remember=True)

    pages = [browser.get("/", headers={"User-Agent": f"Firefox/{number}"}).text for number in (140, 141)]
    closed = without_session(browser).get("/", headers={"User-Agent": "Firefox/142"}).text

    assert all("Hello, alice!" in page for page in (*pages, closed))


LIVES = {
    "idle for 14 days": (False, [14 * DAY], "Stranger"),
    "idle for nearly 14 days": (False, [14 * DAY - 60], "alice"),
    "used every 13 days for 91": (False, [13 * DAY] * 7, "Stranger"),
    "used every 12 days for 84": (False, [12 * DAY] * 7, "alice"),
    "remembered and idle for nearly 90": (True, [90 * DAY - 60], "alice"),
    "remembered for 90": (True, [90 * DAY], "Stranger"),
    "remembered and used": (True, [45 * DAY, 46 * DAY], "Stranger"),
}


@pytest.mark.parametrize(("remember", "waits", "name"), LIVES.values(), ids=LIVES)
def test_login_ends_after_its_time(app, alice, remember, waits, name):
    browser = Browser(app).log_in(alice, remember=remember)
    moment = clock.now().timestamp()

    for wait in waits:
        moment += wait
        with time_machine.travel(moment, tick=False):
            found = greets(browser, name)

    assert found


@pytest.mark.seed("R5")
@pytest.mark.defect("D24")
def test_use_is_noted_at_most_every_five_minutes(app, alice):
    with time_machine.travel("2026-11-22 12:00:00Z", tick=False) as now:
        browser, seen = logged_in(app, alice), []
        for _minute in range(12):
            now.shift(60)
            browser.get("/")
            seen.append(rows()[0].last_used_at.minute)

    assert seen == [0, 0, 0, 0, 0, 6, 6, 6, 6, 6, 6, 12]
    assert transaction.session.get_one(User, alice.id).actor.last_seen.minute == 12


def test_page_that_fails_notes_no_use(site, alice):
    app = site()
    add_view(app, "/test/broken", failing(RuntimeError("broken on purpose")))
    browser = logged_in(app, alice)

    with time_machine.travel(clock.now().timestamp() + 3600, tick=False):
        statuses = [browser.get(path).status_code for path in ("/nothing", "/admin", "/test/broken")]

    assert statuses == [404, 403, 500]
    assert rows()[0].last_used_at == rows()[0].created_at
    assert transaction.session.get_one(User, alice.id).actor.last_seen == rows()[0].created_at


@pytest.mark.parametrize("path", ["/auth/logout", "/auth/change-password", "/write"])
def test_write_after_a_long_pause_goes_through(app, alice, path):
    browser = logged_in(app, alice)
    data = {
        "old_password": factories.PASSWORD,
        "password": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "body": "After lunch",
    }

    with time_machine.travel(clock.now().timestamp() + 3600, tick=False):
        assert browser.post(path, data).status_code == 303


@pytest.mark.seed("E14")
def test_two_requests_at_once_never_mix_people(app, alice, bob):
    people = {"alice": logged_in(app, alice), "bob": logged_in(app, bob), "Stranger": Browser(app)}
    found, start = [], threading.Barrier(len(people) * 2)

    def read(name, browser):
        start.wait()
        for _request in range(15):
            page = contextvars.Context().run(browser.client.open, "/").text
            found.append(
                f"Hello, {name}!" in page and not any(f"Hello, {other}!" in page for other in people if other != name)
            )

    threads = [
        threading.Thread(target=read, args=(name, copy_of(browser)))
        for name, browser in people.items()
        for _twice in "12"
    ]
    transaction.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == [True] * 90


@pytest.mark.seed("P9")
def test_goodbye_is_said_once(app, alice):
    browser = logged_in(app, alice)
    browser.post("/auth/logout")

    assert "You have been logged out." in browser.get("/").text
    assert "You have been logged out." not in browser.get("/").text


def test_reset_in_the_browser_of_somebody_else_logs_them_out_cleanly(app, alice, bob):
    browser = logged_in(app, bob)
    users.ask_reset(NOBODY, email="alice@example.com")
    transaction.commit()

    response = browser.fill_in(link_in(letters(app)[0]), {"password": NEW_PASSWORD, "password2": NEW_PASSWORD})

    assert response.location == "/auth/login"
    assert greets(browser, "Stranger")
