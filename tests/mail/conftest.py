"""What the tests of the courier share: a small app, a site, real mail servers on free ports of this machine."""

import asyncio
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask
from flask_babel import Babel

import flasky.mail
from flasky.mail.letters import Draft, LetterKind, Site, compose, message_id
from flasky.mail.sender import Smtp

TEMPLATES = Path(flasky.mail.__file__).parents[1] / "templates"
SITE = Site("Flasky", "https://flasky.example.org", "Flasky Admin <flasky@example.com>", "[Flasky]")
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
LINK = "https://flasky.example.org/auth/confirm/eyJpZCI6MTIzNDU2Nzg5MDEyMzQ1Njc4OTB9.aSEjbQ.0123456789abcdefghij-klmnopqrstuv_w"
PATIENCE = 5.0  # seconds a test's conversation may take
Changes = dict[str, Any]
GROUP = {"kind": "ValueError", "place": "flasky/web/posts.py:30", "route": "/write", "reported": 3}
ENDS = {
    "end_url": "https://flasky.example.org/unsubscribe/x",
    "settings_url": "https://flasky.example.org/settings/notifications",
}
NEWS = {"sentence": "bob liked “A walk”", "excerpt": "Well said", "url": "https://flasky.example.org/post/1"}
WORDS: dict[LetterKind, Changes] = {
    LetterKind.APPLICATION_ERROR: {"count": 3, "groups": [GROUP]},
    LetterKind.NEW_DEVICE: {"device": "Firefox (Linux)", "network": "192.0.2.0/24"},
    LetterKind.NEW_ACCESS: {"name": "Reader", "is_app": True, "sentences": ["Read what you can read."]},
    LetterKind.NEW_USER: {"newcomer": "carol", "address": "carol@example.net"},
    LetterKind.NOTIFICATION: {**NEWS, **ENDS, "why": "Somebody likes what you wrote"},
    LetterKind.DIGEST: {"news": [NEWS, NEWS], "is_all": False, **ENDS},
}
"""What only letters of one kind say."""


@pytest.fixture
def site() -> Site:
    """Hand out the site all letters of these tests come from."""
    return SITE


@pytest.fixture
def write(app_context: None) -> Callable[..., EmailMessage]:
    """Hand out a function to compose a letter to Alice with: write(kind, **changes)."""
    return _letter_to_alice


def _letter_to_alice(kind: LetterKind = LetterKind.CONFIRM, **changes: Any) -> EmailMessage:
    values: Changes = {
        "site": SITE,
        "recipient": "alice@example.net",
        "message_id": message_id(7, SITE),
        "username": "alice",
        "link": LINK,
        "at": AT,
    }
    given = values | {"words": WORDS.get(kind, {})} | changes
    plain = (given[name] for name in ("recipient", "username", "link", "at"))
    draft = Draft(*plain, words=given["words"], subscription=given.get("subscription"))
    return compose(kind, draft, site=given["site"], message_id=given["message_id"])


@pytest.fixture(scope="session")
def letters_app() -> Flask:
    """Make an app that knows the templates of letters."""
    app = Flask("flasky", template_folder=str(TEMPLATES))
    Babel(app)
    return app


@pytest.fixture
def app_context(letters_app: Flask) -> Iterator[None]:
    """Push the context a worker has: an app, no request."""
    with letters_app.app_context():
        yield


@dataclass
class Sink:
    """How to reach a mail server, what it answers (None means the usual), what it got."""

    smtp: Smtp = field(init=False)
    at_mail: str | None = None
    at_rcpt: str | None = None
    at_data: str | None = None
    seconds_at_quit: float = 0
    cut_at_data: bool = False
    cut_after_data: bool = False
    letters: list[bytes] = field(default_factory=list)
    senders: list[str | None] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    greetings: list[str | None] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer the sender."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self.at_mail or "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer the recipient."""
        envelope.rcpt_tos.append(address)
        return self.at_rcpt or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter unless the answer is a refusal."""
        if self.cut_at_data:
            _transport(server).abort()
        elif not self.at_data:
            self._keep(server, session, envelope)
        if self.cut_after_data:
            await server.push("250 Kept")
            _transport(server).close()
        return self.at_data or "250 Kept"

    async def handle_QUIT(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802
        """Say goodbye, perhaps slowly."""
        await asyncio.sleep(self.seconds_at_quit)
        return "221 Bye"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        """Let 'flasky' in with 'secret'."""
        self.logins.append((data.login, data.password))
        return AuthResult(success=(data.login, data.password) == (b"flasky", b"secret"), handled=False)

    def _keep(self, server: SMTP, session: Session, envelope: Envelope) -> None:
        self.letters.append(envelope.original_content or b"")
        self.senders.append(envelope.mail_from)
        self.recipients.append(envelope.rcpt_tos)
        self.encrypted.append(_transport(server).get_extra_info("ssl_object") is not None)
        self.greetings.append(session.host_name)


def _transport(server: SMTP) -> asyncio.Transport:
    assert isinstance(server.transport, asyncio.Transport)
    return server.transport


class _LocalServer(Controller):
    """A mail server on a free port of the loopback address."""

    def __init__(self, sink: Sink, **options: Any) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(sink, hostname="127.0.0.1", port=self.listener.getsockname()[1], **options)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener, ssl=self.ssl_context)


@pytest.fixture
def open_server() -> Iterator[Callable[..., Sink]]:
    """Start mail servers: open_server(smtp={how to reach it}, server={options of aiosmtpd}, **how it answers).

    A guarded one wants a log-in: 'flasky' with 'secret'.
    """
    with ExitStack() as running:

        def start(
            *, smtp: Changes | None = None, server: Changes | None = None, guarded: bool = False, **answers: Any
        ) -> Sink:
            sink = Sink(**answers)
            controller = _LocalServer(sink, **(_guards(sink) if guarded else {}), **(server or {}))
            controller.start()
            running.callback(controller.stop)
            sink.smtp = _reach(controller.port, **(smtp or {}))
            return sink

        yield start


def _guards(sink: Sink) -> Changes:
    return {"authenticator": sink.authenticate, "auth_required": True, "auth_require_tls": False}


@pytest.fixture
def reach() -> Callable[..., Smtp]:
    """Hand out a function that says how to reach a port of this machine: reach(port, **changes)."""
    return _reach


def _reach(port: int, **changes: Any) -> Smtp:
    values: Changes = {"host": "127.0.0.1", "port": port, "use_tls": False, "use_ssl": False}
    return Smtp(**(values | {"username": None, "password": None, "timeout": PATIENCE} | changes))


@dataclass(frozen=True)
class Certificate:
    """The two sides of TLS with a certificate made for this run: what a server shows, what a client trusts."""

    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """Make a certificate for 127.0.0.1 by the openssl command."""
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    holder = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", *kind, *holder, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
        timeout=30,
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return Certificate(server, ssl.create_default_context(cafile=str(certificate)))


TALK = (b"220 Hi\r\n", b"250 Hi\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 Go on\r\n")


@pytest.fixture
def talk() -> list[bytes]:
    """Hand out what a server says until it wants the letter, one element a turn."""
    return list(TALK)


@pytest.fixture
def script(reach: Callable[..., Smtp]) -> Iterator[Callable[..., Smtp]]:
    """Start a server that says one line of a script a turn, then hangs up, or trickles, or (False) keeps silent."""
    listeners: list[socket.socket] = []

    def start(
        lines: list[bytes], *, trickle: bool | None = None, lock: ssl.SSLContext | None = None, **smtp: Any
    ) -> Smtp:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)
        threading.Thread(target=_play, args=(listener, lines, trickle, lock), daemon=True).start()
        return reach(listener.getsockname()[1], **smtp)

    yield start
    for listener in listeners:
        listener.close()


def _play(listener: socket.socket, lines: Sequence[bytes], trickle: bool | None, lock: ssl.SSLContext | None) -> None:
    """Hold one conversation of at most five seconds."""
    try:
        connection = listener.accept()[0]
        connection.settimeout(5)
        with lock.wrap_socket(connection, server_side=True) if lock else connection as connection:
            for position, line in enumerate(lines):
                if position:
                    _listen(connection, to_the_end=lines[position - 1].startswith(b"354"))
                connection.sendall(line)
            _end_slowly(connection, trickle)
    except OSError:
        return


def _listen(connection: socket.socket, *, to_the_end: bool) -> None:
    """Read one command, or a whole letter."""
    heard = b""
    while not heard.endswith(b"\r\n.\r\n" if to_the_end else b"\r\n"):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        heard += more


def _end_slowly(connection: socket.socket, trickle: bool | None) -> None:
    """Hang up (None), say a byte now and then (True), or nothing (False), for at most five seconds."""
    ending = time.monotonic() + (0 if trickle is None else 5)
    while time.monotonic() < ending:
        if trickle:
            connection.sendall(b"2")
        time.sleep(0.05)


@pytest.fixture
def letter(write: Callable[..., EmailMessage]) -> EmailMessage:
    """Compose the letter most tests send."""
    return write()
