"""The signature of a site's domain on its letters (DKIM, RFC 6376), put on last: over the bytes as they go out."""

from dataclasses import dataclass, field

import dkim  # type: ignore[import-untyped]  # the library has no types

from flasky.lib.dkim_keys import SigningKey

SIGNED = (
    "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type", "List-Id", "List-Unsubscribe",
    "List-Unsubscribe-Post", "In-Reply-To", "References",
)  # fmt: skip
"""The headers under the signature, where a letter has them; RFC 8058, section 4, asks for those of one click."""

RELAXED = (b"relaxed", b"relaxed")
"""Servers on the way may fold a header anew and take spaces from the ends of lines: neither breaks the signature."""


@dataclass(frozen=True)
class Signer:
    """Who signs: `selector` tells which of the domain's keys it is."""

    domain: str
    selector: str
    key: SigningKey = field(repr=False)

    @property
    def place(self) -> str:
        """The name in the DNS under which the public half stands."""
        return f"{self.selector}._domainkey.{self.domain}"

    def sign(self, raw: bytes) -> bytes:
        """Return the bytes of a checked letter with a signature before them.

        From is signed once more than it is there, so that nobody on the way can add a second one.
        """
        names = {line.partition(b":")[0].lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")}
        signed = [name.encode() for name in SIGNED if name.lower().encode() in names]
        header = dkim.sign(
            raw,
            self.selector.encode(),
            self.domain.encode(),
            self.key.secret,
            canonicalize=RELAXED,
            signature_algorithm=self.key.algorithm,
            include_headers=[*signed, b"From"],
        )
        return bytes(header) + raw
