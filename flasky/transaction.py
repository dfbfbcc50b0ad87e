"""The one handle on the database session for all floors above.

Doors commit, once. Operations and queries use `session`; the worker, the command line and tests push an app context.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar, cast

from sqlalchemy import Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from flasky.database import means_to_write
from flasky.extensions import db

Row = TypeVar("Row")

session = cast(Session, LocalProxy(lambda: db.session))


def commit() -> None:
    """Make every change of this transaction last. Rows keep what was loaded."""
    session.commit()


def rollback() -> None:
    """Forget every change of this transaction. Rows are read again when asked."""
    session.rollback()


def only_reads() -> None:
    """Say that what follows in this thread only reads: on SQLite it then waits for nobody and nobody for it."""
    means_to_write.set(False)


def writes() -> None:
    """Say that what follows in this thread writes: on SQLite its first statement takes the write lock."""
    means_to_write.set(True)


@contextmanager
def reading() -> Iterator[None]:
    """Read in a transaction that ends with the block, so that slow work after it holds no lock."""
    before = means_to_write.get()
    only_reads()
    try:
        yield
        session.commit()
    finally:
        means_to_write.set(before)


@contextmanager
def reading_along() -> Iterator[None]:
    """Read in the transaction that has begun, and where none has, in a short one that ends with the block."""
    if session.in_transaction():
        yield
        return
    with reading():
        yield


def rows_of(statement: Executable) -> int:
    """Change rows by a statement, and return how many those were. Rows that are loaded stay as they are."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0


def add_or_find(row: Row, find: Callable[[], Row | None]) -> Row:
    """Insert a row, or return the one that won the race for the same unique key.

    `find` is asked only when a unique constraint refused the row; if it finds nothing the refusal is raised
    (IntegrityError).
    """
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        winner = find()
        if winner is None:
            raise
        return winner
    return row
