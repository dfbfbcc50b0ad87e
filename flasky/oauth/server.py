"""Authlib's authorization server over our rows. It makes no token itself, and nothing here signs or reads a JWT."""

import json
import re
from collections.abc import Callable
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from flask import request
from werkzeug.wrappers import Response

from flasky.http.settings import settings
from flasky.oauth import requests
from flasky.oauth.grants import CodeGrant, OnlyS256, RefreshGrant, Revocation
from flasky.oauth.requests import PlainRequest
from flasky.oauth.rows import Client
from flasky.queries import clients

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


class Server(AuthorizationServer):  # type: ignore[misc]  # the library has no types
    """How Authlib finds apps, reads requests of Flask and answers."""

    def query_client(self, client_id: str) -> Client | None:
        """Return the app of an id."""
        row = clients.by_client_id(client_id) if CLIENT_ID.fullmatch(client_id) else None
        return Client(row) if row is not None else None

    def create_oauth2_request(self, given: PlainRequest) -> PlainRequest:
        """Return the request: our views read it themselves."""
        return given

    def handle_response(self, status: int, body: Any, headers: list[tuple[str, str]]) -> Response:
        """Return an answer of Authlib's as a response that nobody keeps.

        Whoever is sent back is told by whom (RFC 9207), and leaves a form behind with 303 (RFC 9700, section 4.12).
        """
        response = Response(json.dumps(body) if isinstance(body, dict) else body, status)
        response.headers.update({**dict(headers), "Cache-Control": "no-store", "Pragma": "no-cache"})
        if response.location:
            response.location = add_params_to_uri(response.location, {"iss": settings().flasky_site_url})
            response.autocorrect_location_header = False
            response.status_code = 303 if request.method == "POST" else 302
        return response

    def send_signal(self, name: str, *_args: object, **_words: object) -> None:
        """Tell nobody: what follows from a grant follows from its event."""

    def answer_to_app(self, act: Callable[[PlainRequest], Response]) -> Response:
        """Return what an app gets for the form that it sent, or the error (RFC 6749, section 5.2)."""
        try:
            return act(requests.in_form())
        except OAuth2Error as error:
            response: Response = self.handle_error_response(None, error)
            return response


def tokens_for(given: PlainRequest) -> Response:
    """Return the tokens that an app asks for."""
    if not given.payload.grant_type:
        raise InvalidRequestError("Missing 'grant_type' in request.")
    response: Response = server.create_token_response(given)
    return response


def revocation_of(given: PlainRequest) -> Response:
    """Return the answer to an app that gives a token back."""
    response: Response = server.create_endpoint_response(Revocation.ENDPOINT_NAME, given)
    return response


def _made() -> Server:
    made = Server()
    made.register_grant(CodeGrant, [OnlyS256(required=True)])
    made.register_grant(RefreshGrant)
    made.register_endpoint(Revocation)
    return made


server = _made()
