"""Pages of a collection: the newest first, and `Link` headers to the pages beside it (RFC 8288).

A cursor is a place between two ids, so that what comes on top meanwhile shifts nothing: each item comes exactly once.
"""

from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from flask import request
from pydantic import BaseModel, ConfigDict, Field

from flasky import addresses
from flasky.api.door import Answer
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.lib.paging import Page, PageRequest

Item = TypeVar("Item", bound=BaseModel)
Row = TypeVar("Row")
LIMIT_MAX = 100
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
BEFORE, AFTER = "b", "a"


class ListQuery(BaseModel):
    """Which part of a collection is asked for."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=LIMIT_MAX)] = 20
    """How many items a page has at most."""
    cursor: Annotated[str, Field(pattern=r"^[ab][0-9a-z]{1,13}$")] | None = None
    """Where the page begins; take it from `next` or `prev`."""

    @property
    def page(self) -> PageRequest:
        """The page that is asked for."""
        if self.cursor is None:
            return PageRequest(self.limit)
        place = min(int(self.cursor[1:], len(DIGITS)), ids.LARGEST)
        return PageRequest(self.limit, **{"before" if self.cursor[0] == BEFORE else "after": place})


class Collection(BaseModel, Generic[Item]):
    """A page of a collection."""

    items: list[Item]
    prev: str | None
    """The page of newer items; null on the first one."""
    next: str | None
    """The page of older items; null on the last one."""
    count: int | None
    """How many items there are on all pages, where the site keeps that number or counts them soon; else null."""


def collection(
    kind: type[Collection[Item]], page: Page[Row], *, each: Callable[[Row], Item], count: int | None = None
) -> Answer:
    """Return a page of a collection as the answer of an endpoint, with its `Link` header."""
    prev, following = _url(AFTER, page.newer_than), _url(BEFORE, page.older_than)
    body = kind(items=[each(row) for row in page.items], prev=prev, next=following, count=count)
    links = [f'<{url}>; rel="{rel}"' for rel, url in (("prev", prev), ("next", following)) if url]
    return Answer(body, headers={"Link": ", ".join(links)} if links else {})


def _url(direction: str, place: int | None) -> str | None:
    if place is None:
        return None
    kept: dict[str, Any] = {name: value for name, value in request.args.items() if name != "cursor"}
    query = urlencode({**kept, "cursor": direction + _short(place)})
    return addresses.absolute(f"{quote(request.path, safe='/@')}?{query}", origin=settings().flasky_site_url)


def _short(number: int) -> str:
    text = ""
    while number or not text:
        number, digit = divmod(number, len(DIGITS))
        text = DIGITS[digit] + text
    return text
