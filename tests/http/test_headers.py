"""Headers: every kind of answer carries the same guards, logged in and out, files too."""

import pytest
from werkzeug.exceptions import TooManyRequests

from flasky import transaction
from flasky.lib import clock
from flasky.web.filters import asset
from tests import factories
from tests.browsers import Browser, logged_in
from tests.http.walk import ROUTES, make_world
from tests.sites import add_view, database_away, failing

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; media-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
ANSWERS = {
    "page": ("GET", "/", 200),
    "head": ("HEAD", "/", 200),
    "moved": ("GET", "/index", 301),
    "bad request": ("POST", "/auth/logout", 400),
    "not found": ("GET", "/nothing", 404),
    "wrong method": ("PUT", "/", 405),
    "options": ("OPTIONS", "/", 200),
    "gone": ("GET", "/@alice/{deleted}/post", 410),
    "too large": ("POST", "/auth/reset", 413),
    "too often": ("GET", "/test/often", 429),
    "broken": ("GET", "/test/broken", 500),
    "database away": ("GET", "/test/away", 503),
    "for machines": ("GET", "/healthz", 200),
    "wrong host": ("GET", "/", 400),
}
OPTIONS = {"too large": {"data": {"email": "x" * 2**21}}, "wrong host": {"headers": {"Host": "evil.example"}}}


@pytest.fixture
def faulty(site):
    """The app with a few pages that go wrong."""
    app = site()
    add_view(app, "/test/often", failing(TooManyRequests(retry_after=7)))
    add_view(app, "/test/broken", failing(RuntimeError("broken on purpose")))
    add_view(app, "/test/away", failing(database_away()))
    return app


@pytest.fixture(params=["visitor", "alice"])
def anybody(request, faulty, alice):
    """A visitor's browser, and one in which alice is logged in."""
    return logged_in(faulty, alice) if request.param == "alice" else Browser(faulty)


def deleted_post(author):
    """Return the id of a post that its author deleted."""
    post = factories.post(author)
    post.deleted_at = clock.now()
    transaction.commit()
    return post.id


@pytest.mark.defect("D12")
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_kind_of_answer_carries_the_guards(anybody, alice, kind):
    method, path, status = ANSWERS[kind]

    response = anybody.open(method, path.format(deleted=deleted_post(alice)), **OPTIONS.get(kind, {}))

    assert response.status_code == status
    assert {name: response.headers.get(name) for name in GUARDS} == GUARDS
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.defect("D12")
def test_refusals_of_people_carry_the_guards(app, alice, browser):
    forbidden, to_login = logged_in(app, alice).get("/admin"), browser.get("/admin")
    refused = browser.post("/auth/login", {"email": "alice", "password": "wrong"})

    assert [forbidden.status_code, to_login.status_code, refused.status_code] == [403, 302, 422]
    for response in (forbidden, to_login, refused):
        assert {name: response.headers.get(name) for name in GUARDS} == GUARDS


@pytest.mark.defect("D12")
@pytest.mark.parametrize("name", ["app.css", "app.js", "favicon.svg"])
@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_files_carry_the_guards_and_are_kept_for_ever(browser, name, encoding):
    response = browser.get(asset(name), headers={"Accept-Encoding": encoding})

    assert response.status_code == 200
    assert {guard: response.headers.get(guard) for guard in GUARDS} == GUARDS
    assert response.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert "Set-Cookie" not in response.headers
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/nothing.css",
        "/static/../factory.py",
        "/static/dist/",
        "/static//etc/passwd",
        "/static/%2e%2e/config.py",
    ],
)
def test_file_that_is_not_served_is_a_page_that_is_not_found(browser, path):
    response = browser.get(path)

    assert response.status_code == 404
    assert "<title>Flasky - Page Not Found</title>" in response.text


PRIVATE = ("/", "/write", "/@alice", "/auth/change-password", "/auth/logout", "/nothing", "/user/alice")


@pytest.mark.advisory("CVE-2023-30861")
@pytest.mark.advisory("CVE-2026-27205")
@pytest.mark.advisory("GHSA-ccpr-m53r-mfwr")
@pytest.mark.parametrize("path", PRIVATE)
def test_no_cache_keeps_a_page_of_somebody_logged_in(app, alice, path):
    response = logged_in(app, alice).get(path)

    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.vary


@pytest.mark.advisory("CVE-2025-61598")
@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if ANSWERS[kind][2] in (400, 413, 429, 500, 503)])
def test_no_cache_keeps_a_passing_error(anybody, alice, kind):
    method, path, _status = ANSWERS[kind]

    response = anybody.open(method, path, **OPTIONS.get(kind, {}))

    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.seed("E3")
@pytest.mark.defect("D49")
@pytest.mark.advisory("CVE-2023-30861")
@pytest.mark.parametrize("path", ["/", "/all", "/@alice", "/@alice/{post}/first", "/nothing", "/auth/suspended"])
def test_page_without_a_form_sets_no_cookie_for_a_visitor(app, browser, path):
    world = make_world()

    response = browser.get(path.format(post=world.post.id))

    assert response.headers.getlist("Set-Cookie") == []
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in response.vary


@pytest.mark.advisory("CVE-2023-30861")
@pytest.mark.advisory("CVE-2026-27205")
@pytest.mark.parametrize("path", ["/auth/login", "/auth/register", "/auth/reset"])
def test_no_cache_keeps_a_form_nor_the_cookie_that_comes_with_it(browser, path):
    first, second = browser.get(path), browser.get(path)

    assert "session=" in first.headers["Set-Cookie"]
    assert [page.headers["Cache-Control"] for page in (first, second)] == ["private, no-store"] * 2
    assert "Cookie" in first.vary


@pytest.mark.advisory("CVE-2023-30861")
def test_no_cache_keeps_a_page_with_a_message_for_one_visitor(app, alice):
    browser = logged_in(app, alice)
    goodbye = browser.follow(browser.post("/auth/logout"))

    assert "You have been logged out." in goodbye.text
    assert goodbye.headers["Cache-Control"] == "private, no-store"


@pytest.mark.defect("D12")
@pytest.mark.parametrize("rule", [rule for rule in ROUTES if "<token>" in rule])
def test_page_behind_a_letter_is_kept_by_nobody_and_told_to_no_other_site(app, rule):
    world = make_world()
    people = {"/auth/confirm/<token>": world.una, "/auth/change-email/<token>": world.alice}
    browser = logged_in(app, people[rule]) if rule in people else Browser(app)
    path, token = world.address_of(rule), world.tokens[rule]

    for page in (browser.get(path), browser.get(path.replace(token, f"{token}x"))):
        assert (page.headers["Cache-Control"], page.headers["Referrer-Policy"]) == ("no-store", "same-origin")


def test_request_id_of_a_proxy_is_kept_only_when_it_is_plain(browser):
    given, forged = ("abc-123-def", "a b\tc<script>")

    assert browser.get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given
    assert browser.get("/", headers={"X-Request-ID": forged}).headers["X-Request-ID"] != forged


@pytest.mark.parametrize("path", ["/", "/auth/login", "/nothing"])
def test_no_page_needs_an_exception_from_the_policy(browser, path):
    html = browser.get(path).text

    assert not [word for word in (" style=", "<style", " onclick=", "javascript:", "//cdn") if word in html]
    assert "<script>" not in html
