"""What apps and browsers send to the authorization server, checked before Authlib reads it."""

import re
from collections import defaultdict

from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError, OAuth2Payload, OAuth2Request
from flask import request
from werkzeug.datastructures import MultiDict

from flasky.http import authorization

SECURE = "https://localhost"
"""Authlib asks whether a request came by https, of its address alone. What comes by http to a site of https was sent
elsewhere before it got here, and a site on one's own computer may use http."""

PLAIN = re.compile(r"[ -~]*", re.ASCII)
QUOTING = ('"', "\\")
FREE = ("state",)
"""What is handed back as it came. The others may be quoted in `error_description`, which knows no quotes."""


class Parameters(OAuth2Payload):  # type: ignore[misc]  # the library has no types
    """The parameters of one request, from one place only: its query or its form."""

    def __init__(self, given: MultiDict[str, str]) -> None:
        self._given = given

    @property
    def data(self) -> MultiDict[str, str]:
        """The parameters by name."""
        return self._given

    @property
    def datalist(self) -> defaultdict[str, list[str]]:
        """The values of each parameter."""
        return defaultdict(list, self._given.to_dict(flat=False))


class PlainRequest(OAuth2Request):  # type: ignore[misc]  # the library has no types
    """A request as Authlib reads it."""

    def __init__(self, parameters: MultiDict[str, str]) -> None:
        super().__init__(request.method, SECURE, headers=request.headers)
        self.payload = Parameters(parameters)

    @property
    def args(self) -> MultiDict[str, str]:
        """The parameters, under one of their names in Authlib."""
        return self.payload.data

    @property
    def form(self) -> MultiDict[str, str]:
        """The parameters, under the other."""
        return self.args


def in_address() -> PlainRequest:
    """Return what stands in the address of the consent page, also when its form is sent. Raises InvalidRequestError."""
    return PlainRequest(_checked(request.args))


def in_form() -> PlainRequest:
    """Return what an app sent in the body. Raises InvalidRequestError, InvalidClientError."""
    given = authorization.given()
    if authorization.is_unreadable() or (given is not None and given.type != "basic"):
        raise InvalidClientError(status_code=401, description="The Authorization header cannot be read.")
    if given is not None and "client_secret" in request.form:
        raise InvalidRequestError("The client authenticates in two ways.")
    return PlainRequest(_checked(request.form))


def _checked(given: MultiDict[str, str]) -> MultiDict[str, str]:
    """RFC 6749, sections 3.1 and 3.2: nothing twice; what is sent without a value was not sent. Appendix A: ASCII."""
    for name, values in given.lists():
        if len(values) > 1:
            raise InvalidRequestError("A parameter stands twice in the request.")
        is_plain = PLAIN.fullmatch(values[0]) and (name in FREE or not any(each in values[0] for each in QUOTING))
        if not is_plain:
            raise InvalidRequestError("A parameter holds a character that none may hold.")
    return MultiDict((name, value) for name, value in given.items() if value)
