"""A mail server that takes every letter and remembers it."""

import asyncio
import email
import email.policy
import re
import socket
from collections import Counter
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.commands import comes

LINK = re.compile(r"http://[0-9.:]+(/auth/confirm/[^\s\"<]+)")


@dataclass(frozen=True)
class Copy:
    """One time a letter arrived."""

    recipient: str
    message_id: str
    link: str


class Mailbox(Controller):  # type: ignore[misc]
    """A mail server on a free port of the loopback address, running while the block lasts."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(self, hostname="127.0.0.1", port=self._listener.getsockname()[1])
        self.copies: list[Copy] = []
        self.seconds_to_take = 0.0
        self.in_conversation = 0

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop the server."""
        self.stop()
        self._listener.close()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a letter, perhaps slowly."""
        self.in_conversation += 1
        await asyncio.sleep(self.seconds_to_take)
        letter = email.message_from_bytes(envelope.original_content or b"", EmailMessage, policy=email.policy.default)
        link = LINK.search(_text_of(letter))
        self.copies.append(Copy(envelope.rcpt_tos[0], letter["Message-ID"], link[1] if link else ""))
        self.in_conversation -= 1
        return "250 Kept"

    def link_for(self, address: str) -> str:
        """Wait for the letter to an address and return the path it leads to."""
        assert comes(lambda: any(copy.recipient == address for copy in self.copies)), f"no letter came to {address}"
        return next(copy.link for copy in self.copies if copy.recipient == address)

    def copies_of_letters(self) -> Counter[str]:
        """Return how often each letter arrived."""
        return Counter(copy.message_id for copy in self.copies)

    def letters_to(self, address: str) -> int:
        """Return how many different letters an address got."""
        return len({copy.message_id for copy in self.copies if copy.recipient == address})

    def figures(self) -> dict[str, int]:
        """Return what arrived in figures."""
        copies = self.copies_of_letters()
        twice = sum(count > 1 for count in copies.values())
        return {"letters": len(copies), "letters that came twice": twice, "copies at most": max(copies.values())}

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listener, ssl=self.ssl_context)


def _text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
