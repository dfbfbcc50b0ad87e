"""Counters of rate limits in a SQLite file of their own: right over all processes of one machine, without Redis."""

import sqlite3
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

from limits.storage import Storage

CREATE = """
CREATE TABLE IF NOT EXISTS counters (
    key TEXT PRIMARY KEY, amount INTEGER NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID
"""
COUNT = """
INSERT INTO counters VALUES (:key, :amount, :expires)
ON CONFLICT (key) DO UPDATE SET
    amount = CASE WHEN expires <= :now THEN :amount ELSE amount + :amount END,
    expires = CASE WHEN expires <= :now THEN :expires ELSE expires END
RETURNING amount
"""
PURGE_EVERY = 1000


class SQLiteStorage(Storage):
    """`sqlitefile:///path`: one row a key, counted in one statement."""

    STORAGE_SCHEME = ["sqlitefile"]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions)
        self._path = Path(unquote(urlsplit(uri).path))
        self._local = threading.local()
        self._hits = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What the storage raises when the file cannot be used."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a hit and return the number of the window so far."""
        now = time.time()
        row = (
            self._connection()
            .execute(COUNT, {"key": key, "amount": amount, "expires": now + expiry, "now": now})
            .fetchone()
        )
        self._purge_sometimes(now)
        return int(row[0])

    def get(self, key: str) -> int:
        """Return the number of hits of the present window."""
        found = "SELECT amount FROM counters WHERE key = ? AND expires > ?"
        row = self._connection().execute(found, (key, time.time())).fetchone()
        return int(row[0]) if row else 0

    def get_expiry(self, key: str) -> float:
        """Return when the window ends, in seconds since 1970."""
        row = self._connection().execute("SELECT expires FROM counters WHERE key = ?", (key,)).fetchone()
        return float(row[0]) if row else time.time()

    def check(self) -> bool:
        """Tell whether the file answers."""
        return bool(self._connection().execute("SELECT 1").fetchone())

    def reset(self) -> int:
        """Forget every counter and return how many there were."""
        return self._connection().execute("DELETE FROM counters").rowcount

    def clear(self, key: str) -> None:
        """Forget one counter."""
        self._connection().execute("DELETE FROM counters WHERE key = ?", (key,))

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            self._local.connection = _opened(self._path)
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _purge_sometimes(self, now: float) -> None:
        self._hits += 1
        if self._hits % PURGE_EVERY == 0:
            self._connection().execute("DELETE FROM counters WHERE expires <= ?", (now,))


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")  # a counter lost with the power is no loss
    connection.execute(CREATE)
    return connection
