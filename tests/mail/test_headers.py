"""The headers of letters: nothing a person can type adds one, changes one, or sends a letter elsewhere.

The corpus of CVE-2024-6923 (CPython writes a header out of an encoded word), CVE-2026-53878 (line ends in
addresses) and GHSA-5r37-qpwq-2jhh (ambiguous addresses).
"""

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flasky.mail.letters import (
    CONVERSATION_HEADERS,
    HEADERS,
    Site,
    Subscription,
    envelope,
    fit_for_subject,
    message_id,
    wire_bytes,
)

Write = Callable[..., EmailMessage]

REFUSAL = r"letter|email address|message id|contain"
INJECTIONS = [
    "x\r\nBcc: eve@example.com",
    "x\nBcc: eve@example.com",
    "x\rBcc: eve@example.com",
    "x\r\n\r\n<b>another body</b>",
    "x\u2028Bcc: eve@example.com",
    "x\u2029Bcc: eve@example.com",
    "x\x85Bcc: eve@example.com",
    "x\x0bBcc: eve@example.com",
    "x\x0cBcc: eve@example.com",
    "x\x1cBcc: eve@example.com",
    "x\0y",
    "x\x1b[2Jy",
    "x\x7fy",
    "x\ud800y",
]
ENCODED_WORDS = [
    "=?utf-8?q?=0D=0ABcc:_eve=40example.com?=",
    "=?utf-8?q?a=0ABcc:_eve=40example.com?= b",
    "=?utf-8?b?YQpCY2M6IGV2ZUBleGFtcGxlLmNvbQ==?=",
    "a =?us-ascii?Q?=0A?= =?us-ascii?Q?Bcc:_eve=40example.com?=",
    "=?",
]
LONG = "x" * 10_000
AMBIGUOUS = [
    "",
    "alice",
    "@example.net",
    "alice@",
    "alice@@example.net",
    "alice@example.net,eve@example.com",
    "alice@example.net eve@example.com",
    "alice@example.net;eve@example.com",
    "<alice@example.net>",
    "Alice <alice@example.net>",
    "friends: alice@example.net, eve@example.com;",
    '"alice,eve@example.com"@example.net',
    '"alice"@example.net',
    "alice(comment)@example.net",
    "alice%eve.example.com@example.net",
    "example.com!eve@example.net",
    "@example.com:alice@example.net",
    "alice@[127.0.0.1]",
    "alice@example.net>",
    "alice@example.net\t",
    " alice@example.net",
    ".alice@example.net",
    "al..ice@example.net",
    "alice@-example.net",
    "alice@example..net",
    "älice@example.net",
    "alice@exämple.net",
    "alice@\N{FULLWIDTH LATIN SMALL LETTER E}xample.net",
    "a" * 65 + "@example.net",
    "a@" + "b." * 150 + "net",
]


def read(letter: EmailMessage) -> EmailMessage:
    """Read a letter's bytes as a mail program does."""
    return message_from_bytes(wire_bytes(letter), policy=policy.default)


def parts(letter: EmailMessage) -> list[str]:
    """Read the text and the unescaped HTML of a letter's bytes."""
    text, html = (str(part.get_content()) for part in read(letter).iter_parts())
    return [text, unescape(html)]


@pytest.mark.advisory("CVE-2026-53878")
@pytest.mark.parametrize("bad", [*INJECTIONS, *ENCODED_WORDS, LONG])
@pytest.mark.parametrize("place", ["recipient", "message_id", "prefix", "sender_name", "sender_address", "sender"])
def test_no_header_can_be_bent(write: Write, place: str, bad: str) -> None:
    with pytest.raises(ValueError, match=REFUSAL):
        write(**bent(place, bad))


@pytest.mark.advisory("CVE-2026-53878")
@pytest.mark.parametrize("bad", INJECTIONS)
@pytest.mark.parametrize("place", ["username", "site_name"])
def test_no_control_character_gets_into_the_words(write: Write, place: str, bad: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        write(**bent(place, bad))


@pytest.mark.advisory("CVE-2024-6923")
@pytest.mark.parametrize("words", [*ENCODED_WORDS, LONG, "--===============1==", ".", "..", "From eve"])
def test_strange_words_stay_in_the_body(write: Write, words: str) -> None:
    letter = write(username=words)

    assert tuple(read(letter).keys()) == HEADERS
    assert all(words in part for part in parts(letter))


@pytest.mark.advisory("CVE-2024-6923")
@pytest.mark.parametrize("bad", ENCODED_WORDS)
@pytest.mark.parametrize("header", ["Subject", "From", "To", "Message-ID"])
def test_a_letter_made_elsewhere_is_refused_when_its_bytes_differ(write: Write, header: str, bad: str) -> None:
    letter = write()
    value = f"{bad} <alice@example.net>" if header in ("From", "To") else bad

    with pytest.raises(ValueError, match=REFUSAL):
        _replace_and_write(letter, header, value)


@pytest.mark.advisory("CVE-2024-6923")
@pytest.mark.parametrize(
    "words", ["Hello\nBcc: eve@example.com", "Hello\n\nanother body", "Hello\rBcc: eve@example.com"]
)
def test_the_bytes_are_judged_even_when_the_value_was_not(
    write: Write, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    letter = write()
    monkeypatch.setattr("flasky.mail.letters._fit_for_header", lambda value, _header: value)
    encoded = "".join(f"={byte:02X}" for byte in words.encode())

    with pytest.raises(ValueError, match="letter"):
        _replace_and_write(letter, "Subject", f"=?utf-8?q?{encoded}?=")


def _replace_and_write(letter: EmailMessage, header: str, value: str) -> bytes:
    letter.replace_header(header, value)
    return wire_bytes(letter)


@pytest.mark.parametrize("header", ["Bcc", "Cc", "Reply-To", "X-Mailer", "Sender", "Return-Path"])
def test_a_header_too_many_is_refused(write: Write, header: str) -> None:
    letter = write()
    letter[header] = "eve@example.com"

    with pytest.raises(ValueError, match="exactly the headers"):
        wire_bytes(letter)


@pytest.mark.parametrize("header", HEADERS[:-1])
def test_a_header_too_few_is_refused(write: Write, header: str) -> None:
    letter = write()
    del letter[header]

    with pytest.raises(ValueError, match=REFUSAL):
        wire_bytes(letter)


def test_two_recipients_are_refused(write: Write) -> None:
    letter = write()
    letter.replace_header("To", [Address(addr_spec="alice@example.net"), Address(addr_spec="eve@example.com")])

    with pytest.raises(ValueError, match="exactly one address"):
        wire_bytes(letter)


def test_an_attachment_is_refused(write: Write) -> None:
    letter = write()
    letter.add_attachment("surprise")

    with pytest.raises(ValueError, match="part"):
        wire_bytes(letter)


@pytest.mark.advisory("GHSA-5r37-qpwq-2jhh")
@pytest.mark.parametrize("address", AMBIGUOUS)
def test_ambiguous_addresses_are_refused(write: Write, address: str) -> None:
    with pytest.raises(ValueError, match=r"plain email address|encoded word|longer|control"):
        write(recipient=address)


@pytest.mark.parametrize(
    "address",
    [
        "a@b.co",
        "alice+tag@example.net",
        "o'brien@example.net",
        "first.last@sub.example.net",
        "root@localhost",
        "alice@xn--bcher-kva.example",
        "a" * 64 + "@" + "b" * 63 + "." + "c" * 63 + ".example",
    ],
)
def test_plain_addresses_go_on_the_envelope_as_they_are(write: Write, address: str) -> None:
    letter = write(recipient=address)

    assert envelope(letter) == ("flasky@example.com", address)
    assert envelope(read(letter)) == ("flasky@example.com", address)


@pytest.mark.advisory("CVE-2024-6923")
@settings(max_examples=50, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=[]) | st.sampled_from('=?\r\n\t" ,<>@:;_\\'), max_size=90))
def test_no_text_at_all_adds_a_header(write: Write, text: str) -> None:
    for place in ("recipient", "prefix", "sender_name", "username"):
        try:
            letter = read(write(**bent(place, text)))
        except ValueError:
            continue
        assert tuple(letter.keys()) == HEADERS
        assert len(letter["From"].addresses) == len(letter["To"].addresses) == 1


def bent(place: str, bad: str) -> dict[str, object]:
    """Put a bad value in one place of a letter."""
    name, sender, prefix = "Flasky", "Flasky Admin <flasky@example.com>", "[Flasky]"
    sites = {
        "prefix": Site(name, "https://flasky.example.org", sender, bad),
        "sender_name": Site(name, "https://flasky.example.org", f"{bad} <flasky@example.com>", prefix),
        "sender_address": Site(name, "https://flasky.example.org", f"Flasky <{bad}@example.com>", prefix),
        "sender": Site(name, "https://flasky.example.org", f"flasky@example.com{bad}", prefix),
        "site_name": Site(bad, "https://flasky.example.org", sender, prefix),
    }
    if place in sites:
        return {"site": sites[place]}
    return {place: f"<{bad}@example.com>" if place == "message_id" else f"{bad}@a.co" if place == "recipient" else bad}


SUBSCRIPTION = Subscription("liked", "https://flasky.example.org/unsubscribe/x", "About “A walk”", 7)


@pytest.mark.seed("T8")
def test_a_letter_of_a_list_says_how_to_end_it_and_what_it_belongs_to(write: Write) -> None:
    letter = read(write(subscription=SUBSCRIPTION))

    assert tuple(letter.keys()) == CONVERSATION_HEADERS
    assert letter["List-Id"] == "<liked.flasky.example.org>"
    assert letter["List-Unsubscribe"] == "<https://flasky.example.org/unsubscribe/x>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["In-Reply-To"] == letter["References"] == "<flasky.conversation.7@flasky.example.org>"
    assert letter["Subject"] == "[Flasky] About “A walk”"


@pytest.mark.parametrize("bad", [*INJECTIONS, *ENCODED_WORDS])
def test_a_subject_somebody_typed_bends_no_header(write: Write, bad: str) -> None:
    subscription = replace(SUBSCRIPTION, subject=fit_for_subject(f"About {bad}"))

    assert tuple(read(write(subscription=subscription)).keys()) == CONVERSATION_HEADERS


@pytest.mark.parametrize("end_url", ["https://evil.example/x", "https://flasky.example.org/a\r\nBcc: x@y.z"])
def test_a_way_out_that_leads_elsewhere_is_refused(write: Write, end_url: str) -> None:
    with pytest.raises(ValueError, match="link"):
        write(subscription=replace(SUBSCRIPTION, end_url=end_url))


LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
GRAMMARS = {
    "Message-ID": r"<[!#-'*+\-/-9=?A-Z^-~.]+@[!#-'*+\-/-9=?A-Z^-~.\[\]:]+>",  # RFC 5322, section 3.6.4
    "In-Reply-To": r"<[!#-'*+\-/-9=?A-Z^-~.]+@[!#-'*+\-/-9=?A-Z^-~.\[\]:]+>",
    "References": r"<[!#-'*+\-/-9=?A-Z^-~.]+@[!#-'*+\-/-9=?A-Z^-~.\[\]:]+>",
    "List-Id": rf"<{LABEL.replace('0-9-', '0-9_-')}(\.{LABEL})+>",  # RFC 2919, section 2
    "List-Unsubscribe": r"<https://[^\s<>]+>",  # RFC 2369, section 2; RFC 8058, section 3.1: one by https
    "List-Unsubscribe-Post": r"List-Unsubscribe=One-Click",  # RFC 8058, section 3.1
    "Auto-Submitted": r"auto-generated",  # RFC 3834, section 5
    "Date": r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000",  # RFC 5322, section 3.3
}


@pytest.mark.parametrize("header", GRAMMARS)
@pytest.mark.parametrize("host", ["flasky.example.org", "bücher.example", "[2001:db8::7]:8443"])
def test_a_header_keeps_to_the_grammar_of_its_standard(write: Write, header: str, host: str) -> None:
    origin = f"https://{host}"
    site = Site("Flasky", origin, "Flasky Admin <flasky@example.com>", "[Flasky]")
    subscription = replace(SUBSCRIPTION, end_url=f"{origin}/unsubscribe/x")

    letter = write(site=site, subscription=subscription, link=f"{origin}/x", message_id=message_id(7, site))

    value = read(letter)[header]
    if header == "List-Id" and "[" in host:
        assert value == "<liked.localhost>"
    elif header != "List-Unsubscribe" or host.isascii():
        assert re.fullmatch(GRAMMARS[header], value), value
