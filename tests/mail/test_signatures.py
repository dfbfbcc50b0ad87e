"""DKIM: what goes out is signed over its very bytes, and a verifier written by others finds it whole."""

from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from flasky.lib import dkim_keys
from flasky.mail.letters import LetterKind, Site, Subscription, wire_bytes
from flasky.mail.sender import Outbox, Smtp, send
from flasky.mail.signatures import Signer

Write = Callable[..., EmailMessage]
NEWS = Subscription("news", "https://flasky.example.org/unsubscribe/x", "A walk", conversation=7)


def pem_of(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    """Return a new key as a host keeps it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture(scope="module", params=["rsa", "ed25519"])
def signer(request: pytest.FixtureRequest) -> Signer:
    """Hand out somebody who signs for example.com."""
    rsa_key = request.param == "rsa"
    key = rsa.generate_private_key(65537, 2048) if rsa_key else ed25519.Ed25519PrivateKey.generate()
    return Signer("example.com", "flasky2026", dkim_keys.read(pem_of(key)))


def is_whole(raw: bytes, signer: Signer) -> bool:
    """Ask dkimpy, with a DNS that knows one record."""

    def dns(name: bytes, timeout: float = 5) -> bytes | None:
        return signer.key.record.encode() if name.decode().rstrip(".") == signer.place else None

    return bool(dkim.verify(raw, dnsfunc=dns))


def tags_of(raw: bytes) -> dict[str, str]:
    """Return what the signature of a letter says of itself."""
    value = str(message_from_bytes(raw, policy=policy.compat32)["DKIM-Signature"])
    return dict("".join(part.split()).split("=", 1) for part in value.split(";") if "=" in part)  # type: ignore[misc]


@pytest.mark.parametrize("kind", [LetterKind.CONFIRM, LetterKind.TEST, LetterKind.NOTIFICATION])
def test_a_signed_letter_is_the_letter_with_one_header_before_it(
    write: Write, signer: Signer, kind: LetterKind
) -> None:
    checked = wire_bytes(write(kind))

    raw = signer.sign(checked)

    assert raw.endswith(checked)
    assert raw.count(b"DKIM-Signature:") == 1
    assert is_whole(raw, signer)
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_signature_covers_what_people_and_programs_see_and_from_once_more(write: Write, signer: Signer) -> None:
    raw = signer.sign(wire_bytes(write(LetterKind.NOTIFICATION, subscription=NEWS)))

    tags = tags_of(raw)
    covered = tags["h"].lower().split(":")
    assert (tags["d"], tags["s"], tags["c"]) == ("example.com", "flasky2026", "relaxed/relaxed")
    assert covered.count("from") == 2
    assert {
        "to", "subject", "date", "message-id", "mime-version", "content-type", "list-id", "list-unsubscribe",
        "list-unsubscribe-post", "in-reply-to", "references",
    } == set(covered) - {"from"}  # fmt: skip
    assert "l" not in tags  # RFC 6376, section 8.2: what follows a counted body would be believed
    assert is_whole(raw, signer)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"alice", b"mallory"),
        (b"Subject: [Flasky]", b"Subject: [Evil]"),
        (b"\r\nTo: ", b"\r\nFrom: eve@example.net\r\nTo: "),
        (b"\r\nDate: ", b"\r\nDate: Mon, 1 Jan 2001 00:00:00 +0000\r\nX-Old-Date: "),
    ],
    ids=["body", "subject", "a second sender", "date"],
)
def test_a_letter_that_was_changed_on_the_way_is_found_out(
    write: Write, signer: Signer, before: bytes, after: bytes
) -> None:
    raw = signer.sign(wire_bytes(write()))
    assert before in raw

    assert not is_whole(raw.replace(before, after, 1) if before != b"alice" else raw.replace(before, after), signer)


def test_spaces_that_a_server_changes_break_nothing(write: Write, signer: Signer) -> None:
    raw = signer.sign(wire_bytes(write()))

    assert is_whole(raw.replace(b"\r\nTo: ", b"\r\nTo:  ") + b"\r\n\r\n", signer)


@pytest.mark.parametrize(
    "changes",
    [
        {
            "site": Site(
                "Fläskchen", "https://flasky.example.org", "Fläskchen Grüße <flasky@example.com>", "[Fläskchen]"
            )
        },
        {"username": "x" * 64, "link": "https://flasky.example.org/" + "l" * 900},
        {"site": Site("語" * 40, "https://flasky.example.org", f"{'語' * 40} <flasky@example.com>", "語" * 60)},
    ],
    ids=["umlauts", "long lines", "long names"],
)
def test_names_of_other_alphabets_and_long_lines_are_signed_as_they_go_out(
    write: Write, signer: Signer, changes: dict[str, object]
) -> None:
    assert is_whole(signer.sign(wire_bytes(write(**changes))), signer)


def test_an_outbox_keeps_what_would_be_sent(write: Write, signer: Signer, tmp_path: Path) -> None:
    path = send(write(), via=Outbox(tmp_path, signer=signer))

    assert is_whole(Path(path).read_bytes(), signer)


def test_a_mail_server_gets_the_letter_signed(write: Write, signer: Signer, open_server: Callable[..., Any]) -> None:
    server = open_server()

    send(write(), via=replace(server.smtp, signer=signer))

    [arrived] = server.letters
    assert is_whole(arrived, signer)


@pytest.mark.advisory("CVE-2024-6923")
def test_what_is_no_letter_is_refused_before_it_is_signed(write: Write, signer: Signer, tmp_path: Path) -> None:
    letter = write()
    letter["Bcc"] = "eve@example.net"

    with pytest.raises(ValueError, match="exactly the headers"):
        send(letter, via=Outbox(tmp_path, signer=signer))
    assert list(tmp_path.iterdir()) == []


def test_a_signer_keeps_the_key_to_itself(signer: Signer) -> None:
    server = Smtp("mail.example.org", 25, use_tls=False, use_ssl=False, username=None, password=None, signer=signer)

    assert signer.key.secret.decode() not in repr(server)
    assert "secret" not in repr(server)
