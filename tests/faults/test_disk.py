"""A disk that is full, or that cannot be written to: reading goes on, nothing is half-written, no text is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults import ledger
from tests.faults.disks import SmallDiskSite, on_a_disk
from tests.faults.mailbox import Mailbox
from tests.faults.visitor import Visitor, join

TRIES = 5
FULL = "The site's disk is full or cannot be written to. Reading still works."
SMALL = "mount -t tmpfs -o size=3m tmpfs data"


@pytest.fixture
def small(tmp_path: Path, mailbox: Mailbox) -> Iterator[SmallDiskSite]:
    """A site on a small disk."""
    site = SmallDiskSite(tmp_path, mailbox, size="6m")
    try:
        site.start()
        yield site
    finally:
        site.end()


def is_whole(database: str) -> bool:
    """Tell whether SQLite finds nothing wrong with a database."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_full_disk_stops_writing_and_nothing_else(small):
    join(small.port, "ann", small.mailbox)
    ann, stranger = Visitor(small.port), Visitor(small.port)
    ann.log_in("ann")
    stranger.arrive()
    assert ann.send("/write", body="Written while there was room.").status == 303
    small.fill()

    refused = [ann.send("/write", body=f"Text {number} that must not be lost.") for number in range(TRIES)]
    sign_up = stranger.register("ben")
    pages = [visitor.get(path).status for visitor in (ann, stranger) for path in ("/", "/@ann", "/auth/login")]

    assert [answer.status for answer in (*refused, sign_up)] == [507] * (TRIES + 1)
    assert all(FULL in answer.text for answer in refused)
    assert all(f"Text {number} that must not be lost." in answer.text for number, answer in enumerate(refused))
    assert set(pages) <= {200, 302}
    assert "Written while there was room." in stranger.get("/").text
    assert small.answers()

    small.make_room()
    again = ann.send("/write", body="Written when there was room again.")

    assert again.status == 303
    assert stranger.register("ben").status == 303
    assert small.comes_to_rest()
    found = ledger.read(small.copied())
    texts = {state.text: number for state, number in found.posts.items()}
    assert texts == {"Written while there was room.": 1, "Written when there was room again.": 1}
    assert found.usernames == {"ann", "ben"}
    assert (found.partial, found.doubled, found.dead, found.leased) == ((), (), 0, 0)
    assert is_whole(small.copied())
    assert "unforeseen error" not in small.log


@pytest.mark.parametrize("command", ["deploy", "run"])
def test_start_on_a_full_disk_ends_with_a_sentence(tmp_path, command):
    fill = "flasky config check && cat /dev/zero >data/ballast 2>data/word; truncate -s 0 data/word"
    done = on_a_disk(tmp_path, f"{SMALL}; {fill}; flasky {command}")

    assert done.returncode == 75
    assert done.stderr.splitlines()[-1].endswith("cannot be used right now: database or disk is full.")
    assert "Traceback" not in done.stderr


def test_first_start_on_a_full_disk_names_the_key_that_cannot_be_kept(tmp_path):
    done = on_a_disk(tmp_path, f"{SMALL}; cat /dev/zero >data/ballast 2>/dev/null; flasky run")

    assert done.returncode == 2
    assert done.stderr.startswith("SECRET_KEY is kept in data/secret_key, which cannot be used: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("command", ["run", "user list"])
def test_start_in_a_read_only_folder_ends_with_a_sentence(tmp_path, command):
    done = on_a_disk(tmp_path, f"{SMALL}; flasky deploy; mount -o remount,ro data; flasky {command}")

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "FLASKY_DATA_DIR is data, which cannot be written to by this user."
    assert "Traceback" not in done.stderr


def test_read_only_database_in_a_folder_that_can_be_written_to_ends_with_a_sentence(tmp_path):
    make = "mkdir elsewhere; mount -t tmpfs tmpfs elsewhere"
    url = "sqlite:///elsewhere/site.sqlite"

    done = on_a_disk(
        tmp_path, f"{make}; flasky db upgrade; mount -o remount,ro elsewhere; flasky run", DATABASE_URL=url
    )

    assert done.returncode == 75
    assert "DATABASE_URL names a database that cannot be used right now: " in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_running_site_whose_folder_became_read_only_reads_on_and_says_so(small):
    visitor = Visitor(small.port)
    assert visitor.get("/readyz").status == 200

    small.disk.chmod(0o555)

    said = visitor.get("/readyz")
    assert said.status == 503
    assert "The data folder cannot be written to." in said.text
    assert [visitor.get(path).status for path in ("/", "/all", "/auth/login", "/healthz")] == [200] * 4

    small.disk.chmod(0o700)

    assert visitor.get("/readyz").status == 200
