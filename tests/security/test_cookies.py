"""Cookies: what their attributes promise, and that nothing can stand in front of them."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.models import Login
from tests import factories
from tests.browsers import Browser, logged_in
from tests.sites import HTTPS_SITE, SecureBrowser, with_cookie_header


@pytest.fixture
def secure_site(site):
    """The app of a site that is reached by https."""
    return site(flasky_site_url=HTTPS_SITE)


def attributes_of(response, name):
    """Return the attributes of a cookie that a response sets, in lower case."""
    line = next(line for line in response.headers.getlist("Set-Cookie") if line.startswith(f"{name}="))
    return {part.strip().lower() for part in line.split(";")[1:]}


def log_in_form(browser, *, remember):
    """Log alice in and return the answer."""
    data = {"email": "alice", "password": factories.PASSWORD, **({"remember_me": "y"} if remember else {})}
    return browser.fill_in("/auth/login", data)


@pytest.mark.defect("D12")
def test_session_cookie_of_an_https_site_is_bound_to_its_host(secure_site, alice):
    response = log_in_form(SecureBrowser(secure_site), remember=False)

    assert attributes_of(response, "__Host-session") == {"secure", "httponly", "path=/", "samesite=lax"}


@pytest.mark.defect("D12")
def test_remember_cookie_of_an_https_site_lives_ninety_days_out_of_reach_of_scripts(secure_site, alice):
    attributes = attributes_of(log_in_form(SecureBrowser(secure_site), remember=True), "remember_token")

    assert {"secure", "httponly", "path=/", "samesite=lax"} < attributes
    assert not [attribute for attribute in attributes if attribute.startswith("domain")]
    assert [attribute for attribute in attributes if attribute.startswith("expires")]


@pytest.mark.defect("D12")
def test_cookies_of_a_plain_http_site_are_not_secure_but_as_strict_otherwise(app, alice):
    response = log_in_form(Browser(app), remember=True)

    assert attributes_of(response, "session") == {"httponly", "path=/", "samesite=lax"}
    assert {"httponly", "samesite=lax"} < attributes_of(response, "remember_token")
    assert "secure" not in attributes_of(response, "remember_token")


@pytest.mark.parametrize("path", ["/", "/auth/login", "/nothing", "/healthz", "/static/dist/manifest.json"])
def test_https_site_asks_browsers_to_come_by_https_only(secure_site, path):
    response = SecureBrowser(secure_site).get(path)

    assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/dist/manifest.json"])
def test_plain_http_site_asks_no_such_thing(browser, path):
    assert "Strict-Transport-Security" not in browser.get(path).headers


def test_whole_visit_works_under_the_hosts_own_cookie(secure_site, alice):
    browser = SecureBrowser(secure_site)

    home = browser.follow(log_in_form(browser, remember=True))

    assert "Hello, alice!" in home.text
    assert browser.cookie("__Host-session")
    assert not browser.cookie("session")


@pytest.mark.advisory("CVE-2023-23934")
@pytest.mark.parametrize("prefix", ["=", " =", "==", "=x; ="])
def test_cookie_without_a_name_does_not_stand_for_the_session(secure_site, alice, prefix):
    thief = SecureBrowser(secure_site)
    log_in_form(thief, remember=False)
    named = f"__Host-session={thief.cookie('__Host-session').value}"

    assert "Hello, alice!" in with_cookie_header(secure_site, named, origin=HTTPS_SITE).text
    assert "Hello, Stranger!" in with_cookie_header(secure_site, prefix + named, origin=HTTPS_SITE).text


@pytest.mark.advisory("CVE-2023-23934")
def test_cookie_without_a_name_does_not_shadow_ones_own(app, alice, bob):
    attacker = logged_in(app, bob).client.get_cookie("session").value
    own = logged_in(app, alice).client.get_cookie("session").value

    page = with_cookie_header(app, f"=session={attacker}; session={own}")

    assert "Hello, alice!" in page.text


@pytest.mark.parametrize(
    "cookie",
    ["session=x", "session=", "session=a.b.c", "remember_token=x|y", "remember_token=|", "remember_token=\xff"],
)
def test_cookie_that_nobody_signed_makes_a_visitor(app, alice, cookie):
    page = with_cookie_header(app, cookie)

    assert page.status_code == 200
    assert "Hello, Stranger!" in page.text


def test_what_is_stored_of_a_login_opens_no_session(app, alice):
    logged_in(app, alice)
    stored = transaction.session.scalars(select(Login.token_hash)).one()

    browser = Browser(app)
    with browser.client.session_transaction() as cookie:
        cookie["_user_id"] = stored

    assert "Hello, Stranger!" in browser.get("/").text
