"""Sending: against real mail servers that behave, misbehave, lie down and die."""

import socket
import time
from collections.abc import Callable
from contextlib import closing
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from flasky.mail.letters import HEADERS, LetterKind, wire_bytes
from flasky.mail.sender import Refused, Smtp, Unreachable, send

Open = Callable[..., Any]
Reach = Callable[..., Smtp]
Write = Callable[..., EmailMessage]

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


# A server that behaves


@pytest.mark.seed("E4")
@pytest.mark.seed("P13")
@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_arrives_as_it_was_written(open_server: Open, write: Write, kind: LetterKind) -> None:
    server = open_server()
    letter = write(kind)

    send(letter, via=server.smtp)

    assert server.letters == [wire_bytes(letter)]
    assert server.senders == ["flasky@example.com"]
    assert server.recipients == [["alice@example.net"]]
    assert tuple(arrived(server).keys()) == HEADERS


@pytest.mark.seed("E12")
def test_without_a_user_name_nobody_logs_in(open_server: Open, letter: EmailMessage) -> None:
    server = open_server()

    send(letter, via=server.smtp)

    assert (len(server.letters), server.logins) == (1, [])
    assert server.greetings == ["[127.0.0.1]"]


def test_lines_of_a_dot_and_every_character_arrive(open_server: Open, write: Write) -> None:
    server = open_server()

    send(write(username=". 中文 ä"), via=server.smtp)

    body = arrived(server).get_body(("plain",))
    assert body is not None
    assert "Hello . 中文 ä," in body.get_content()


@pytest.mark.advisory("CVE-2024-6923")
def test_a_letter_with_a_header_too_many_reaches_no_server(open_server: Open, letter: EmailMessage) -> None:
    server = open_server()
    letter["Bcc"] = "eve@example.com"

    with pytest.raises(ValueError, match="exactly the headers"):
        send(letter, via=server.smtp)
    assert server.letters == []


# Names and locks


def test_a_user_name_logs_in(open_server: Open, letter: EmailMessage) -> None:
    server = open_server(guarded=True, smtp={"username": "flasky", "password": "secret"})

    send(letter, via=server.smtp)

    assert (len(server.letters), server.logins) == (1, [(b"flasky", b"secret")])


@pytest.mark.parametrize("password", ["wrong", "", None, "pässwört"])
def test_a_wrong_password_does_not_kill_the_letter(
    open_server: Open, letter: EmailMessage, password: str | None
) -> None:
    server = open_server(guarded=True, smtp={"username": "flasky", "password": password})

    with pytest.raises(Unreachable, match=r"535|SMTP cannot carry") as caught:
        send(letter, via=server.smtp)
    assert server.letters == []
    assert not password or password not in str(caught.value)


def test_a_server_that_wants_a_log_in_does_not_kill_the_letter(open_server: Open, letter: EmailMessage) -> None:
    server = open_server(guarded=True)

    with pytest.raises(Unreachable, match=r"530 5\.7\.0 Authentication required"):
        send(letter, via=server.smtp)


def test_a_server_that_knows_no_log_in_does_not_kill_the_letter(open_server: Open, letter: EmailMessage) -> None:
    server = open_server(smtp={"username": "flasky", "password": "secret"})

    with pytest.raises(Unreachable, match="AUTH"):
        send(letter, via=server.smtp)


def test_starttls_locks_the_letter(open_server: Open, letter: EmailMessage, certificate: Any) -> None:
    options = {"tls_context": certificate.server, "require_starttls": True}
    server = open_server(server=options, smtp={"use_tls": True, "context": certificate.client})

    send(letter, via=server.smtp)

    assert server.encrypted == [True]


def test_ssl_locks_the_letter(open_server: Open, letter: EmailMessage, certificate: Any) -> None:
    options = {"ssl_context": certificate.server}
    server = open_server(server=options, smtp={"use_ssl": True, "context": certificate.client})

    send(letter, via=server.smtp)

    assert server.encrypted == [True]


def test_a_log_in_behind_starttls(open_server: Open, letter: EmailMessage, certificate: Any) -> None:
    reached = {"use_tls": True, "context": certificate.client, "username": "flasky", "password": "secret"}
    server = open_server(guarded=True, server={"tls_context": certificate.server}, smtp=reached)

    send(letter, via=server.smtp)

    assert (server.encrypted, server.logins) == ([True], [(b"flasky", b"secret")])


@pytest.mark.parametrize(
    ("server_has", "client_wants"), [("tls_context", "use_tls"), ("ssl_context", "use_ssl")], ids=["starttls", "ssl"]
)
def test_a_certificate_nobody_vouches_for_is_not_trusted(
    open_server: Open, letter: EmailMessage, certificate: Any, server_has: str, client_wants: str
) -> None:
    server = open_server(server={server_has: certificate.server}, smtp={client_wants: True})

    with pytest.raises(Unreachable, match="certificate verify failed"):
        send(letter, via=server.smtp)
    assert server.letters == []


@pytest.mark.parametrize("wish", ["use_tls", "use_ssl"])
@pytest.mark.seed("E12")
def test_a_server_without_tls_gets_nothing_in_the_clear(open_server: Open, letter: EmailMessage, wish: str) -> None:
    server = open_server(smtp={wish: True, "timeout": 1.0})

    with pytest.raises(Unreachable):
        send(letter, via=server.smtp)
    assert server.letters == []


def test_one_kind_of_tls_at_a_time(reach: Reach) -> None:
    with pytest.raises(ValueError, match="not both"):
        reach(25, use_tls=True, use_ssl=True)


def test_a_password_is_never_printed(reach: Reach) -> None:
    assert "secret" not in repr(reach(25, username="flasky", password="secret"))


# Refusals


@pytest.mark.seed("E12")
@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("words", ["550 5.1.1 No such mailbox", "553 Mail from must equal authorized user", "552 Full"])
def test_five_hundreds_refuse_the_letter_for_good(
    open_server: Open, letter: EmailMessage, step: str, words: str
) -> None:
    server = open_server(**{step: words})

    with pytest.raises(Refused, match=words):
        send(letter, via=server.smtp)
    assert server.letters == []


@pytest.mark.seed("E12")
@pytest.mark.parametrize("words", ["550 5.7.1 Not your address", "553 Mail from must equal authorized user"])
def test_a_refused_sender_is_the_hosts_to_mend_and_the_letter_waits(
    open_server: Open, letter: EmailMessage, words: str
) -> None:
    server = open_server(at_mail=words)

    with pytest.raises(Unreachable, match=words):
        send(letter, via=server.smtp)
    assert server.letters == []


@pytest.mark.parametrize("step", ["at_mail", "at_rcpt", "at_data"])
@pytest.mark.parametrize("words", ["421 4.3.2 Closing", "450 4.2.1 Busy", "451 Greylisted", "530 Log in first"])
def test_four_hundreds_ask_for_another_try(open_server: Open, letter: EmailMessage, step: str, words: str) -> None:
    server = open_server(**{step: words})

    with pytest.raises(Unreachable, match=words):
        send(letter, via=server.smtp)
    assert server.letters == []


@pytest.mark.parametrize(
    "greeting", [b"421 Too busy\r\n", b"554 Go away\r\n", b"", b"nonsense\r\n", b"x" * 20_000, b"\x16\x03\x01\x02\r\n"]
)
def test_a_bad_greeting_asks_for_another_try(script: Open, letter: EmailMessage, greeting: bytes) -> None:
    with pytest.raises(Unreachable):
        send(letter, via=script([greeting]))


def test_a_refused_connection_asks_for_another_try(reach: Reach, letter: EmailMessage) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(Unreachable, match="refused"):
        send(letter, via=reach(port))


@pytest.mark.parametrize("host", ["nowhere.invalid", "a" * 64 + ".invalid", "bad..name"])
def test_a_host_without_address_asks_for_another_try(reach: Reach, letter: EmailMessage, host: str) -> None:
    with pytest.raises(Unreachable):
        send(letter, via=reach(25, host=host, timeout=3.0))


def test_the_servers_words_are_cleaned_and_cut(script: Open, letter: EmailMessage) -> None:
    nasty = b"550-\x1b[31mred\r\n" + b"550-more \xff\r\n" * 500 + b"550 end\r\n"

    with pytest.raises(Refused) as caught:
        send(letter, via=script([b"220 Hi\r\n", b"250 Hi\r\n", b"250 OK\r\n", nasty]))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 600


# Cuts


def test_a_cut_before_the_last_250_asks_for_another_try(open_server: Open, letter: EmailMessage) -> None:
    server = open_server(cut_at_data=True)

    with pytest.raises(Unreachable):
        send(letter, via=server.smtp)
    assert server.letters == []


@pytest.mark.parametrize("answers", [{"cut_after_data": True}, {"seconds_at_quit": 30}], ids=["cut", "slow to quit"])
def test_whatever_follows_the_last_250_the_letter_is_sent_once(
    open_server: Open, letter: EmailMessage, answers: dict[str, Any]
) -> None:
    server = open_server(**answers)
    started = time.monotonic()

    send(letter, via=server.smtp)

    assert len(server.letters) == 1
    assert time.monotonic() - started < 4


@pytest.mark.parametrize("bye", [b"", b"500 What?\r\n", b"nonsense\r\n", b"221-" + b"x" * 20_000], ids=str)
def test_a_rude_farewell_is_no_failure(script: Open, talk: list[bytes], letter: EmailMessage, bye: bytes) -> None:
    send(letter, via=script([*talk, b"250 Kept\r\n", bye]))


def test_half_a_250_is_none(script: Open, talk: list[bytes], letter: EmailMessage) -> None:
    with pytest.raises(Unreachable, match="middle of a line"):
        send(letter, via=script([*talk, b"250 Ke"]))


def arrived(server: Any) -> EmailMessage:
    """Read the one letter a server got."""
    (raw,) = server.letters
    return message_from_bytes(raw, policy=policy.default)
