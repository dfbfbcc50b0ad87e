"""Which page a request asks for, and the addresses of its neighbours."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from flasky.errors import NotFound
from flasky.lib import ids
from flasky.lib.paging import PAGES_BY_NUMBER, Page, PageRequest


def page_request(size: int) -> PageRequest:
    """Read `?before=<id>`, `?after=<id>` or `?page=1..50`. Raises NotFound for anything else under these names."""
    before, after = _number("before", ids.LARGEST), _number("after", ids.LARGEST)
    number = _number("page", PAGES_BY_NUMBER)
    if [before, after, number].count(None) < 2 or number == 0:
        raise NotFound
    return PageRequest(size, before=before, after=after, number=number)


def newer_url(page: Page[Any]) -> str | None:
    """Return the address of the page with newer items, or None."""
    return _url("after", page.newer_than)


def older_url(page: Page[Any]) -> str | None:
    """Return the address of the page with older items, or None."""
    return _url("before", page.older_than)


def neighbours(page: Page[Any], **kept: str) -> dict[str, str | None]:
    """Return the addresses of the pages beside one, by the names that templates use; `kept` goes along in the query."""
    return {"newer_url": _url("after", page.newer_than, **kept), "older_url": _url("before", page.older_than, **kept)}


def _number(name: str, largest: int) -> int | None:
    value = request.args.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= largest):
        raise NotFound
    return int(value)


def _url(name: str, identity: int | None, **kept: str) -> str | None:
    if identity is None:
        return None
    return f"{request.path}?{urlencode({name: identity, **{key: value for key, value in kept.items() if value}})}"
