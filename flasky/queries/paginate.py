"""A page out of a statement, by ids and not by offsets: what is new on top does not shift what comes below."""

from typing import TypeVar

from sqlalchemy import Select
from sqlalchemy.orm.attributes import InstrumentedAttribute

from flasky.lib.paging import Page, PageRequest
from flasky.models import Base
from flasky.transaction import session

Row = TypeVar("Row", bound=Base)


def paginate(
    statement: Select[Row], row: type[Row], request: PageRequest, *, by: InstrumentedAttribute[int] | None = None
) -> Page[Row]:
    """Return a page of rows, newest id first. One statement, which reads one row more than the page shows.

    `by` is another column of ids that the list is in the order of, and that the neighbors are found by: one of the row
    itself, or one of a joined row that holds the row's own id.
    """
    place = row.id if by is None else by
    if request.after is not None:
        return _page_after(statement, place, request)
    if request.before is not None:
        statement = statement.where(place < request.before)
    offset = ((request.number or 1) - 1) * request.size
    found = list(session.scalars(statement.order_by(place.desc()).offset(offset or None).limit(request.size + 1)))
    items = found[: request.size]
    is_first = request.before is None and offset == 0
    return Page(
        items,
        newer_than=_place_of(items[0], place) if items and not is_first else None,
        older_than=_place_of(items[-1], place) if len(found) > request.size else None,
    )


def _page_after(statement: Select[Row], place: InstrumentedAttribute[int], request: PageRequest) -> Page[Row]:
    statement = statement.where(place > (request.after or 0))
    found = list(session.scalars(statement.order_by(place).limit(request.size + 1)))
    items = found[: request.size][::-1]
    return Page(
        items,
        newer_than=_place_of(items[0], place) if len(found) > request.size else None,
        older_than=_place_of(items[-1], place) if items else None,
    )


def _place_of(item: Row, place: InstrumentedAttribute[int]) -> int:
    return int(getattr(item, place.key, item.id))
