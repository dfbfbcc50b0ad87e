"""Which page a request asks for, and the addresses of its neighbours."""

from typing import Any
from urllib.parse import urlencode

from flask import request

from flasky.errors import NotFound
from flasky.lib import ids
from flasky.lib.paging import PAGES_BY_NUMBER, Page, PageRequest

PLACES = ("before", "after", "page")


def page_request(size: int) -> PageRequest:
    """Read `?before=<id>`, `?after=<id>` or `?page=1..50`. Raises NotFound for anything else under these names."""
    before, after = _number("before", ids.LARGEST), _number("after", ids.LARGEST)
    number = _number("page", PAGES_BY_NUMBER)
    if [before, after, number].count(None) < 2 or number == 0:
        raise NotFound
    return PageRequest(size, before=before, after=after, number=number)


def before() -> int | None:
    """Read `?before=<number>` of a list that is read from its newest item on. Raises NotFound for anything else."""
    return _number("before", ids.LARGEST)


def page_number() -> int:
    """Read `?page=1...` of a list that is cut by numbers; 1 where none is given. Raises NotFound for anything else."""
    number = _number("page", ids.LARGEST)
    if number == 0:
        raise NotFound
    return number or 1


def number_in(value: str, largest: int) -> int | None:
    """Return the number that a text is, or None for anything but digits, and for one that is too large."""
    is_number = value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= largest
    return int(value) if is_number else None


def place() -> str:
    """Return the part of the address that says which page is looked at: "?before=7", or nothing for the first."""
    asked = {name: request.args[name] for name in PLACES if request.args.get(name, "1") != "1"}
    return f"?{urlencode(asked)}" if asked else ""


def newer_url(page: Page[Any]) -> str | None:
    """Return the address of the page with newer items, or None."""
    return _url("after", page.newer_than)


def older_url(page: Page[Any]) -> str | None:
    """Return the address of the page with older items, or None."""
    return _url("before", page.older_than)


def neighbours(page: Page[Any]) -> dict[str, str | None]:
    """Return the addresses of the pages beside one, by the names that templates use."""
    return {"newer_url": newer_url(page), "older_url": older_url(page)}


def _number(name: str, largest: int) -> int | None:
    value = request.args.get(name)
    if value is None:
        return None
    number = number_in(value, largest)
    if number is None:
        raise NotFound
    return number


def _url(name: str, identity: int | None) -> str | None:
    """The other words of the address stay: which part of a list is looked at."""
    kept = {key: value for key, value in request.args.items() if key not in PLACES}
    return None if identity is None else f"{request.path}?{urlencode({**kept, name: identity})}"
