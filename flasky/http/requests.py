"""Each request's id, and the one line that is logged of it."""

import re
import secrets
import time

import structlog
from flask import g, request
from werkzeug.wrappers import Response

log = structlog.get_logger("flasky.http")
ASKED_ALL_THE_TIME = ("health.healthz", "health.readyz", "notifications.count")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def begin() -> None:
    """Give the request an id (or take a proxy's) and bind it to every line logged meanwhile."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.begun = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id, method=request.method, route=_route())


def end(response: Response) -> Response:
    """Log one line of the request. Neither query nor token is written: the route's pattern stands for the address."""
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint not in ASKED_ALL_THE_TIME or response.status_code >= 400:
        milliseconds = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1)
        log.info("request", method=request.method, route=_route(), status=response.status_code, ms=milliseconds)
    return response


def _route() -> str | None:
    return request.url_rule.rule if request.url_rule else None
