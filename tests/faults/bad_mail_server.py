"""A mail server that misbehaves in one way at a time, and behaves again when told to."""

import email
import email.policy
import os
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum
from typing import BinaryIO, Self

PATIENCE = 60  # seconds until a conversation that nobody ends is over
HELD = float(os.environ.get("FAULT_SECONDS", "2"))  # how long the black hole holds one; the sender gives up after 30


class Fault(Enum):
    """What goes wrong, as an operator would tell it."""

    NONE = "takes every letter"
    REFUSED = "refuses connections"
    BLACK_HOLE = "accepts, never answers"
    TURNED_AWAY = "421 at the greeting"
    PUT_OFF = "450 at RCPT"
    UNKNOWN = "550 at RCPT"
    CUT = "cut after the text, before 250"
    SLOW_CLOSE = "250, then a slow close"


@dataclass(frozen=True)
class Copy:
    """One time the server held a whole letter, whether it said so or not."""

    recipient: str
    message_id: str


class BadMailServer:
    """A mail server on a port of the loopback address that stays its own while the block lasts."""

    def __init__(self) -> None:
        self.copies: list[Copy] = []
        self.met = 0
        """Connections made since the fault began. Refused ones reach no program, so they are not counted."""
        self._fault = Fault.NONE
        self._is_well = threading.Event()
        self._listener = _bound(0)
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread()

    def __enter__(self) -> Self:
        """Take connections."""
        self._open()
        return self

    def __exit__(self, *_error: object) -> None:
        """Take none any more, and end those that hang."""
        self._is_well.set()
        self._close()

    def suffer(self, fault: Fault) -> None:
        """Misbehave from now on."""
        self._fault, self.met = fault, 0
        self._is_well.clear()
        if fault is Fault.REFUSED:
            self._close()
            self._listener = _bound(self.port)

    def recover(self) -> None:
        """Behave from now on. Whoever hangs in a conversation is cut off, as by a restart."""
        was, self._fault = self._fault, Fault.NONE
        self._is_well.set()
        if was is Fault.REFUSED:
            self._open()

    def copies_for(self, recipient: str) -> list[str]:
        """Return the Message-ID of each copy that came for an address."""
        return [copy.message_id for copy in self.copies if copy.recipient == recipient]

    def _open(self) -> None:
        self._listener.listen()
        self._thread = threading.Thread(target=self._serve, args=(self._listener,), daemon=True)
        self._thread.start()

    def _close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection = listener.accept()[0]
                self.met += 1
                threading.Thread(target=self._hold_conversation, args=(connection,), daemon=True).start()

    def _hold_conversation(self, connection: socket.socket) -> None:
        connection.settimeout(PATIENCE)
        with connection, suppress(OSError):
            if self._fault is Fault.BLACK_HOLE:
                self._is_well.wait(HELD)
            elif self._fault is Fault.TURNED_AWAY:
                connection.sendall(b"421 Too many connections, come back later\r\n")
            else:
                self._talk(connection, self._fault)

    def _talk(self, connection: socket.socket, fault: Fault) -> None:
        recipient = ""
        connection.sendall(b"220 mail.example.org\r\n")
        lines = connection.makefile("rb")
        for line in lines:
            word, _, rest = line.decode("ascii").strip().upper().partition(" ")
            if word == "RCPT":
                recipient = rest.partition("<")[2].partition(">")[0].lower()
                connection.sendall(_at_rcpt(fault))
            elif word == "DATA":
                connection.sendall(b"354 Go on\r\n")
                self._keep(recipient, lines)
                if fault is Fault.CUT:
                    return
                connection.sendall(b"250 Kept\r\n")
            elif word == "QUIT":
                self._part(connection, fault)
                return
            else:
                connection.sendall(b"250 OK\r\n")

    def _keep(self, recipient: str, lines: BinaryIO) -> None:
        text = b"".join(iter(lines.readline, b".\r\n"))
        letter = email.message_from_bytes(text, EmailMessage, policy=email.policy.default)
        self.copies.append(Copy(recipient, letter["Message-ID"]))

    def _part(self, connection: socket.socket, fault: Fault) -> None:
        if fault is Fault.SLOW_CLOSE:
            self._is_well.wait(PATIENCE)
        connection.sendall(b"221 Bye\r\n")


def _bound(port: int) -> socket.socket:
    """Return a socket that holds a port and does not listen yet: connections are refused, and nobody else gets it."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


def _at_rcpt(fault: Fault) -> bytes:
    answers = {Fault.PUT_OFF: b"450 Mailbox busy\r\n", Fault.UNKNOWN: b"550 No such person here\r\n"}
    return answers.get(fault, b"250 OK\r\n")
