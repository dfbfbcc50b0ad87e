"""The outbox: letters kept in a folder, whole and private, and shown on a terminal."""

import io
import os
import stat
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from flasky.mail.letters import wire_bytes
from flasky.mail.sender import Outbox, Unreachable, send

Write = Callable[..., EmailMessage]


def test_an_outbox_keeps_a_letter_for_its_owner_alone(letter: EmailMessage, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "outbox"

    send(letter, via=Outbox(folder))

    kept = folder / "flasky.letter.7@flasky.example.org.eml"
    assert list(folder.iterdir()) == [kept]
    assert kept.read_bytes() == wire_bytes(letter)
    assert (stat.S_IMODE(folder.stat().st_mode), stat.S_IMODE(kept.stat().st_mode)) == (0o700, 0o600)


def test_a_second_copy_takes_the_place_of_the_first(write: Write, tmp_path: Path) -> None:
    send(write(username="alice"), via=Outbox(tmp_path))
    send(write(username="alice2"), via=Outbox(tmp_path))

    assert [b"Hello alice2," in each.read_bytes() for each in tmp_path.iterdir()] == [True]


@pytest.mark.parametrize("name", ["<../../etc/passwd@x>", "<..@x>", "<a/b\\c:d@x>", "<" + "a" * 400 + "@x>"])
def test_a_message_id_never_leaves_the_folder(write: Write, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "outbox"

    send(write(message_id=name), via=Outbox(folder))

    assert [each.name for each in tmp_path.iterdir()] == ["outbox"]
    assert [each.suffix for each in folder.iterdir()] == [".eml"]


def test_a_terminal_shows_the_letter(letter: EmailMessage, tmp_path: Path) -> None:
    terminal = io.StringIO()

    send(letter, via=Outbox(tmp_path, terminal))

    shown = terminal.getvalue()
    assert shown.startswith("From: Flasky Admin <flasky@example.com>\nTo: alice@example.net\nSubject: [Flasky] Confirm")
    assert "\nhttps://flasky.example.org/auth/confirm/" in shown


def test_a_poor_terminal_shows_what_it_can(write: Write, tmp_path: Path) -> None:
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")

    send(write(username="älice"), via=Outbox(tmp_path, terminal))

    terminal.seek(0)
    assert "Hello ?lice," in terminal.read()


def test_a_terminal_that_is_gone_is_no_failure(letter: EmailMessage, tmp_path: Path) -> None:
    terminal = io.StringIO()
    terminal.close()

    send(letter, via=Outbox(tmp_path, terminal))

    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_written_asks_for_another_try(letter: EmailMessage, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Unreachable, match="outbox"):
        send(letter, via=Outbox(tmp_path / "file"))


def test_a_write_that_fails_leaves_no_piece(
    letter: EmailMessage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", full_disk)

    with pytest.raises(Unreachable, match="No space"):
        send(letter, via=Outbox(tmp_path))
    assert list(tmp_path.iterdir()) == []


def full_disk(_descriptor: int) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")
