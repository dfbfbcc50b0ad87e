"""Every error answered, said once: people get a page in the layout, programs a problem document."""

from collections.abc import Callable

import structlog
from flask import Flask, g, render_template, request
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.config import Environment
from flasky.database import cannot_write
from flasky.errors import (
    EmailTaken,
    Forbidden,
    Gone,
    InvalidInput,
    LastAdministrator,
    LinkInvalid,
    NotFound,
    TokenInvalid,
    TokenNeeded,
    TooManyNames,
    UsernameTaken,
)
from flasky.http import access, former_names, problems
from flasky.models import AnonymousUser
from flasky.operations import incidents

log = structlog.get_logger("flasky.http")
RETRY_AFTER = 5
DRAINED_MAX = 4 * 1024 * 1024
DRAINED_AT_ONCE = 64 * 1024
LONG_FIELDS = ("body", "about_me", "description")
"""Fields that people write something into that they would not like to write again."""

PAGES = {
    400: (
        _("Bad Request"),
        _("Bad Request"),
        _("This request could not be understood. Go back, reload the page and try again."),
    ),
    401: (_("Login"), _("Please log in"), _("This page is for people who are logged in.")),
    403: (_("Forbidden"), _("Forbidden"), _("You may not do this here.")),
    404: (_("Page Not Found"), _("Not Found"), _("There is nothing at this address, or nothing that you may see.")),
    405: (_("Method Not Allowed"), _("Method Not Allowed"), _("This address does not take that kind of request.")),
    409: (_("Conflict"), _("Conflict"), _("This was changed meanwhile. Reload the page and try again.")),
    410: (_("Gone"), _("Gone"), _("What was here was deleted by its author.")),
    413: (_("Too Large"), _("Too Large"), _("This is more than the site takes at once: 2 MiB. Go back and send less.")),
    415: (_("Unsupported Media Type"), _("Unsupported Media Type"), _("The site does not take this kind of content.")),
    422: (_("Not Accepted"), _("Not Accepted"), _("This could not be taken. Go back, change it and try again.")),
    429: (
        _("Too Many Requests"),
        _("Too Many Requests"),
        _("That was too often in too short a time. Wait a little, then try again."),
    ),
    500: (
        _("Internal Server Error"),
        _("Internal Server Error"),
        _("Something went wrong on our side, and was written down. Try again in a moment."),
    ),
    503: (
        _("Unavailable"),
        _("Back in a moment"),
        _("The site cannot reach its database right now. Try again in a few seconds."),
    ),
    507: (
        _("Not Saved"),
        _("This could not be saved"),
        _("The site's disk is full or cannot be written to. Reading still works. Keep your text and try again later."),
    ),
}
STATUS: dict[type[Exception], int] = {
    Gone: 410,
    Forbidden: 403,
    LinkInvalid: 404,
    InvalidInput: 422,
    EmailTaken: 409,
    UsernameTaken: 409,
    TooManyNames: 409,
    LastAdministrator: 409,
    problems.Unprocessable: 422,
    TokenNeeded: 401,
    TokenInvalid: 401,
}


def init_app(app: Flask) -> None:
    """Register the handlers. In development an unforeseen error goes to the debugger instead."""
    app.register_error_handler(HTTPException, http_error)
    for error, status in STATUS.items():
        app.register_error_handler(error, _answer_with(status))
    app.register_error_handler(NotFound, not_found)
    for unavailable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unavailable, database_error)
    if app.extensions["settings"].environment is not Environment.DEVELOPMENT:
        app.register_error_handler(Exception, unforeseen_error)


def answer(status: int, error: Exception | None = None) -> Response:
    """Return what a person or a program gets for an error status."""
    if not access.is_for_programs():
        return page(status, error)
    transaction.rollback()
    return problems.answer(status, error)


def page(status: int, error: Exception | None = None) -> Response:
    """Return the page of an error status, inside the layout; what an operation refused, in its own words."""
    title, heading, sentence = PAGES.get(status, PAGES[400 if status < 500 else 500])
    transaction.rollback()
    transaction.only_reads()
    words = {
        "title": title,
        "heading": heading,
        "sentence": error.sentence if isinstance(error, InvalidInput) else sentence,
        "kept": typed_text(),
        "request_id": g.get("request_id", ""),
    }
    return Response(render_template("errors/error.html", code=status, **words), status, mimetype="text/html")


def bare_page(status: int) -> Response:
    """Return the page of an error status without the layout: nothing in it needs a session, a person or a database."""
    _title, heading, sentence = PAGES[status]
    g.database_away = True
    g._login_user = AnonymousUser()  # else Flask-Login asks the database who reads this
    words = {"heading": heading, "sentence": sentence, "kept": typed_text()}
    response = Response(render_template("errors/bare.html", **words), status, mimetype="text/html")
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def typed_text() -> str:
    """Return the text a person sent with the request that failed, so that the page can hand it back."""
    try:
        return next((text for name in LONG_FIELDS if (text := request.form.get(name))), "")
    except HTTPException:  # the form itself is what could not be read
        return ""


def http_error(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug raise: redirects as they are, errors in the layout, their headers kept."""
    if error.code is None or error.code < 400:
        return Response.force_type(error.get_response(), request.environ)
    if error.code == 413:
        _drain()
    response = answer(error.code, error)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def database_error(error: DBAPIError | PoolTimeout) -> Response:
    """Answer 507 when the database cannot write, 503 when it is away or locked; nothing of the request was kept."""
    log.error("database unavailable", error=type(error).__name__, cause=str(getattr(error, "orig", error))[:300])
    status = 507 if cannot_write(error) else 503
    return _bare_problem(status) if access.is_for_programs() else bare_page(status)


def unforeseen_error(error: Exception) -> Response:
    """Answer 500 and log the traceback under the request's id."""
    log.error("unforeseen error", exc_info=error)
    _note(error)
    try:
        return answer(InternalServerError.code or 500)
    except Exception:  # the layout itself may be what is broken; the log has the first error
        log.exception("error page failed")
        return bare_page(500)


def not_found(_error: NotFound) -> Response:
    """Answer 404, unless the address holds a name that somebody had: then the way to the one they have."""
    if access.is_for_programs():
        return answer(404)
    return former_names.way_on() or page(404)


def _bare_problem(status: int) -> Response:
    response = problems.answer(status)
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _drain() -> None:
    """Read a body that was refused unread for its length, up to 4 MiB, and throw it away.

    A connection that is closed over unread bytes is reset, and a proxy in front then tells of a broken server instead
    of handing the answer on.
    """
    length = request.content_length or 0
    if length <= (request.max_content_length or 0):
        return  # it was read, at least in part: how much is left nobody knows
    stream, left = request.environ["wsgi.input"], min(length, DRAINED_MAX)
    while left > 0 and (chunk := stream.read(min(left, DRAINED_AT_ONCE))):
        left -= len(chunk)


def _note(error: Exception) -> None:
    """Count the error for the report to the administrator, in a transaction of its own."""
    try:
        transaction.rollback()
        transaction.writes()
        incidents.note(error, route=request.url_rule.rule if request.url_rule else "")
        transaction.commit()
    except Exception:  # whatever broke may have broken this too; the log has the error
        log.exception("error not noted")


def _answer_with(status: int) -> Callable[[Exception], Response]:
    def handle(error: Exception) -> Response:
        return answer(status, error)

    return handle
