"""A mail server that takes letters, or refuses them in given words."""

import email
import email.policy
import socket
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """A mail server on a free port of the loopback address, while a `with` block lasts."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 Kept"
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._controller = _OnListener(self, self._listener)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter, unless the answer is a refusal."""
        if self.answer.startswith("2"):
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer


class _OnListener(Controller):
    def __init__(self, office: PostOffice, listener: socket.socket) -> None:
        self._listener = listener
        super().__init__(office, hostname="127.0.0.1", port=listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener)


def said_in(letter: EmailMessage) -> list[str]:
    """Return all that a letter says, without the line between its parts, which is another each time."""
    headers = [f"{name}: {value}" for name, value in letter.items() if name != "Content-Type"]
    return [*headers, *(str(part.get_content()) for part in letter.iter_parts())]


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
