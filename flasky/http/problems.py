"""What went wrong, for programs: problem documents (RFC 9457), whatever the `Accept` header says."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from flask import g
from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ConfigDict
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response

from flasky.errors import FlaskyError, InvalidInput, ScopeMissing, SentBefore, TokenInvalid, Unconfirmed

MEDIA_TYPE = "application/problem+json"
LINK_OF_FORM = re.compile(r"link(\d)_(label|url)")
"""How forms call what is `links` in JSON: they have no lists."""

REALM = 'Bearer realm="flasky"'
DETAILS = {
    400: _("This request could not be understood."),
    401: _("This needs a token: ask for one with POST /api/v1/tokens, or make one on your settings page."),
    403: _("You may not do this here."),
    404: _("There is nothing at this address, or nothing that you may see."),
    405: _("This address does not take that method."),
    409: _("This was changed meanwhile, or stands against what is there."),
    410: _("What was here was deleted by its author."),
    412: _("This was changed since you read it: get it again, and send its ETag as If-Match."),
    413: _("This is more than the site takes at once: 2 MiB."),
    415: _("Send JSON, with Content-Type: application/json."),
    422: _("Some of what was sent could not be taken: see `errors`."),
    429: _("That was too often in too short a time: wait as many seconds as Retry-After says."),
    500: _("Something went wrong on our side, and was written down."),
    503: _("The site cannot reach its database right now: try again in as many seconds as Retry-After says."),
    507: _("The site's disk is full or cannot be written to. Reading still works."),
}
SAYING_MORE = (HTTPStatus.BAD_REQUEST, HTTPStatus.PRECONDITION_FAILED, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
"""Statuses whose errors may bring a sentence of their own."""

SENTENCES = {
    TokenInvalid: _("This token is not valid, is over, or was taken back."),
    ScopeMissing: _("This token was not given for that."),
    Unconfirmed: _("The account behind this token has not confirmed its address yet."),
}
REUSED = _("This key came before, with another content. Choose a new one for each thing you make.")


class FieldError(BaseModel):
    """What is wrong with one field: its name, of one inside another with dots between, and a sentence."""

    field: str
    detail: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). `error` and `message` say the same under the names of the book's API."""

    model_config = ConfigDict(extra="forbid")

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    error: str
    message: str
    request_id: str
    errors: list[FieldError] = []


@dataclass
class Unprocessable(FlaskyError):
    """Fields that cannot be taken, all of them at once."""

    errors: list[FieldError] = field(default_factory=list)


def answer(status: int, error: Exception | None = None) -> Response:
    """Return the problem document of a status, with what the error says of itself."""
    title, detail = HTTP_STATUS_CODES.get(status, "Error"), _detail(status, error)
    problem = Problem(
        title=title,
        status=status,
        detail=detail,
        error=title.lower(),
        message=detail,
        request_id=g.get("request_id", ""),
        errors=_field_errors(error),
    )
    response = Response(problem.model_dump_json(), status, mimetype=MEDIA_TYPE)
    for name, value in _headers(status, error):
        response.headers[name] = value
    return response


def _detail(status: int, error: Exception | None) -> str:
    if isinstance(error, HTTPException) and status in SAYING_MORE:
        said = error.description or ""
        if said and said != type(error).description:
            return said
    for kind, sentence in SENTENCES.items():
        if isinstance(error, kind):
            return str(sentence)
    return str(DETAILS.get(status, DETAILS[400 if status < 500 else 500]))


def _field_errors(error: Exception | None) -> list[FieldError]:
    if isinstance(error, Unprocessable):
        return error.errors
    if isinstance(error, SentBefore):
        return [FieldError(field="Idempotency-Key", detail=str(REUSED))]
    if not isinstance(error, InvalidInput):
        return []
    name = LINK_OF_FORM.sub(r"links.\1.\2", error.field)
    return [FieldError(field=name, detail=str(error.sentence))]


def _headers(status: int, error: Exception | None) -> Iterable[tuple[str, str]]:
    """RFC 6750, section 3: what a token lacks is said in the header too."""
    if isinstance(error, HTTPException):
        kept = error.get_headers()
        yield from ((name, value) for name, value in kept if name.lower() not in ("content-type", "content-length"))
    if status == HTTPStatus.UNAUTHORIZED:
        yield "WWW-Authenticate", REALM + (', error="invalid_token"' if isinstance(error, TokenInvalid) else "")
    if isinstance(error, ScopeMissing):
        wanted = f', scope="{error.scope}"' if error.scope else ""
        yield "WWW-Authenticate", f'{REALM}, error="insufficient_scope"{wanted}'
