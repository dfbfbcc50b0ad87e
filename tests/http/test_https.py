"""A site of https answers to nothing else, and tells browsers so."""

import pytest

from flasky.web.filters import asset
from tests.browsers import Browser
from tests.sites import HTTPS_SITE, SecureBrowser

NGINX = "127.0.0.1"
HSTS = "max-age=31536000; includeSubDomains"


class PlainBrowser(Browser):
    """A browser that visits the site by http."""

    def open(self, method, path, **options):
        """Make a request as it is."""
        return super().open(method, path, **{"base_url": "http://blog.example.org", **options})


@pytest.fixture
def secure(site):
    """The app of an https site behind nginx."""
    return site(flasky_site_url=HTTPS_SITE, flasky_trusted_proxies=(NGINX,))


@pytest.mark.seed("L8")
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "/"),
        ("/@alice?before=12&x=%20y", "/@alice?before=12&x=%20y"),
        ("/auth/login?next=%2Fwrite", "/auth/login?next=%2Fwrite"),
        ("/größe und mehr", "/gr%C3%B6%C3%9Fe%20und%20mehr"),
        ("/%0d%0aSet-Cookie:x=1", "/%0D%0ASet-Cookie:x=1"),
        ("/nothing", "/nothing"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_plain_read_is_sent_to_https(secure, method, path, expected):
    response = PlainBrowser(secure).open(method, path)

    assert (response.status_code, response.location) == (301, HTTPS_SITE + expected)
    assert "Strict-Transport-Security" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.seed("L8")
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_plain_write_is_asked_for_again_by_https(secure, method):
    response = PlainBrowser(secure).open(method, "/auth/login", data={"email": "alice"})

    assert (response.status_code, response.location) == (308, f"{HTTPS_SITE}/auth/login")


@pytest.mark.parametrize("host", ["evil.example", "blog.example.org.evil.example", "localhost", "127.0.0.1:5000"])
def test_whatever_host_was_asked_the_way_leads_to_the_site(secure, host):
    response = PlainBrowser(secure).get("/write", headers={"Host": host})

    assert (response.status_code, response.location) == (301, f"{HTTPS_SITE}/write")


@pytest.mark.parametrize("path", ["*", "@evil.example/", "evil.example", ""])
def test_target_that_is_no_path_cannot_become_a_host(secure, path):
    response = PlainBrowser(secure).get("/", environ_overrides={"PATH_INFO": path})

    assert response.location == f"{HTTPS_SITE}/"


def test_path_of_two_slashes_cannot_become_a_host(secure):
    response = PlainBrowser(secure).get("/", environ_overrides={"PATH_INFO": "//evil.example/x"})

    assert response.location == f"{HTTPS_SITE}//evil.example/x"


@pytest.mark.seed("L8")
def test_proxy_that_heard_https_is_answered(secure):
    response = PlainBrowser(secure).get("/", headers={"X-Forwarded-Proto": "https"})

    assert response.status_code == 200
    assert response.headers["Strict-Transport-Security"] == HSTS


@pytest.mark.seed("L8")
def test_proxy_that_heard_http_is_sent_on(secure):
    response = PlainBrowser(secure).get("/", headers={"X-Forwarded-Proto": "http"})

    assert response.status_code == 301


@pytest.mark.seed("L8")
def test_stranger_who_claims_https_is_sent_on(secure):
    response = PlainBrowser(secure).get(
        "/", headers={"X-Forwarded-Proto": "https"}, environ_overrides={"REMOTE_ADDR": "198.51.100.66"}
    )

    assert response.status_code == 301


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_are_answered_past_the_proxy_and_promised_nothing(secure, path):
    response = PlainBrowser(secure).get(path)

    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response.headers


@pytest.mark.seed("L8")
@pytest.mark.parametrize("path", ["/", "/nothing", "/healthz", asset("app.css")])
def test_every_answer_by_https_asks_to_stay_there(secure, path):
    assert SecureBrowser(secure).get(path).headers["Strict-Transport-Security"] == HSTS


def test_file_is_served_by_https_only(secure):
    response = PlainBrowser(secure).get(asset("app.css"))

    assert (response.status_code, response.location) == (301, HTTPS_SITE + asset("app.css"))


def test_site_of_http_sends_nobody_anywhere(site):
    response = Browser(site()).get("/")

    assert response.status_code == 200
    assert "Strict-Transport-Security" not in response.headers
