"""Addresses under a username somebody had: they lead to the same thing under the name of today."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from flasky.http.access import SAFE_METHODS
from flasky.http.session import viewer
from flasky.queries import actors

PARAMETER = "username"


def way_on() -> Response | None:
    """Return the redirect from an address under a former name, or None. One statement, where an address holds a name.

    A form goes along (308), so that a text written while its author changed names is not lost.
    """
    given = request.view_args or {}
    if PARAMETER not in given or request.endpoint is None:
        return None
    actor = actors.by_former_name(given[PARAMETER], viewer=viewer())
    if actor is None:
        return None
    path = url_for(request.endpoint, **{**given, PARAMETER: actor.username})
    query = f"?{request.query_string.decode('latin-1')}" if request.query_string else ""
    return redirect(path + query, 301 if request.method in SAFE_METHODS else 308)
