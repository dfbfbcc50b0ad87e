"""Each request's id, and the one line that is logged of it."""

import re
import secrets
import time

import structlog
from flask import g, request
from werkzeug.wrappers import Response

log = structlog.get_logger("flasky.http")
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


def begin() -> None:
    """Give the request an id (or take a proxy's) and bind it to every line logged meanwhile."""
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)
    g.begun = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def end(response: Response) -> Response:
    """Log one line of the request. Neither query nor token is written: the route's pattern stands for the address."""
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if request.endpoint != "health.healthz":
        milliseconds = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1)
        route = request.url_rule.rule if request.url_rule else None
        log.info("request", method=request.method, route=route, status=response.status_code, ms=milliseconds)
    return response
