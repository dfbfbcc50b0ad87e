"""Whatever a request says of hosts: strangers' names are refused, and letters always name the site's own address."""

import pytest

from tests.browsers import Browser, letters, text_of
from tests.http.walk import FORMS, make_world
from tests.sites import HTTPS_SITE, SecureBrowser

STRANGE = (
    "evil.example", "evil.example:80", "localhost.evil.example", "evil.localhost", "localhost@evil.example",
    "localhost:80@evil.example",
    "localhost/evil.example", "localhost#evil", "localhost evil.example", "localhost,evil.example",
    "localhost\\evil", "[::1].evil.example", "127.0.0.2",
    "[::1]evil.example", "[::1]:evil.example", "[::1]@evil.example", "[::1", "[::2]", "[::1]:70000",
)  # fmt: skip
FORWARDED = (
    "X-Forwarded-Host",
    "X-Host",
    "X-Forwarded-Server",
    "X-HTTP-Host-Override",
    "Forwarded",
    "X-Original-Host",
    "X-Rewrite-URL",
)


@pytest.mark.parametrize("host", STRANGE)
@pytest.mark.parametrize("path", ["/", "/auth/login", "/admin", "/index"])
def test_host_that_is_not_ours_is_a_bad_request(browser, host, path):
    response = browser.get(path, headers={"Host": host})

    assert response.status_code == 400
    assert "evil" not in response.text
    assert response.location is None


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:5000", "[::1]", "[::1]:5000"])
def test_this_machines_own_names_are_known(browser, host):
    assert browser.get("/", headers={"Host": host}).status_code == 200


def test_public_site_answers_to_its_name_only(site):
    browser = SecureBrowser(site(flasky_site_url=HTTPS_SITE))

    assert browser.get("/").status_code == 200
    assert browser.get("/", base_url="https://www.blog.example.org").status_code == 400
    assert browser.get("/", base_url="https://blog.example.org.evil.example").status_code == 400


def test_public_site_may_be_an_ipv6_address(site):
    browser = SecureBrowser(site(flasky_site_url="https://[2001:db8::7]"))

    assert browser.get("/", base_url="https://[2001:db8::7]").status_code == 200
    assert browser.get("/", base_url="https://[2001:db8::8]").status_code == 400


@pytest.mark.advisory("CVE-2017-8295")
@pytest.mark.parametrize("header", FORWARDED)
@pytest.mark.parametrize("endpoint", ["auth.reset", "auth.register"])
def test_letter_names_the_sites_own_address_whatever_the_request_says(app, browser, header, endpoint):
    make_world()
    before = len(letters(app))
    path = {"auth.reset": "/auth/reset", "auth.register": "/auth/register"}[endpoint]
    value = "for=1.2.3.4;host=evil.example;proto=https" if header == "Forwarded" else "evil.example"

    response = browser.post(path, FORMS[endpoint], headers={header: value})

    assert response.status_code == 303
    assert "evil" not in response.location
    (letter,) = letters(app)[before:]
    assert "http://localhost/" in text_of(letter)
    assert "evil" not in letter.as_string()


@pytest.mark.advisory("CVE-2017-8295")
def test_strangers_host_sends_no_letter(app, browser):
    make_world()
    before = letters(app)
    token = browser.csrf_token()

    response = browser.open(
        "POST", "/auth/reset", data={**FORMS["auth.reset"], "csrf_token": token}, headers={"Host": "evil.example"}
    )

    assert response.status_code == 400
    assert len(letters(app)) == len(before)


@pytest.mark.parametrize("header", FORWARDED)
def test_page_speaks_of_no_host_that_a_header_names(browser, header):
    response = browser.get("/", headers={header: "evil.example"})

    assert response.status_code == 200
    assert "evil" not in response.text + str(response.headers)


def test_scheme_that_a_header_claims_changes_nothing(site):
    browser = Browser(site())

    response = browser.get("/auth/login", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"})

    assert "Secure" not in response.headers["Set-Cookie"]
    assert "Strict-Transport-Security" not in response.headers
