"""Send a finished letter: to a mail server, or into a folder where none is configured.

A letter is sent at the moment the server says 250 to its text; whatever happens after that word changes nothing.
Before it, the answer is either `Refused` (the server will never take this letter) or `Unreachable` (try again).
"""

import os
import re
import smtplib
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TextIO

from flasky.mail.letters import envelope, plain_text, wire_bytes
from flasky.mail.signatures import Signer

QUIT_PATIENCE = 2.0  # seconds a server that has the letter may take over its farewell
WORDS_MAX = 500  # characters kept of what a server said
NAME_MAX = 200  # characters of a file's name
CONFIGURATION_CODES = frozenset({530, 534, 535, 538})  # RFC 4954 and 3207: log in, or use TLS, first

_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]+")
_UNSAFE_IN_NAME = re.compile(r"[^A-Za-z0-9.@_-]")

_Place = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, _Place]


class NotSent(Exception):
    """A letter that did not go; the message says why.

    `code` is the server's number, `about` what it said it of ("sender", "recipient", "letter"); both may be empty.
    """

    def __init__(self, words: str, *, code: int | None = None, about: str = "") -> None:
        super().__init__(words)
        self.code = code
        self.about = about


class Refused(NotSent):
    """The server refused the letter for good; the message holds its words. Trying again is useless."""


class Unreachable(NotSent):
    """The letter did not get through this time; the message says why. Try again later."""


class TooSlow(Unreachable):
    """The server did not finish in time."""


@dataclass(frozen=True)
class Smtp:
    """A mail server. `timeout`: seconds for a whole conversation; `context`: instead of the default, which verifies."""

    host: str
    port: int
    use_tls: bool
    use_ssl: bool
    username: str | None
    password: str | None = field(repr=False)
    timeout: float = 30.0
    context: ssl.SSLContext | None = field(default=None, repr=False)
    signer: Signer | None = None

    def __post_init__(self) -> None:
        """Refuse two kinds of TLS at once."""
        if self.use_tls and self.use_ssl:
            raise ValueError("A mail server speaks either STARTTLS or SSL, not both.")


@dataclass(frozen=True)
class Outbox:
    """A folder that keeps letters instead of sending them, and perhaps a terminal to show them on."""

    folder: Path
    terminal: TextIO | None = None
    signer: Signer | None = None


def send(message: EmailMessage, *, via: Smtp | Outbox) -> str:
    """Send a letter to the one address in its To. Returns the server's answer, or the path where the letter is kept.

    It is signed where there is somebody to sign it, after the check of its bytes, which knows no such header. Takes up
    to `via.timeout` seconds.

    Raises Refused when the server will never take it, Unreachable when it may later, ValueError when the letter's bytes
    are not exactly a letter.
    """
    checked = wire_bytes(message)
    raw = via.signer.sign(checked) if via.signer else checked
    if isinstance(via, Smtp):
        return _post(raw, *envelope(message), via)
    return str(_keep(raw, message, via))


def greet(server: Smtp) -> None:
    """Connect, lock and log in as for a letter, and part without one. Takes up to `server.timeout` seconds.

    Raises Unreachable.
    """
    with _conversation(server) as client:
        _say_goodbye(client)


# A mail server


def _post(raw: bytes, sender: str, recipient: str, server: Smtp) -> str:
    with _conversation(server) as client:
        answer = _hand_over(client, raw, sender, recipient)
        _say_goodbye(client)
    return answer


@contextmanager
def _conversation(server: Smtp) -> "Iterator[_Client]":
    """Yield a client that a server let in; whatever breaks inside becomes Unreachable."""
    with _Deadline(server.timeout) as deadline, _explained(deadline):
        client = _Client(server, deadline)
        try:
            _introduce(client, server)
            yield client
        finally:
            with suppress(OSError):
                client.close()


def _introduce(client: "_Client", server: Smtp) -> None:
    if server.use_tls:
        client.starttls(context=_context(server))
    if server.username:
        client.login(server.username, server.password or "")
    client.ehlo_or_helo_if_needed()


def _hand_over(client: "_Client", raw: bytes, sender: str, recipient: str) -> str:
    size = [f"size={len(raw)}"] if client.has_extn("size") else []
    # A sender that is refused is the host's setting to mend, not the letter's fault: it waits.
    _expect_yes("sender", client.mail(sender, size), refusal=Unreachable)
    _expect_yes("recipient", client.rcpt(recipient))
    try:
        return _expect_yes("letter", client.data(raw))
    except smtplib.SMTPDataError as error:
        return _expect_yes("letter", (error.smtp_code, error.smtp_error))


def _say_goodbye(client: "_Client") -> None:
    """Part politely; the server has the letter, so nothing that goes wrong here may send it twice."""
    with suppress(smtplib.SMTPException, OSError):
        if client.sock:
            client.sock.settimeout(QUIT_PATIENCE)
        client.quit()


def _expect_yes(about: str, reply: tuple[int, bytes | str], *, refusal: type[NotSent] = Refused) -> str:
    code, words = reply[0], f"{reply[0]} {_readable(reply[1])}"
    if code in range(200, 300):
        return words
    permanent = code in range(500, 600) and code not in CONFIGURATION_CODES
    kind = refusal if permanent else Unreachable
    raise kind(f"The mail server refused the {about}: {words}", code=code, about=about)


@contextmanager
def _explained(deadline: "_Deadline") -> Iterator[None]:
    """Turn whatever broke a conversation into Unreachable, with the server's words where it had any."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        words = f"{error.smtp_code} {_readable(error.smtp_error)}"
        raise Unreachable(f"The mail server said: {words}", code=error.smtp_code) from error
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        raise (TooSlow if deadline.expired else Unreachable)(_reason(error, deadline)) from error


def _reason(error: Exception, deadline: "_Deadline") -> str:
    if deadline.expired:
        reason = f"The mail server did not finish within {deadline.seconds:g} seconds."
    elif isinstance(error, UnicodeError):
        reason = "The mail server's name, user name or password holds characters that SMTP cannot carry."
    else:
        reason = f"The mail server could not be reached or broke off: {_readable(str(error) or type(error).__name__)}"
    return reason


def _readable(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(_CONTROLS.sub(" ", text).split())[:WORDS_MAX]


def _context(server: Smtp) -> ssl.SSLContext:
    return server.context or ssl.create_default_context()


class _Client(smtplib.SMTP):
    """smtplib's client on a connection that has a deadline."""

    def __init__(self, server: Smtp, deadline: "_Deadline") -> None:
        self._server = server
        self._deadline = deadline
        # A name given here keeps smtplib from asking the DNS for ours, which no deadline could stop.
        super().__init__(server.host, server.port, local_hostname="localhost", timeout=server.timeout)
        self.local_hostname = self._address_literal

    def getreply(self) -> tuple[int, bytes]:
        """Read a reply, whole lines only: smtplib takes '25' and a cut for an answer."""
        if self.file is None and self.sock is not None:
            self.file = _WholeLines(self.sock)
        return super().getreply()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connection = _connect(host, port, self._deadline)
        self._deadline.guard(connection)
        connection.settimeout(timeout)
        self._address_literal = _address_literal(connection.getsockname()[0])
        if self._server.use_ssl:
            connection = _context(self._server).wrap_socket(connection, server_hostname=host)
        return connection


class _WholeLines:
    """The lines a server says; a line without an end was never said."""

    def __init__(self, connection: socket.socket) -> None:
        self._file = connection.makefile("rb")

    def readline(self, limit: int) -> bytes:
        """Read a line of at most `limit` bytes; raises ConnectionError when the connection ends inside it."""
        line = self._file.readline(limit)
        if line and len(line) < limit and not line.endswith(b"\n"):
            raise ConnectionError("The connection ended in the middle of a line.")
        return line

    def close(self) -> None:
        """Close the reading side."""
        self._file.close()


def _address_literal(address: str) -> str:
    """Write the address of our end of a connection as a greeting wants it (RFC 5321, section 4.1.3)."""
    bare = address.partition("%")[0]
    return f"[IPv6:{bare}]" if ":" in bare else f"[{bare}]"


# The deadline


class _Deadline:
    """Ends a whole conversation in time: smtplib's own time-out starts afresh with every byte a slow server sends.

    A timer shuts the connection down under whoever reads from it. It holds a duplicate of the socket, because wrapping
    a socket in TLS takes the original away, and a number of a closed socket may already be another's.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds
        self._timer: threading.Timer | None = None
        self._duplicate: socket.socket | None = None

    def __enter__(self) -> "_Deadline":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()
        if self._duplicate:
            self._duplicate.close()

    @property
    def expired(self) -> bool:
        """Say whether the time is over."""
        return time.monotonic() >= self._end

    def remaining(self) -> float:
        """Count the seconds left; raises TimeoutError when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("The time is over.")
        return left

    def guard(self, connection: socket.socket) -> None:
        """Shut a connection down when the time is over."""
        self._duplicate = connection.dup()
        self._timer = threading.Timer(self.remaining(), self._cut, [self._duplicate])
        self._timer.daemon = True
        self._timer.start()

    def _cut(self, connection: socket.socket) -> None:
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def _connect(host: str, port: int, deadline: _Deadline) -> socket.socket:
    """Try each address of a host, with a fair share of the time left for each."""
    addresses = _addresses(host, port, deadline)
    failure: OSError = OSError(f"{host} has no address.")
    for position, (family, kind, protocol, _name, address) in enumerate(addresses):
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(deadline.remaining() / (len(addresses) - position))
            connection.connect(address)
            return connection
        except OSError as error:
            connection.close()
            failure = error
    raise failure


def _addresses(host: str, port: int, deadline: _Deadline) -> Sequence[_Address]:
    """Ask the DNS on a thread of its own: the call cannot be stopped, but it can be left behind."""
    answers: SimpleQueue[Sequence[_Address] | Exception] = SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, answers), daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.remaining())
    except Empty:
        raise TimeoutError(f"The address of {host} was not found in time.") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _look_up(host: str, port: int, answers: SimpleQueue[Sequence[_Address] | Exception]) -> None:
    try:
        answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        answers.put(error)


# An outbox


def _keep(raw: bytes, letter: EmailMessage, outbox: Outbox) -> Path:
    place = outbox.folder / _file_name(letter)
    try:
        outbox.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_whole(place, raw)
    except OSError as error:
        raise Unreachable(f"The outbox could not be written: {error}") from error
    if outbox.terminal:
        _show(letter, outbox.terminal)
    return place


def _file_name(letter: EmailMessage) -> str:
    bare = str(letter["Message-ID"]).strip().removeprefix("<").removesuffix(">")
    return _UNSAFE_IN_NAME.sub("_", bare).lstrip(".")[:NAME_MAX] + ".eml"


def _write_whole(place: Path, raw: bytes) -> None:
    """Write a file that is there wholly or not at all, power cuts included; an older copy is replaced."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _settle(place.parent)


def _settle(folder: Path) -> None:
    """Make the name of a new file last; Windows cannot open a folder and does not need this."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _show(letter: EmailMessage, terminal: TextIO) -> None:
    """Print a letter; it is kept already, so a terminal that is gone or knows few characters is no failure."""
    heads = [f"{name}: {letter[name]}" for name in ("From", "To", "Subject")]
    text = _CONTROLS.sub(" ", "\n".join([*heads, "", plain_text(letter).replace("\r\n", "\n"), ""]))
    encoding = terminal.encoding or "utf-8"
    with suppress(OSError, ValueError):
        terminal.write(text.encode(encoding, "replace").decode(encoding))
        terminal.flush()
