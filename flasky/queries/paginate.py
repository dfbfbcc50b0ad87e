"""A page out of a statement, by ids and not by offsets: what is new on top does not shift what comes below."""

from typing import TypeVar

from sqlalchemy import Select

from flasky.lib.paging import Page, PageRequest
from flasky.models import Base
from flasky.transaction import session

Row = TypeVar("Row", bound=Base)


def paginate(statement: Select[Row], row: type[Row], request: PageRequest) -> Page[Row]:
    """Return a page of rows, newest id first. One statement, which reads one row more than the page shows."""
    if request.after is not None:
        return _page_after(statement, row, request)
    if request.before is not None:
        statement = statement.where(row.id < request.before)
    offset = ((request.number or 1) - 1) * request.size
    found = list(session.scalars(statement.order_by(row.id.desc()).offset(offset or None).limit(request.size + 1)))
    items = found[: request.size]
    is_first = request.before is None and offset == 0
    return Page(
        items,
        newer_than=items[0].id if items and not is_first else None,
        older_than=items[-1].id if len(found) > request.size else None,
    )


def _page_after(statement: Select[Row], row: type[Row], request: PageRequest) -> Page[Row]:
    statement = statement.where(row.id > (request.after or 0))
    found = list(session.scalars(statement.order_by(row.id).limit(request.size + 1)))
    items = found[: request.size][::-1]
    return Page(
        items,
        newer_than=items[0].id if len(found) > request.size else None,
        older_than=items[-1].id if items else None,
    )
