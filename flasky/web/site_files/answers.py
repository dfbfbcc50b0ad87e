"""Answers for programs: text of some type that may be kept for a while, the same for everybody."""

import json
from collections.abc import Mapping

from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http.settings import settings

HOUR = 3600
TEN_MINUTES = 600
PROBLEM = "text/plain; charset=utf-8"


def text(words: str, content_type: str, *, seconds: int = HOUR) -> Response:
    """Return a text that any cache may keep for some seconds."""
    response = Response(words, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    return response


def data(value: Mapping[str, object], content_type: str, *, seconds: int = HOUR) -> Response:
    """Return JSON that any cache may keep for some seconds, and that scripts of every site may read."""
    return for_scripts(text(json.dumps(value, ensure_ascii=False), content_type, seconds=seconds))


def for_scripts(response: Response) -> Response:
    """Let scripts of every site read an answer (CORS); there is nothing of a visitor in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def problem(status: int, words: str) -> Response:
    """Return a refusal that says why; nobody keeps it."""
    response = Response(words + "\n", status, content_type=PROBLEM)
    response.headers["Cache-Control"] = "no-store"
    return response


def whole(path: str) -> str:
    """Return a path as an absolute address."""
    return addresses.absolute(path, origin=settings().flasky_site_url)
