"""Apps that make themselves known."""

import pytest
from sqlalchemy import select

from flasky.models import OAuthClient
from flasky.transaction import session
from tests.browsers import Browser, logged_in
from tests.oauth.foreign import CALLBACK, ForeignApp


@pytest.fixture
def register(app):
    """Return what sends metadata."""
    return lambda **metadata: Browser(app).open("POST", "/oauth/register", json=metadata)


def test_an_app_registers_itself_and_is_let_in(app, alice, register):
    said = register(redirect_uris=[CALLBACK], client_name="Reader", client_uri="https://reader.example.org/", logo="x")

    assert said.status_code == 201
    assert said.headers["Cache-Control"] == "no-store"
    assert said.json["token_endpoint_auth_method"] == "client_secret_basic"
    assert said.json["client_secret_expires_at"] == 0
    assert said.json["scope"] == "read write follow moderate admin"
    assert "logo" not in said.json
    [row] = session.scalars(select(OAuthClient)).all()
    assert row.owner_id is None
    tokens = ForeignApp(app, row, secret=said.json["client_secret"]).let_in(logged_in(app, alice))
    assert tokens["scope"] == "read write"


def test_a_public_app_gets_no_secret_and_the_name_of_its_place(register):
    said = register(redirect_uris=[CALLBACK, "http://127.0.0.1/cb"], token_endpoint_auth_method="none", scope="read x")

    assert "client_secret" not in said.json
    assert (said.json["client_name"], said.json["scope"]) == ("app.example.org", "read")
    assert said.json["redirect_uris"] == [CALLBACK, "http://127.0.0.1/cb"]


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({}, "invalid_client_metadata"),
        ({"redirect_uris": []}, "invalid_client_metadata"),
        ({"redirect_uris": "https://app.example.org/"}, "invalid_client_metadata"),
        ({"redirect_uris": ["http://app.example.org/"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://app.example.org/#x"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["javascript:alert(1)"]}, "invalid_redirect_uri"),
        ({"redirect_uris": ["https://app.example.org/\0"]}, "invalid_redirect_uri"),
        ({"redirect_uris": [CALLBACK], "token_endpoint_auth_method": "private_key_jwt"}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "grant_types": ["implicit"]}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "grant_types": ["password"]}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "response_types": ["token"]}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "client_name": "a\0"}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "client_name": "x" * 101}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "client_uri": "javascript:alert(1)"}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "scope": "everything"}, "invalid_client_metadata"),
        ({"redirect_uris": [CALLBACK], "scope": 7}, "invalid_client_metadata"),
    ],
)
def test_what_cannot_be_taken_is_said_as_the_standard_says_it(register, metadata, error):
    said = register(**metadata)

    assert (said.status_code, said.json["error"]) == (400, error)
    assert said.json["error_description"]
    assert session.scalars(select(OAuthClient)).all() == []


@pytest.mark.parametrize(
    "body", [b"", b"[1", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"redirect_uris":["\\ud800"]}'], ids=range(7)
)
def test_a_body_that_is_no_description_is_refused(app, body):
    said = Browser(app).open("POST", "/oauth/register", data=body, content_type="application/json")

    assert (said.status_code, "error" in said.json) == (400, True)
