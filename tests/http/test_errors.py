"""Every error is a page in the layout, with its own words, and hides what went wrong inside."""

import pytest
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import TooManyRequests

from flasky import transaction
from flasky.errors import BodyEmpty
from flasky.extensions import db
from flasky.lib import clock
from flasky.models import Post
from tests import factories
from tests.browsers import Browser, logged_in
from tests.http.walk import every_row, sign_in
from tests.sites import add_view, database_away, failing

TWO_MIB = 2 * 1024 * 1024
PAGES = {
    400: ("Bad Request", "Bad Request"),
    403: ("Forbidden", "Forbidden"),
    404: ("Page Not Found", "Not Found"),
    405: ("Method Not Allowed", "Method Not Allowed"),
    410: ("Gone", "Gone"),
    413: ("Too Large", "Too Large"),
    422: ("Not Accepted", "Not Accepted"),
    429: ("Too Many Requests", "Too Many Requests"),
    500: ("Internal Server Error", "Internal Server Error"),
}
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture
def faulty(site):
    """The app with pages that go wrong."""
    app = site()
    add_view(app, "/test/often", failing(TooManyRequests(retry_after=7)))
    add_view(app, "/test/refused", failing(BodyEmpty()))
    add_view(app, "/test/broken", failing(RuntimeError("a secret inside")))
    add_view(app, "/test/away", failing(database_away()))
    add_view(app, "/test/pool", failing(PoolTimeout()))
    add_view(app, "/test/link", failing(InterfaceError("SELECT 1", {}, Exception("gone"))))
    return app


def gone_page(browser, author):
    """Read a post that its author deleted."""
    post = factories.post(author)
    post.deleted_at = clock.now()
    transaction.commit()
    return browser.get(f"/post/{post.id}")


def failed(browser, status, alice):
    """Make the browser meet an error."""
    ways = {
        400: lambda: browser.open("POST", "/auth/logout"),
        403: lambda: browser.get("/admin"),
        404: lambda: browser.get("/nothing"),
        405: lambda: browser.open("DELETE", "/write"),
        410: lambda: gone_page(browser, factories.person("dora")),
        413: lambda: browser.post("/write", {"body": "x" * TWO_MIB}),
        422: lambda: browser.get("/test/refused"),
        429: lambda: browser.get("/test/often"),
        500: lambda: browser.get("/test/broken"),
    }
    return ways[status]()


@pytest.mark.seed("P4")
@pytest.mark.seed("E1")
@pytest.mark.parametrize("status", PAGES)
def test_error_is_a_page_in_the_layout(faulty, alice, status):
    title, heading = PAGES[status]

    response = failed(logged_in(faulty, alice), status, alice)

    assert response.status_code == status
    assert f"<title>Flasky - {title}</title>" in response.text
    assert f"<h1>{heading}</h1>" in response.text
    assert response.text.count("<h1") == 1
    assert 'href="/@alice"' in response.text
    assert "Traceback" not in response.text


@pytest.mark.seed("P4")
@pytest.mark.seed("E1")
def test_unknown_address_is_not_found_for_a_visitor(browser):
    response = browser.get("/nothing")

    assert response.status_code == 404
    assert "<title>Flasky - Page Not Found</title>" in response.text
    assert "<h1>Not Found</h1>" in response.text
    assert 'href="/auth/login"' in response.text


@pytest.mark.seed("P4")
def test_broken_page_tells_its_number_and_not_its_cause(faulty, browser):
    response = Browser(faulty).get("/test/broken")

    assert response.status_code == 500
    assert "a secret inside" not in response.text
    assert response.headers["X-Request-ID"] in response.text


@pytest.mark.parametrize("path", ["/test/away", "/test/pool", "/test/link"])
@pytest.mark.parametrize("who", ["visitor", "alice"])
def test_database_that_is_away_is_said_plainly(faulty, alice, path, who):
    browser = logged_in(faulty, alice) if who == "alice" else Browser(faulty)

    response = browser.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "<h1>Back in a moment</h1>" in response.text
    assert "connection refused" not in response.text


@pytest.mark.parametrize("path", ["/", "/auth/login", "/write", "/@alice", "/nothing", "/admin"])
def test_people_see_a_page_while_the_database_is_away(app, site, alice, path):
    dead = site(test_database_url=NOWHERE, secret_key=app.config["SECRET_KEY"])
    browser = Browser(dead)
    browser.client.set_cookie("session", logged_in(app, alice).client.get_cookie("session").value)

    response = browser.get(path)

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "<h1>Back in a moment</h1>" in response.text


@pytest.mark.parametrize("cookie", ["session", "remember_token"])
def test_machines_hear_that_the_process_lives_while_the_database_is_away(app, site, alice, cookie):
    dead = site(test_database_url=NOWHERE, secret_key=app.config["SECRET_KEY"])
    browser, known = Browser(dead), Browser(app).log_in(alice, remember=True)
    browser.client.set_cookie(cookie, known.client.get_cookie(cookie).value)

    assert browser.get("/healthz").status_code == 200


def test_text_written_while_the_database_went_away_is_handed_back(app, site, alice):
    dead, browser = site(test_database_url=NOWHERE, secret_key=app.config["SECRET_KEY"]), logged_in(app, alice)
    data = {"csrf_token": browser.csrf_token(), "body": "Dear words"}
    other = Browser(dead)
    other.client.set_cookie("session", browser.client.get_cookie("session").value)

    response = other.open("POST", "/write", data=data)

    assert response.status_code == 503
    assert "Dear words" in response.text


@pytest.mark.seed("E14")
def test_after_a_view_that_raises_the_connection_is_back_in_the_pool(faulty, alice):
    browser = logged_in(faulty, alice)

    statuses = {browser.get("/test/broken").status_code for _time in range(10)}

    with faulty.app_context():
        assert db.engine.pool.checkedout() == 0
    assert statuses == {500}
    assert browser.get("/").status_code == 200


@pytest.mark.seed("E14")
def test_nothing_of_a_request_that_fails_is_kept(site, alice):
    app = site()

    def half():
        transaction.session.get_one(Post, post_id).title = "Half done"
        transaction.session.flush()
        raise RuntimeError

    add_view(app, "/test/half", half)
    post_id, browser = factories.post(alice, title="Whole").id, logged_in(app, alice)
    before = every_row()

    assert browser.post("/test/half").status_code == 500
    after = every_row()
    assert len(after.pop("error_groups")) == len(before.pop("error_groups")) + 1
    assert after == before


BAD_NUMBERS = (
    "-1",
    "99999999999999999999",
    "9223372036854775808",
    "abc",
    "1.5",
    "1e3",
    "٣",
    "１",
    "+1",
    " 1",
    "1 ",
    "0x1",
    "",
    "\0",
    "1\n",
    "9" * 5000,
)
BAD_IDS = ("-1", "0", "01", "9223372036854775807", "9223372036854775808", "9" * 30, "abc", "1.5", "１", "%00", "1%00")


@pytest.mark.defect("D18", "M15")
@pytest.mark.seed("E14")
@pytest.mark.parametrize("path", ["/", "/all", "/@alice", "/moderate", "/admin"])
@pytest.mark.parametrize("name", ["page", "before", "after"])
def test_number_that_names_no_page_is_not_found(app, alice, admin, path, name):
    browser = sign_in(app, admin)

    found = {value: browser.get(path, query_string={name: value}).status_code for value in BAD_NUMBERS}

    assert found == dict.fromkeys(BAD_NUMBERS, 404)


@pytest.mark.defect("D18")
@pytest.mark.seed("E14")
@pytest.mark.parametrize("query", ["page=0", "page=51", "page=1&before=5", "before=1&after=1", "page=1&page=x"])
def test_pages_that_cannot_be_are_not_found(app, alice, query):
    expected = 200 if query == "page=1&page=x" else 404

    assert Browser(app).get(f"/?{query}").status_code == expected


@pytest.mark.defect("D18")
@pytest.mark.seed("E14")
@pytest.mark.parametrize(
    "path", ["/post/{id}", "/edit/{id}", "/@alice/{id}", "/@alice/{id}/slug", "/@alice/{id}/slug/edit"]
)
def test_id_that_names_no_post_is_not_found(app, alice, path):
    browser = logged_in(app, alice)

    found = {identity: browser.get(path.format(id=identity)).status_code for identity in BAD_IDS}

    assert found == dict.fromkeys(BAD_IDS, 404)


@pytest.mark.seed("E14")
@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/@al%00ice",
        "/user/%00",
        "/?q=%00",
        "/?page=1&x=a%00b",
        "/auth/login?next=/%00",
        "/%ff%fe",
        "/@%ff",
        "/@" + "x" * 5000,
    ],
)
def test_address_that_no_column_can_hold_is_not_found(app, alice, path):
    assert Browser(app).get(path).status_code == 404


@pytest.mark.seed("E14")
@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/@alice", "/auth/login", "/admin", "/healthz", "/static/dist/manifest.json"]
)
def test_head_answers_like_get_without_a_body(app, alice, browser, path):
    read, head = browser.get(path), browser.open("HEAD", path)

    assert head.status_code == read.status_code
    assert head.data == b""


@pytest.mark.seed("E14")
@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/all", {"GET", "HEAD", "OPTIONS"}),
        ("/auth/login", {"GET", "HEAD", "OPTIONS", "POST"}),
    ],
)
def test_options_lists_the_methods(browser, path, methods):
    response = browser.open("OPTIONS", path)

    assert (response.status_code, set(response.allow)) == (200, methods)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_wrong_method_is_refused_and_the_right_ones_named(browser, method):
    response = browser.open(method, "/")

    assert (response.status_code, set(response.allow)) == (405, {"GET", "HEAD", "OPTIONS", "POST"})


@pytest.mark.parametrize(
    "words", ["database or disk is full", "disk I/O error", "attempt to write a readonly database"]
)
def test_text_that_found_no_room_is_handed_back(site, alice, words):
    app = site()
    add_view(app, "/test/full", failing(OperationalError("INSERT", {}, Exception(words))))

    response = logged_in(app, alice).post("/test/full", {"body": "Dear words"})

    assert response.status_code == 507
    assert "disk is full or cannot be written to. Reading still works." in response.text
    assert "Dear words" in response.text
    assert "Retry-After" not in response.headers
