"""Run a command while the database servers of the tests do not wait for their disks: `python -m tests.hurried COMMAND`.

For a machine of CI, where nothing lasts. Only servers on this machine are asked; afterwards they are as they were.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.engine import URL

from flasky.config import DRIVERS
from flasky.database import engine_options
from flasky.lib import networks
from tests.databases import ALWAYS_THERE

POSTGRES = ("fsync", "full_page_writes", "synchronous_commit")
MARIADB = ("innodb_flush_log_at_trx_commit", "sync_binlog")
CHOSEN = text("SELECT setting FROM pg_file_settings WHERE name = :name AND sourcefile LIKE '%postgresql.auto.conf'")


def run(command: list[str], urls: list[str]) -> int:
    """Run a command, and return its status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an end that is asked for puts everything back as well
    with ExitStack() as servers:
        for url in map(make_url, urls):
            if networks.is_loopback(url.host or ""):
                servers.enter_context(_hurried(url))
        return subprocess.run(command, check=False).returncode


@contextmanager
def _hurried(url: URL) -> Iterator[None]:
    kind = url.get_backend_name()
    server = url.set(drivername=DRIVERS[url.drivername], database=ALWAYS_THERE[kind])
    engine = create_engine(**{**engine_options(server), "isolation_level": "AUTOCOMMIT"})
    with engine.connect() as connection:
        put_back = (_hurry_postgres if kind == "postgresql" else _hurry_mariadb)(connection)
    try:
        yield
    finally:
        with engine.connect() as connection:
            put_back(connection)
        engine.dispose()


def _hurry_postgres(connection: Connection) -> Callable[[Connection], None]:
    found = {name: connection.scalar(CHOSEN, {"name": name}) for name in POSTGRES}
    _set_postgres(connection, dict.fromkeys(POSTGRES, "off"))
    return lambda later: _set_postgres(later, found)


def _set_postgres(connection: Connection, values: dict[str, str | None]) -> None:
    for name, value in values.items():
        words = f"RESET {name}" if value is None else f"SET {name} = '{value}'"
        connection.execute(text(f"ALTER SYSTEM {words}"))
    connection.execute(text("SELECT pg_reload_conf()"))


def _hurry_mariadb(connection: Connection) -> Callable[[Connection], None]:
    found = {name: connection.scalar(text(f"SELECT @@GLOBAL.{name}")) for name in MARIADB}
    _set_mariadb(connection, dict.fromkeys(MARIADB, 0))
    return lambda later: _set_mariadb(later, found)


def _set_mariadb(connection: Connection, values: dict[str, int]) -> None:
    for name, value in values.items():
        connection.execute(text(f"SET GLOBAL {name} = {value}"))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:], os.environ.get("TEST_DATABASE_URLS", "").split()))
