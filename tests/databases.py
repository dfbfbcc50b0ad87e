"""Databases made and dropped on the servers that tests run on."""

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from flasky.database import engine_options

ALWAYS_THERE = {"postgresql": "postgres", "mysql": "information_schema"}


def make_again(url: URL) -> None:
    """Make an empty database, in place of one of that name."""
    drop(url)
    _on_server(url, f"CREATE DATABASE {url.database}")


def drop(url: URL) -> None:
    """Drop a database, whoever has it open."""
    force = " WITH (FORCE)" if url.get_backend_name() == "postgresql" else ""
    _on_server(url, f"DROP DATABASE IF EXISTS {url.database}{force}")


def _on_server(url: URL, statement: str) -> None:
    server = url.set(database=ALWAYS_THERE[url.get_backend_name()])
    engine = create_engine(**{**engine_options(server), "isolation_level": "AUTOCOMMIT"})
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
