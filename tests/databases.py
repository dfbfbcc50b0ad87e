"""Databases made and dropped on the servers that tests run on."""

from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import URL

from flasky.database import SQLITE_MODULE, engine_options

ALWAYS_THERE = {"postgresql": "postgres", "mysql": "information_schema"}


def make_again(url: URL) -> None:
    """Make an empty database, in place of one of that name."""
    drop(url)
    _on_server(url, f"CREATE DATABASE {url.database}")
    if url.get_backend_name() == "postgresql":  # as `hurry` says; of MariaDB only the whole server can be asked
        _on_server(url, f"ALTER DATABASE {url.database} SET synchronous_commit = off")


def drop(url: URL) -> None:
    """Drop a database, whoever has it open."""
    force = " WITH (FORCE)" if url.get_backend_name() == "postgresql" else ""
    _on_server(url, f"DROP DATABASE IF EXISTS {url.database}{force}")


def hurry(engine: Engine) -> None:
    """Let SQLite answer a commit before the disk has it, on connections not opened yet: no test cuts the power."""

    def at_once(connection: Any, _record: object) -> None:
        if isinstance(connection, SQLITE_MODULE.Connection):
            connection.execute("PRAGMA synchronous=OFF")

    event.listen(engine, "connect", at_once)


def _on_server(url: URL, statement: str) -> None:
    server = url.set(database=ALWAYS_THERE[url.get_backend_name()])
    engine = create_engine(**{**engine_options(server), "isolation_level": "AUTOCOMMIT"})
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
