"""How each kind of database is opened: pool, time limits, isolation, and on SQLite who may begin to write.

SQLite has one writer. A transaction that reads first and writes later fails at once when another has written in
between, whatever the busy time-out; so whoever means to write says so before the first statement (BEGIN IMMEDIATE).
"""

import re
import sqlite3
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy import Engine as Engine  # named from here by the command line, which knows no SQL
from sqlalchemy.engine import URL, ExceptionContext

try:
    import pysqlite3.dbapi2 as sqlite  # a newer SQLite than the system's: before 3.51.3 its WAL could be corrupted
except ImportError:
    sqlite = sqlite3

SQLITE_MODULE: ModuleType = sqlite
THREADS = 4
POOL = {"pool_size": THREADS, "max_overflow": 2, "pool_timeout": 5, "pool_pre_ping": True, "pool_recycle": 1800}
BUSY_MILLISECONDS = 15_000
PRAGMAS = (
    f"busy_timeout={BUSY_MILLISECONDS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
)

means_to_write: ContextVar[bool] = ContextVar("means_to_write", default=True)
"""Whether the next transaction of this thread will write. True but for requests that only read."""


def engine_options(url: URL) -> dict[str, Any]:
    """Return the arguments of `create_engine` for a database address."""
    kind = url.get_backend_name()
    if kind == "sqlite":
        return {
            "url": url,
            "module": SQLITE_MODULE,
            "pool_size": THREADS,
            "max_overflow": 2,
            "connect_args": {"timeout": 15},
        }
    if kind == "postgresql":
        return {
            "url": url,
            "isolation_level": "READ COMMITTED",
            **POOL,
            "connect_args": {"options": POSTGRES_LIMITS, "connect_timeout": 5},
        }
    return {
        "url": url.update_query_dict({"charset": "utf8mb4"}),
        "isolation_level": "READ COMMITTED",
        **POOL,
        "connect_args": {"init_command": MARIADB_LIMITS, "connect_timeout": 5},
    }


POSTGRES_LIMITS = (
    "-c lock_timeout=5s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s -c timezone=utc"
)
MARIADB_LIMITS = (
    "SET innodb_lock_wait_timeout=5, time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
)

FULL_SQLITE = ("database or disk is full", "disk I/O error", "attempt to write a readonly database")
FULL_POSTGRES = ("53100", "25006")  # disk_full; read_only_sql_transaction
FULL_MARIADB = (3, 1021, 1026, 1114, 1290)  # error on write; disk, file or table full; read-only


QUOTED = re.compile(r"\n(?:DETAIL|CONTEXT):.*|((?:entry|value:?) )'.*'(?= for )", re.DOTALL)
"""What people wrote, in a server's refusal: PostgreSQL's lines about the row, MariaDB's value in the sentence."""


def cannot_write(error: BaseException) -> bool:
    """Tell whether a database refused to write because its disk is full or read-only; it may still be read."""
    original = getattr(error, "orig", None)
    if getattr(original, "sqlstate", None) in FULL_POSTGRES:
        return True
    arguments: tuple[object, ...] = getattr(original, "args", ())
    return bool(arguments) and (arguments[0] in FULL_MARIADB or str(arguments[0]) in FULL_SQLITE)


@event.listens_for(Engine, "handle_error")
def _quote_nobody(failure: ExceptionContext) -> None:
    """Take what people wrote out of an error, which may end up in the log with its traceback."""
    for error in filter(None, (failure.original_exception, failure.sqlalchemy_exception)):
        error.args = tuple(QUOTED.sub(r"\1...", word) if isinstance(word, str) else word for word in error.args)


@event.listens_for(Engine, "connect")
def _set_pragmas(connection: Any, _record: object) -> None:
    if not isinstance(connection, SQLITE_MODULE.Connection):
        return
    connection.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if means_to_write.get() else "BEGIN")
