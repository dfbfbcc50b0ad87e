"""Every error as a page, said once: what went wrong, in the layout, with the right status."""

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
from flasky.errors import Forbidden, Gone, InvalidInput, LinkInvalid, NotFound
from flasky.models import AnonymousUser

log = structlog.get_logger("flasky.http")
RETRY_AFTER = 5

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
}
STATUS = {NotFound: 404, Gone: 410, Forbidden: 403, LinkInvalid: 404, InvalidInput: 422}


def init_app(app: Flask) -> None:
    """Register the handlers. In development an unforeseen error goes to the debugger instead."""
    app.register_error_handler(HTTPException, http_error)
    for error, status in STATUS.items():
        app.register_error_handler(error, _answer_with(status))
    for unavailable in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(unavailable, database_error)
    if app.extensions["settings"].environment is not Environment.DEVELOPMENT:
        app.register_error_handler(Exception, unforeseen_error)


def page(status: int) -> Response:
    """Return the page of an error status, inside the layout."""
    title, heading, sentence = PAGES.get(status, PAGES[400 if status < 500 else 500])
    transaction.rollback()
    transaction.only_reads()
    words = {
        "title": title,
        "heading": heading,
        "sentence": sentence,
        "kept": typed_text(),
        "request_id": g.get("request_id", ""),
    }
    return Response(render_template("errors/error.html", code=status, **words), status, mimetype="text/html")


def bare_page(status: int) -> Response:
    """Return the page of an error status without the layout: nothing in it needs a session, a person or a database."""
    _title, heading, sentence = PAGES[status]
    g._login_user = AnonymousUser()  # else Flask-Login asks the database who reads this
    words = {"heading": heading, "sentence": sentence, "kept": typed_text()}
    response = Response(render_template("errors/bare.html", **words), status, mimetype="text/html")
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def typed_text() -> str:
    """Return the text a person sent with the request that failed, so that the page can hand it back."""
    try:
        return request.form.get("body", "")
    except HTTPException:  # the form itself is what could not be read
        return ""


def http_error(error: HTTPException) -> Response:
    """Answer what Flask and Werkzeug raise: redirects as they are, errors in the layout, their headers kept."""
    if error.code is None or error.code < 400:
        return Response.force_type(error.get_response(), request.environ)
    response = page(error.code)
    for name, value in error.get_headers(request.environ):
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def database_error(error: DBAPIError | PoolTimeout) -> Response:
    """Answer 503 when the database is away, locked or full; nothing of the request was kept."""
    log.error("database unavailable", error=type(error).__name__, cause=str(getattr(error, "orig", error))[:300])
    return bare_page(503)


def unforeseen_error(error: Exception) -> Response:
    """Answer 500 and log the traceback under the request's id."""
    log.error("unforeseen error", exc_info=error)
    try:
        return page(InternalServerError.code or 500)
    except Exception:  # the layout itself may be what is broken; the log has the first error
        log.exception("error page failed")
        return bare_page(500)


def _answer_with(status: int) -> Callable[[Exception], Response]:
    def answer(_error: Exception) -> Response:
        return page(status)

    return answer
