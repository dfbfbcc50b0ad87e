"""The counters' file: counts in windows, forgets what is over, and stands many hands at once."""

import sqlite3
import threading
from urllib.parse import quote

import pytest
import time_machine
from limits.storage import storage_from_string

from flasky.http import rate_storage
from flasky.http.rate_storage import SQLiteStorage

MOMENT = 1_800_000_000


@pytest.fixture
def path(tmp_path):
    """The path of a file of counters, in a folder whose name needs care in an address."""
    folder = tmp_path / "a folder #1"
    folder.mkdir()
    return folder / "limits.sqlite"


@pytest.fixture
def storage(path):
    """Counters in a file of their own."""

    return storage_from_string(f"{rate_storage.SQLiteStorage.STORAGE_SCHEME[0]}://{quote(str(path))}")


def test_hits_of_a_window_are_counted(storage):
    assert [storage.incr("key", 60) for _hit in range(3)] == [1, 2, 3]
    assert storage.incr("key", 60, amount=5) == storage.get("key") == 8
    assert storage.get("other") == 0


def test_window_ends_when_its_first_hit_is_old(storage):
    with time_machine.travel(MOMENT, tick=False) as now:
        storage.incr("key", 60)
        now.shift(59)
        within = storage.incr("key", 60)
        now.shift(2)

        assert (within, storage.get("key"), storage.incr("key", 60)) == (2, 0, 1)
        assert storage.get_expiry("key") == MOMENT + 61 + 60


def test_key_that_was_never_hit_ends_now(storage):
    with time_machine.travel(MOMENT, tick=False):
        assert storage.get_expiry("key") == MOMENT


def test_counters_can_be_forgotten_one_or_all(storage):
    for key in ("a", "b", "c"):
        storage.incr(key, 60)

    storage.clear("a")

    assert [storage.get(key) for key in ("a", "b", "c")] == [0, 1, 1]
    assert (storage.reset(), storage.get("b"), storage.check()) == (2, 0, True)


def test_counters_that_are_over_leave_the_file(storage, path):
    with time_machine.travel(MOMENT, tick=False) as now:
        for number in range(rate_storage.PURGE_EVERY - 1):
            storage.incr(f"old {number}", 60)
        now.shift(61)
        storage.incr("new", 60)

    assert sqlite3.connect(path).execute("SELECT key FROM counters").fetchall() == [("new",)]


def test_threads_count_together(storage):
    seen = []

    def hit():
        seen.extend(storage.incr("key", 60) for _hit in range(50))

    threads = [threading.Thread(target=hit) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == list(range(1, 201))


def test_file_that_cannot_be_opened_is_an_error_the_library_knows(tmp_path):
    broken = SQLiteStorage(f"sqlitefile://{tmp_path}/missing/limits.sqlite", wrap_exceptions=True)

    with pytest.raises(Exception, match="unable to open database file"):
        broken.incr("key", 60)
