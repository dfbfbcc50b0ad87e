"""Answers that cost next to nothing when nothing changed (RFC 9110, section 13): the stamps of the entries decide."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from flask import request
from werkzeug.http import http_date
from werkzeug.wrappers import Response

from flasky import __version__
from flasky.http import sites
from flasky.http.settings import settings


def answer(body: Callable[[], str], *, content_type: str, stamps: object, changed_at: datetime) -> Response:
    """Return what `body` writes, or 304 for whoever has the same already.

    `stamps` is everything that the body hangs on, besides the site, as something whose `repr` tells two states apart.
    """
    modified = changed_at.replace(microsecond=0)
    tag = _tag(stamps)
    response = Response(status=304) if _is_there(tag, modified) else Response(body(), content_type=content_type)
    response.set_etag(tag, weak=True)
    response.headers["Last-Modified"] = http_date(modified)
    return response


def _tag(stamps: object) -> str:
    site = sites.current()
    whole = (__version__, settings().flasky_site_url, site.name, site.description, request.full_path, stamps)
    return hashlib.sha256(repr(whole).encode()).hexdigest()[:32]


def _is_there(tag: str, modified: datetime) -> bool:
    """Tell whether the caller has this state; a time must be the very same.

    A feed that lost an entry is older than before: "not modified since" would keep a deleted text in a reader.
    """
    if request.if_none_match:
        return request.if_none_match.contains_weak(tag)
    return request.if_modified_since == modified
