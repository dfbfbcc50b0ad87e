"""The way in and out of every request, in order."""

import structlog
from flask import Flask, g, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.http import access, bearer, freshness, headers, limits, origin, requests, session
from flasky.http.access import SAFE_METHODS
from flasky.models import AnonymousUser

log = structlog.get_logger("flasky.http")


def init_app(app: Flask) -> None:
    """Register the one hook before and the one after each request."""
    app.before_request(come_in)
    app.after_request(go_out)


def come_in() -> Response | None:
    """Number the request, find its person, refuse foreign sites, ask who may, count; then let the view work."""
    requests.begin()
    transaction.only_reads()
    g.has_no_session = _is_for_machines() or access.is_for_programs()
    if g.has_no_session:
        g._login_user = AnonymousUser()  # where Flask-Login looks before it asks the session
    refuse_nul()
    if _is_for_machines():
        return None
    _find_out_who_asks()
    if request.method not in SAFE_METHODS:
        transaction.writes()
    origin.require_same_origin()
    elsewhere = access.enforce()
    if elsewhere is None:
        limits.enforce()
        freshness.enforce()
    return elsewhere


def go_out(response: Response) -> Response:
    """Note that the login was used, after a good answer; add the headers; log the request."""
    if response.status_code < 400 and not _is_by_script():
        _note_use()
    return requests.end(headers.add_to(response))


def refuse_nul() -> None:
    """Answer 404 for an address with a NUL in it, a program 400 for one in a query: no database column holds one."""
    if "\0" in request.path:
        raise NotFound
    if any("\0" in value for values in request.args.listvalues() for value in values):
        raise BadRequest("The query holds a NUL.") if access.is_for_programs() else NotFound


def _find_out_who_asks() -> None:
    """A program is counted whether its token holds or not: guessing is no way around the limit."""
    if not access.is_for_programs():
        session.load_person()
        return
    try:
        bearer.load_person()
    finally:
        limits.enforce_for_programs()


def _note_use() -> None:
    try:
        (bearer if access.is_for_programs() else session).note_use()
    except SQLAlchemyError as error:  # the answer is good; when a person was last seen is not worth losing it
        log.warning("last use not noted", error=str(error)[:200])


def _is_for_machines() -> bool:
    rule = access.rule_of_request()
    return rule is not None and rule.for_machines


def _is_by_script() -> bool:
    rule = access.rule_of_request()
    return rule is not None and rule.by_script
