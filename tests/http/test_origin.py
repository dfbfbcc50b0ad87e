"""Forms that another site made a browser send: refused on every unsafe route, and nothing is written."""

from urllib.parse import urlencode

import pytest

from flasky.models import Role
from tests import factories
from tests.browsers import Browser, logged_in
from tests.http.walk import FORMS, UNSAFE_ROUTES, every_row, make_world, sign_in

FOR_VISITORS = ("auth.login", "auth.register", "auth.reset", "auth.reset_with", "setup.first", "change_email.take_back")
FOR_UNCONFIRMED = ("auth.resend", "auth.confirm")
FOREIGN = {
    "foreign origin": {"Origin": "https://evil.example"},
    "origin null": {"Origin": "null"},
    "origin with our name in front": {"Origin": "http://localhost.evil.example"},
    "origin of another scheme": {"Origin": "https://localhost"},
    "origin of another port": {"Origin": "http://localhost:8080"},
    "cross-site": {"Sec-Fetch-Site": "cross-site"},
    "same-site": {"Sec-Fetch-Site": "same-site"},
    "cross-site with our origin": {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    "unknown relation": {"Sec-Fetch-Site": "none, cross-site"},
}
OURS = {
    "neither header": {},
    "our origin": {"Origin": "http://localhost"},
    "same-origin": {"Sec-Fetch-Site": "same-origin"},
    "typed address": {"Sec-Fetch-Site": "none"},
    "same-origin though a proxy hides the origin": {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
}


FOR_MACHINES = ("unsubscribe.end",)
"""What a mail program sends without ever having seen a page: the address itself is the proof."""

FORMS_OF_PAGES = [
    pytest.param(route, id=route[1], marks=pytest.mark.unmeasured)
    for route in UNSAFE_ROUTES.items()
    if route[1] not in FOR_MACHINES
]


@pytest.fixture(params=FORMS_OF_PAGES)
def form(request, app):
    """A form that would be taken: the browser of somebody who may send it, its address, its fields."""
    rule, endpoint = request.param
    world = make_world()
    people = {**dict.fromkeys(FOR_VISITORS), **dict.fromkeys(FOR_UNCONFIRMED, world.una)}
    person = administrator(endpoint) or people.get(endpoint, world.alice)
    browser = sign_in(app, person) if person else Browser(app)
    return browser, world.address_of(rule), FORMS[endpoint]


def administrator(endpoint):
    """Return the administrator who sends the forms of the desk, and nobody for another form."""
    is_desk = endpoint.startswith(("admin.", "people.", "site_desk.", "moderate."))
    return factories.person("admin", role=Role.ADMINISTRATOR) if is_desk else None


def send(browser, address, data, **options):
    """Send a form and tell the status, and whether anything was written."""
    before = every_row()
    response = browser.open("POST", address, data=data, **options)
    return response.status_code, every_row() != before


@pytest.mark.seed("P7")
def test_form_without_a_token_is_refused(form):
    browser, address, fields = form
    browser.csrf_token()

    assert send(browser, address, fields) == (400, False)


@pytest.mark.seed("P7")
def test_form_with_a_wrong_token_is_refused(form):
    browser, address, fields = form
    token = browser.csrf_token()
    wrong = ("b" if token[0] == "a" else "a") + token[1:]

    assert send(browser, address, {**fields, "csrf_token": wrong}) == (400, False)


@pytest.mark.seed("P7")
def test_form_with_the_token_of_another_session_is_refused(app, form):
    browser, address, fields = form
    browser.csrf_token()
    stolen = logged_in(app, factories.person("mallory")).csrf_token()

    assert send(browser, address, {**fields, "csrf_token": stolen}) == (400, False)


def test_form_from_another_site_is_refused_in_spite_of_its_token(form):
    browser, address, fields = form
    data = {**fields, "csrf_token": browser.csrf_token()}
    before = every_row()

    for relation, headers in FOREIGN.items():
        status = browser.open("POST", address, data=data, headers=headers).status_code
        assert (relation, status) == (relation, 400)
    assert every_row() == before


@pytest.mark.parametrize("headers", OURS.values(), ids=OURS)
def test_form_of_our_own_page_is_taken(form, headers):
    browser, address, fields = form
    data = {**fields, "csrf_token": browser.csrf_token()}

    status, _written = send(browser, address, data, headers=headers)

    is_empty = address.endswith("/picture")  # a file is no field of the samples: the form is taken, its lack is told
    assert status in ((422,) if is_empty else (200, 201, 303))


def test_token_in_the_address_does_not_count(form):
    browser, address, fields = form
    in_address = f"{address}{'&' if '?' in address else '?'}{urlencode({'csrf_token': browser.csrf_token()})}"

    assert send(browser, in_address, fields) == (400, False)


@pytest.mark.parametrize("header", ["X-CSRFToken", "X-CSRF-Token"])
def test_script_of_our_own_page_may_send_the_token_as_a_header(app, alice, header):
    browser = logged_in(app, alice)

    headers = {header: browser.csrf_token(), "Sec-Fetch-Site": "same-origin"}

    assert send(browser, "/write", {"body": "By a script"}, headers=headers) == (303, True)


@pytest.mark.seed("P7")
def test_refused_text_is_handed_back_to_its_writer(app, alice):
    response = logged_in(app, alice).open("POST", "/write", data={"title": "Kept", "body": "Long and dear to me"})

    assert response.status_code == 400
    assert "Long and dear to me" in response.text


@pytest.mark.defect("D4")
@pytest.mark.advisory("CVE-2021-21241")
@pytest.mark.parametrize("path", ["/auth/logout", "/auth/confirm", "/auth/confirm/{token}"])
def test_reading_a_page_with_a_button_does_not_push_it(app, path):
    world = make_world()
    browser = sign_in(app, world.una)
    before = every_row()

    response = browser.get(path.format(token=world.tokens["/auth/confirm/<token>"]))

    assert 'method="post"' in response.text
    assert every_row() == before
    assert browser.get("/auth/unconfirmed").status_code == 200


@pytest.mark.defect("D4")
@pytest.mark.advisory("CVE-2021-21241")
def test_reading_a_reset_link_does_not_use_it(app, browser):
    world = make_world()
    path = world.address_of("/auth/reset/<token>")

    pages = [browser.get(path).status_code for _scanner in range(3)]

    assert pages == [200, 200, 200]
    assert browser.fill_in(path, FORMS["auth.reset_with"]).status_code == 303


@pytest.mark.advisory("CVE-2021-21241")
def test_no_page_hands_out_the_login_itself(app, alice):
    browser = logged_in(app, alice)
    with browser.client.session_transaction() as cookie:
        token = cookie["_user_id"]

    pages = [
        browser.get(path) for path in ("/", "/write", "/@alice", "/auth/logout", "/auth/change-password", "/healthz")
    ]

    assert all(token not in page.text + str(page.headers) for page in pages)


@pytest.mark.parametrize("override", [{"X-HTTP-Method-Override": "POST"}, {"X-HTTP-Method": "DELETE"}])
def test_a_header_does_not_turn_a_read_into_a_write(app, alice, override):
    browser = logged_in(app, alice)
    before = every_row()

    browser.get("/write?title=x&body=y", headers=override)
    browser.get("/auth/logout?_method=POST", headers=override)

    assert every_row() == before
    assert "Hello, alice!" in browser.get("/").text
