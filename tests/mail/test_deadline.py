"""The deadline: a mail server may be slow, silent or endless; a letter's conversation ends in time."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from flasky.mail.sender import Smtp, Unreachable, send

Open = Callable[..., Any]
Reach = Callable[..., Smtp]


@pytest.mark.parametrize("heard", range(5), ids=["at once", "after hello", "after MAIL", "after RCPT", "after DATA"])
@pytest.mark.parametrize("trickle", [False, True], ids=["silence", "a trickle"])
def test_the_deadline_is_for_the_whole_conversation(
    script: Open, talk: list[bytes], letter: EmailMessage, heard: int, trickle: bool
) -> None:
    started = time.monotonic()

    with pytest.raises(Unreachable, match=r"did not finish within 0.5 seconds"):
        send(letter, via=script(talk[:heard], trickle=trickle, timeout=0.5))
    assert 0.4 < time.monotonic() - started < 2


def test_the_deadline_holds_during_a_handshake(script: Open, letter: EmailMessage) -> None:
    started = time.monotonic()

    with pytest.raises(Unreachable, match=r"within 0.5 seconds"):
        send(letter, via=script([], trickle=False, use_ssl=True, timeout=0.5))
    assert time.monotonic() - started < 2


def test_the_deadline_holds_behind_tls(script: Open, talk: list[bytes], letter: EmailMessage, certificate: Any) -> None:
    locked = {"use_ssl": True, "context": certificate.client}

    with pytest.raises(Unreachable, match=r"within 0.7 seconds"):
        send(letter, via=script(talk[:2], trickle=True, lock=certificate.server, timeout=0.7, **locked))


def test_the_deadline_holds_while_the_dns_is_silent(
    reach: Reach, letter: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: awake.wait(5) and [])
    started = time.monotonic()

    with pytest.raises(Unreachable, match=r"within 0.5 seconds"):
        send(letter, via=reach(25, host="mail.example", timeout=0.5))
    awake.set()
    assert time.monotonic() - started < 2


def test_a_dead_first_address_leaves_time_for_the_second(
    open_server: Open, letter: EmailMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = open_server(smtp={"timeout": 1.5})
    good = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", server.smtp.port))
    with full_listener() as full:
        dead = (socket.AF_INET, socket.SOCK_STREAM, 6, "", full)
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: [dead, good])

        send(letter, via=server.smtp)

    assert len(server.letters) == 1


def test_no_thread_and_no_socket_is_left_behind(open_server: Open, reach: Reach, letter: EmailMessage) -> None:
    server = open_server()
    send(letter, via=server.smtp)
    before = (threading.active_count(), open_files())

    for _ in range(5):
        send(letter, via=server.smtp)

    settled(lambda: (threading.active_count(), open_files()) <= before)


def test_a_farewell_that_trickles_ends_with_the_deadline(script: Open, talk: list[bytes], letter: EmailMessage) -> None:
    started = time.monotonic()

    send(letter, via=script([*talk, b"250 Kept\r\n"], trickle=True, timeout=1.0))

    assert time.monotonic() - started < 3


@contextmanager
def full_listener() -> Iterator[tuple[str, int]]:
    """Open a port that takes no more connections: they wait for ever."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(3):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()


def open_files() -> int:
    """Count this process's open files."""
    return len(list(Path("/proc/self/fd").iterdir()))


def settled(condition: Callable[[], bool]) -> None:
    """Wait up to two seconds for a condition."""
    ending = time.monotonic() + 2
    while not condition():
        assert time.monotonic() < ending
        time.sleep(0.02)
