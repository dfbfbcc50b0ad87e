"""Pictures of people."""

import pytest

from tests import factories
from tests.statements import counted


@pytest.mark.seed("R8")
def test_a_made_picture_needs_no_session_and_no_database(browser, alice):
    with counted() as statements:
        response = browser.get("/avatars/alice.svg")

    assert statements == []
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
    assert "Set-Cookie" not in response.headers
    assert browser.get("/avatars/ALICE.svg").data == response.data


@pytest.mark.parametrize("name", ["a/b", "é", "..", "x" * 65])
def test_what_is_no_name_has_no_picture(browser, name):
    assert browser.get(f"/avatars/{name}.svg").status_code == 404


@pytest.mark.advisory("CVE-2023-32235")
@pytest.mark.parametrize("name", ["..%2Fdata.sqlite", "%2e%2e/limits.sqlite", "a-80.webp", "x.html"])
def test_nothing_but_pictures_is_served(browser, name):
    factories.stored_picture()

    assert browser.get(f"/media/avatars/{name}").status_code == 404
