"""Who may keep an answer and what it depends on: the same rules over every address of the site, in one table."""

import pytest

from flasky.http import access
from tests.browsers import Browser
from tests.http.walk import ROUTES, make_world, sign_in

FRAGMENT = {"HX-Request": "true"}
PAGES = {rule: methods["GET"] for rule, methods in ROUTES.items() if "GET" in methods}


@pytest.mark.unmeasured
@pytest.mark.advisory("CVE-2023-30861")
@pytest.mark.advisory("CVE-2025-61598")
@pytest.mark.advisory("CVE-2026-27205")
@pytest.mark.advisory("GHSA-ccpr-m53r-mfwr")
@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_every_address_says_rightly_who_may_keep_its_answer(app, who):
    world = make_world()
    browser = sign_in(app, world.alice) if who == "alice" else Browser(app)
    wrong = [
        (rule, trouble)
        for rule, endpoint in PAGES.items()
        for trouble in troubles(
            browser if who == "alice" else Browser(app),
            world.address_of(rule),
            of_machines=access.rule_of(app, endpoint).for_machines,
            somebodys=who == "alice",
        )
    ]

    assert wrong == []


def troubles(browser, path, *, of_machines, somebodys):
    """Yield what is wrong with the answers of an address, whole and as a fragment."""
    whole = browser.get(path)
    fragment = browser.get(path, headers=FRAGMENT)
    for response in (whole, fragment):
        yield from of_keeping(response, of_machines=of_machines, somebodys=somebodys)
    if shape(whole) != shape(fragment) and not all("HX-Request" in each.vary for each in (whole, fragment)):
        yield "depends on HX-Request and does not say so"
    if may_be_kept(whole) and whole.status_code == 200:
        yield from of_asking_again(browser, path, whole)


def of_keeping(response, *, of_machines, somebodys):
    """Yield what is wrong with what an answer says of keeping it."""
    if "Cache-Control" not in response.headers:
        yield "says nothing of caches"
    if may_be_kept(response) and (response.headers.getlist("Set-Cookie") or (somebodys and not of_machines)):
        yield "is one person's, and may be kept"
    if of_machines and response.status_code < 400 and ("Cookie" in response.vary or "Set-Cookie" in response.headers):
        yield "knows a session, which machines have not"
    if not of_machines and "Cookie" not in response.vary:
        yield "depends on the cookie and does not say so"
    if may_be_kept(response) and response.status_code not in (200, 301, 302, 304, 404, 410):
        yield f"is an error that passes ({response.status_code}), and may be kept"


def of_asking_again(browser, path, first):
    """Yield what is wrong with asking again for an answer that one has."""
    again = browser.get(path, headers={"If-None-Match": first.headers.get("ETag", "")})
    if (again.status_code, again.data) != (304, b""):
        yield "is sent twice"
    if any(again.headers.get(name) != first.headers.get(name) for name in ("Cache-Control", "Vary", "ETag")):
        yield "says something else when it is asked for again"


def may_be_kept(response):
    """Tell whether a cache may keep an answer at all."""
    return "no-store" not in response.headers.get("Cache-Control", "")


def shape(response):
    """Return what a fragment differs from a page in."""
    return b"<html" in response.data, response.status_code, response.headers.get("HX-Redirect")


def test_a_page_that_changed_is_sent_anew(app, browser):
    world = make_world()
    path = f"/@alice/{world.post.id}/{world.post.slug}"
    tag = browser.get(path).headers["ETag"]

    sign_in(app, world.alice).post(f"{path}/edit", {"title": "First", "body": "Other words"})

    again = browser.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 200
    assert "Other words" in again.text
    assert again.headers["ETag"] != tag


def test_somebody_logged_in_gets_no_304_for_what_a_visitor_saw(app, browser, alice):
    tag = browser.get("/").headers["ETag"]

    own = sign_in(app, alice).get("/", headers={"If-None-Match": tag})

    assert own.status_code == 200
    assert "ETag" not in own.headers
