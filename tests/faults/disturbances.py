"""Empty databases for sites, and the things that happen to databases in use."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from flasky.database import means_to_write
from tests import databases
from tests.faults.ledger import connected

HELD = 1.0  # seconds


@contextmanager
def beside(database: str, *, folder: Path) -> Iterator[str]:
    """Make an empty database on the server of another one, and drop it after the block."""
    other = make_url(database)
    if other.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder}/site.sqlite"
        return
    own = other.set(database=f"{other.database}_site")
    databases.make_again(own)
    yield own.render_as_string(hide_password=False)
    databases.drop(own)


def disturb(database: str) -> None:
    """Do what an operator does to a database in use: end all its connections; on SQLite, hold its lock for a second."""
    kind = make_url(database).get_backend_name()
    with connected(database) as connection:
        {"postgresql": _terminate_all, "mysql": _kill_all, "sqlite": _hold_lock}[kind](connection)


def _terminate_all(connection: Connection) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    connection.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))


def _kill_all(connection: Connection) -> None:
    others = "FROM information_schema.processlist WHERE db = database() AND id <> connection_id()"
    for number in connection.scalars(text(f"SELECT id {others}")).all():
        try:
            connection.execute(text(f"KILL CONNECTION {number}"))
        except OperationalError:  # it is gone already
            continue


def _hold_lock(connection: Connection) -> None:
    means_to_write.set(True)
    connection.execute(text("SELECT 1"))
    time.sleep(HELD)
