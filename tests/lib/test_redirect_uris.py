"""Where an app may have people sent back to, and what is the same place."""

import pytest

from flasky.lib import redirect_uris


@pytest.mark.parametrize(
    "uri",
    [
        "https://app.example.org/cb",
        "https://app.example.org:8443/cb?a=b",
        "http://127.0.0.1/cb",
        "http://127.0.0.1:51234/cb",
        "http://[::1]:8000/cb",
        "http://localhost/cb",
        "org.example.app:/cb",
        "org.example.app://cb",
    ],
)
def test_places_of_an_app_s_own_are_allowed(uri):
    assert redirect_uris.is_allowed(uri)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/cb",
        "https:///cb",
        "http://app.example.org/cb",
        "http://127.0.0.1.example.org/cb",
        "http://localhost@example.org/cb",
        "https://user@example.org/cb",
        "https://app.example.org/cb#part",
        "https://app.example.org/cb\nhttps://b.example.org",
        "https://app.example.org/c b",
        "https://app.example.org\\@evil.example/",
        "https://a;script-src *.example.org/",
        "https://bücher.example/",
        "https://app.example.org:99999999/",
        "https://[::1/",
        "javascript:alert(1)",
        "data:text/html,x",
        "app:/cb",
        "ftp://app.example.org/",
    ],
)
@pytest.mark.advisory("CVE-2021-23401")
def test_places_of_others_and_what_is_no_address_are_refused(uri):
    assert not redirect_uris.is_allowed(uri)


@pytest.mark.parametrize(
    ("asked", "registered", "fits"),
    [
        ("https://a.example/cb", "https://a.example/cb", True),
        ("https://a.example/cb/", "https://a.example/cb", False),
        ("https://a.example/cb?x", "https://a.example/cb", False),
        ("https://a.example:444/cb", "https://a.example/cb", False),
        ("https://a.example.evil/cb", "https://a.example/cb", False),
        ("https://A.example/cb", "https://a.example/cb", False),
        ("http://127.0.0.1:5000/cb", "http://127.0.0.1/cb", True),
        ("http://127.0.0.1:5000/cb", "http://127.0.0.1:1/cb", True),
        ("http://[::1]:5000/cb", "http://[::1]/cb", True),
        ("http://127.0.0.1:5000/other", "http://127.0.0.1/cb", False),
        ("http://localhost:5000/cb", "http://127.0.0.1/cb", False),
        ("http://127.0.0.1:x/cb", "http://127.0.0.1/cb", False),
    ],
)
@pytest.mark.advisory("CVE-2026-33393")
def test_a_place_is_compared_letter_for_letter_and_one_s_own_computer_without_its_port(asked, registered, fits):
    assert redirect_uris.fits(asked, registered=registered) is fits


@pytest.mark.parametrize(
    ("uri", "place", "source"),
    [
        ("https://app.example.org:8443/cb", "app.example.org", "https://app.example.org:8443"),
        ("http://127.0.0.1:5000/cb", "", "http://127.0.0.1:5000"),
        ("http://[::1]:5000/cb", "", "http:"),
        ("org.example.app:/cb", "org.example.app:", "org.example.app:"),
    ],
)
def test_a_place_has_a_name_for_people_and_one_for_browsers(uri, place, source):
    assert (redirect_uris.place_of(uri), redirect_uris.form_target(uri)) == (place, source)
