"""The page that asks whether an app may in, and every way to misuse it."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import Event, EventKind, Login, OAuthCode, Scope
from flasky.transaction import session
from tests.browsers import Browser, letters, logged_in, text_of
from tests.factories import PASSWORD
from tests.oauth.foreign import CALLBACK, CHALLENGE, SITE, VERIFIER, ForeignApp, answer, known_app, query_of


@pytest.fixture
def client(app):
    """An app without a secret."""
    return known_app().client


def question(client, **changes):
    """Return the path of the page with what an app asks; None leaves a parameter out."""
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": CALLBACK,
        "scope": "read",
        "state": "s t&=é"[:5],
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
        **changes,
    }
    return f"/oauth/authorize?{urlencode({name: value for name, value in asked.items() if value is not None})}"


def codes():
    transaction.rollback()
    return session.scalars(select(OAuthCode)).all()


def test_the_page_says_who_asks_for_what_and_where_it_leads(app, alice):
    client = known_app(name="<b>Reader</b>", website="https://reader.example.org/about").client

    page = logged_in(app, alice).get(question(client, scope="read follow"))

    assert "&lt;b&gt;Reader&lt;/b&gt;" in page.text
    assert "@alice" in page.text
    assert 'href="https://reader.example.org/about"' in page.text
    assert "app.example.org" in page.text
    assert "Read what you can read" in page.text
    assert "Follow, mute and block" in page.text
    assert "Write as you" not in page.text


def test_no_other_site_frames_the_page_keeps_it_or_answers_it(app, alice, client):
    browser, path = logged_in(app, alice), question(client)
    page = browser.get(path)

    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self' https://app.example.org;" in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    token = browser.csrf_token()
    foreign = {"Origin": "https://app.example.org"}
    for data, headers in (
        ({"decision": "allow"}, {}),
        ({"decision": "allow", "csrf_token": token}, foreign),
        ({"decision": "allow", "csrf_token": token}, {"Sec-Fetch-Site": "cross-site"}),
        ({"decision": "allow", "csrf_token": "x"}, {}),
    ):
        assert browser.open("POST", path, data=data, headers=headers).status_code == 400
    assert browser.get(f"{path}&decision=allow").status_code == 200
    assert codes() == []
    assert "app.example.org" not in browser.get("/").headers["Content-Security-Policy"]


def test_a_visitor_logs_in_first_and_comes_back_to_the_question(app, alice, client):
    browser = Browser(app)

    away = browser.get(question(client))
    back = browser.fill_in(away.location, {"email": "alice", "password": PASSWORD})

    assert away.location.startswith("/auth/login?next=")
    assert back.location == question(client)
    assert "Reader" in browser.follow(back).text


def test_who_confirmed_no_address_lets_nobody_in(app, unconfirmed, client):
    browser = logged_in(app, unconfirmed)

    assert browser.get(question(client)).location == "/auth/unconfirmed"
    assert browser.post(question(client), {"decision": "allow"}).location == "/auth/unconfirmed"
    assert codes() == []


def test_a_yes_goes_back_with_a_code_of_which_only_the_hash_is_kept(app, alice, client):
    back = answer(logged_in(app, alice), question(client))

    assert back.status_code == 303
    assert query_of(back) == {"code": query_of(back)["code"], "state": "s t&=", "iss": SITE}
    [row] = codes()
    assert query_of(back)["code"] not in (row.code_hash, row.challenge)
    assert (row.scopes, row.redirect_uri, row.challenge) == ("read", CALLBACK, CHALLENGE)


@pytest.mark.parametrize("decision", ["deny", "", "perhaps"])
def test_anything_but_a_yes_goes_back_with_the_refusal(app, alice, client, decision):
    back = answer(logged_in(app, alice), question(client), decision)

    assert back.location.startswith(f"{CALLBACK}?")
    assert {**query_of(back), "error_description": ""} == {
        "error": "access_denied",
        "error_description": "",
        "state": "s t&=",
        "iss": SITE,
    }
    assert codes() == []


@pytest.mark.advisory("CVE-2021-32618")
@pytest.mark.advisory("CVE-2021-23401")
@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": None},
        {"client_id": "unknown"},
        {"client_id": "é\"'<"},
        {"client_id": "x" * 10_000},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": f"{CALLBACK}/"},
        {"redirect_uri": f"{CALLBACK}?next=https://evil.example"},
        {"redirect_uri": "https://app.example.org.evil.example/callback"},
        {"redirect_uri": "https://app.example.org@evil.example/callback"},
        {"redirect_uri": "https://app.example.org\\@evil.example/callback"},
        {"redirect_uri": "//evil.example/callback"},
        {"redirect_uri": "javascript:alert(1)"},
        {"redirect_uri": f"{CALLBACK}\r\nX: y"},
        {"redirect_uri": 'https://evil.example/"é'},
        {"redirect_uri": "https://evil.example/", "response_type": "token"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_is_sent_to_a_place_that_is_not_the_app_s(app, alice, client, changes, method):
    browser, path = logged_in(app, alice), question(client, **changes)

    page = browser.get(path) if method == "GET" else browser.post(path, {"decision": "allow"})

    assert page.status_code == 400
    assert page.location is None
    assert "evil.example" not in page.text.replace("/auth", "")
    assert "evil.example" not in page.headers["Content-Security-Policy"]
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "read everything"}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": "v" * 129}, "invalid_request"),
    ],
)
def test_what_an_app_asks_wrongly_it_is_told_where_it_belongs(app, alice, client, changes, error):
    page = logged_in(app, alice).get(question(client, **changes))

    assert page.status_code == 302
    assert page.location.startswith(f"{CALLBACK}?")
    assert (query_of(page)["error"], query_of(page)["iss"], query_of(page)["state"]) == (error, SITE, "s t&=")


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "state", "scope", "code_challenge"])
def test_nothing_stands_twice_in_a_question(app, alice, client, name):
    page = logged_in(app, alice).get(f"{question(client)}&{name}=x")

    assert (page.status_code, page.location) == (400, None)


@pytest.mark.parametrize("state", ["\0", "é", "a\r\nSet-Cookie: x=y"])
def test_a_state_that_no_header_holds_goes_nowhere(app, alice, client, state):
    page = logged_in(app, alice).get(question(client, state=state))

    assert page.status_code in (400, 404)
    assert page.location is None


def test_an_app_that_may_only_read_asks_for_no_more(app, alice):
    client = known_app(scopes=[Scope.READ]).client

    page = logged_in(app, alice).get(question(client, scope="read write"))

    assert query_of(page)["error"] == "invalid_scope"


def test_nobody_is_asked_for_what_they_may_not_do_themselves(app, alice, mod, client):
    asked = question(client, scope="read moderate admin")

    assert "Moderate as you" not in logged_in(app, alice).get(asked).text
    page = logged_in(app, mod).get(asked).text
    assert "Moderate as you" in page
    assert "Administer" not in page


def test_without_a_scope_an_app_may_read(app, alice, client):
    answer(logged_in(app, alice), question(client, scope=None))

    assert codes()[0].scopes == "read"


def test_an_app_with_one_place_need_not_name_it(app, alice, client):
    back = answer(logged_in(app, alice), question(client, redirect_uri=None))

    assert back.location.startswith(f"{CALLBACK}?code=")
    two = known_app(redirect_uris=[CALLBACK, f"{CALLBACK}2"]).client
    assert logged_in(app, alice).get(question(two, redirect_uri=None)).status_code == 400


@pytest.mark.parametrize(
    ("registered", "asked", "source"),
    [
        ("http://127.0.0.1/cb", "http://127.0.0.1:50123/cb", "http://127.0.0.1:50123"),
        ("http://[::1]/cb", "http://[::1]:50123/cb", "http:"),
        ("org.example.app:/cb", "org.example.app:/cb", "org.example.app:"),
    ],
)
def test_programs_on_one_s_own_computer_and_phone_are_sent_back_to(app, alice, registered, asked, source):
    client = known_app(redirect_uris=[registered]).client
    browser = logged_in(app, alice)

    page = browser.get(question(client, redirect_uri=asked))
    back = answer(browser, question(client, redirect_uri=asked))

    assert f"form-action 'self' {source};" in page.headers["Content-Security-Policy"]
    assert back.location.startswith(f"{asked}?code=")


def test_a_yes_needs_the_password_when_it_was_given_long_ago_and_a_no_does_not(app, alice, client):
    browser, path = logged_in(app, alice), question(client)
    with time_machine.travel(clock.now() + timedelta(hours=2), tick=False):
        asked_again = answer(browser, path)
        wrong = browser.post(path, {"decision": "allow", "again_password": "wrong"})
        no = answer(browser, path, "deny")
        yes = browser.post(path, {"decision": "allow", "again_password": PASSWORD})

    assert (asked_again.status_code, wrong.status_code) == (403, 403)
    assert "https://app.example.org;" in asked_again.headers["Content-Security-Policy"]
    assert query_of(no)["error"] == "access_denied"
    assert "code" in query_of(yes)


def test_a_new_app_is_told_by_letter_and_stands_among_one_s_apps(app, alice):
    browser = logged_in(app, alice)
    ForeignApp(app, known_app().client).let_in(browser)

    [letter] = letters(app)

    assert letter["Subject"] == "[Flasky] New access to your account"
    assert "Reader" in text_of(letter)
    assert "Read what you can read" in text_of(letter)
    assert "http://localhost/settings/apps" in text_of(letter)
    assert "Reader" in browser.get("/settings/apps").text
    assert session.scalars(select(Event.kind)).all() == [EventKind.GRANT_BEGUN]


def test_a_consent_dies_with_a_new_password(app, alice, client):
    browser = logged_in(app, alice)
    code = query_of(answer(browser, question(client)))["code"]
    new = {"old_password": PASSWORD, "password": "battery staple", "password2": "battery staple"}
    assert browser.fill_in("/auth/change-password", new).status_code == 303

    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    response = Browser(app).open("POST", "/oauth/token", data={**form, "client_id": client.client_id})

    assert (response.status_code, response.json["error"]) == (400, "invalid_grant")
    assert len(session.scalars(select(Login)).all()) == 1
