"""Requests that another site made a browser send: refused twice, by token and by the browser's own word."""

from urllib.parse import urlsplit

from flask import current_app, request
from flask_wtf.csrf import CSRFError

from flasky.extensions import csrf
from flasky.http.access import SAFE_METHODS, is_for_programs
from flasky.http.settings import settings

FOREIGN = "The request was made by another site."


def require_same_origin() -> None:
    """Raise CSRFError for an unsafe request without this session's token, or made by another site.

    The API knows nobody by a cookie, so there is nothing that another site could ride on.

    `Sec-Fetch-Site` (W3C Fetch Metadata), if present, must be `same-origin` or `none`; else `Origin` must be ours;
    a client that sends neither is no browser that could be misled, and still needs the token.
    """
    if request.method in SAFE_METHODS or is_for_programs() or _is_exempt():
        return
    if not _comes_from_here():
        raise CSRFError(FOREIGN)
    csrf.protect()


def _comes_from_here() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or origin in (settings().flasky_site_url, _own_origin())


def _own_origin() -> str:
    parts = urlsplit(request.host_url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_exempt() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return f"{view.__module__}.{view.__name__}" in csrf._exempt_views if view else True
