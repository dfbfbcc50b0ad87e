"""An app written with a library of others, Authlib's client, and the browser of the person who lets it in."""

import contextvars
from urllib.parse import parse_qsl, urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask
from requests.adapters import BaseAdapter
from werkzeug.test import TestResponse

from flasky import transaction
from flasky.models import OAuthClient, User
from flasky.operations import clients
from flasky.queries.acting import NOBODY
from tests.browsers import Browser

SITE = "http://localhost"
CALLBACK = "https://app.example.org/callback"
VERIFIER = "v" * 43
CHALLENGE = create_s256_code_challenge(VERIFIER)


class InProcess(BaseAdapter):
    """The way of the library `requests` into the app, without a server between."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.client = app.test_client(use_cookies=False)

    def send(self, request: requests.PreparedRequest, **_options: object) -> requests.Response:
        """Make a request outside the test's app context, as in a server."""
        transaction.rollback()
        arguments = {"method": request.method, "headers": dict(request.headers), "data": request.body, "buffered": True}
        given = contextvars.Context().run(self.client.open, request.url, **arguments)
        response = requests.Response()
        response.status_code, response.url, response.request = given.status_code, request.url, request
        response.headers.update(dict(given.headers))
        response._content = given.data
        return response

    def close(self) -> None:
        """Nothing is open."""


class ForeignApp:
    """An app that knows nothing but the site's address: it reads the rest from the metadata."""

    def __init__(self, app: Flask, client: OAuthClient, *, secret: str = "", redirect_uri: str = CALLBACK) -> None:
        method = "client_secret_basic" if secret else "none"
        self.session = OAuth2Session(
            client.client_id,
            secret or None,
            token_endpoint_auth_method=method,
            redirect_uri=redirect_uri,
            scope="read write",
            code_challenge_method="S256",
        )
        self.session.trust_env = False
        self.session.mount(SITE, InProcess(app))
        self.metadata = self.session.get(f"{SITE}/.well-known/oauth-authorization-server", withhold_token=True).json()

    def go(self) -> tuple[str, str, str]:
        """Return the address to send a person to, the state and the verifier that belong to it."""
        verifier = generate_token(48)
        endpoint = self.metadata["authorization_endpoint"]
        url, state = self.session.create_authorization_url(endpoint, code_verifier=verifier)
        return url, state, verifier

    def fetch(self, location: str, state: str, verifier: str) -> dict[str, object]:
        """Get tokens for the address that the person came back to."""
        endpoint = self.metadata["token_endpoint"]
        return self.session.fetch_token(endpoint, authorization_response=location, state=state, code_verifier=verifier)

    def let_in(self, browser: Browser) -> dict[str, object]:
        """Let a logged-in person's browser go all the way, and return the tokens."""
        url, state, verifier = self.go()
        return self.fetch(answer(browser, path_of(url)).location, state, verifier)


def known_app(*, is_confidential: bool = False, **words: object) -> clients.Registered:
    """Register an app, committed."""
    given = {"name": "Reader", "redirect_uris": [CALLBACK], **words}
    made = clients.register(NOBODY, is_confidential=is_confidential, **given)
    transaction.commit()
    return made


def owned_app(user: User, **words: object) -> clients.Registered:
    """Register an app of a person's, committed."""
    given = {"name": "Reader", "redirect_uris": [CALLBACK], "is_confidential": True, **words}
    made = clients.register(user, **given)
    transaction.commit()
    return made


def path_of(url: str) -> str:
    """Return the path and query of an address."""
    return url.removeprefix(SITE)


def answer(browser: Browser, path: str, decision: str = "allow") -> TestResponse:
    """Answer a consent page by its form."""
    return browser.fill_in(path, {"decision": decision})


def query_of(response: TestResponse) -> dict[str, str]:
    """Return what a person is sent back with."""
    return dict(parse_qsl(urlsplit(response.location).query))
