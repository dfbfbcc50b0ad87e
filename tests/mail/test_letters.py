"""The letters: what they say, and what their headers never say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import unescape

import html5lib  # type: ignore[import-untyped]
import pytest

from flasky.mail.letters import HEADERS, LetterKind, Site, message_id, plain_text, wire_bytes

Write = Callable[..., EmailMessage]

NO_REPLIES = "replies to this email address are not monitored"


def read(letter: EmailMessage) -> EmailMessage:
    """Read a letter's bytes as a mail program does."""
    return message_from_bytes(wire_bytes(letter), policy=policy.default)


def parts(letter: EmailMessage) -> list[str]:
    """Read the text and the unescaped HTML of a letter's bytes."""
    text, html = (str(part.get_content()) for part in read(letter).iter_parts())
    return [text, unescape(html)]


@pytest.mark.seed("E4")
@pytest.mark.seed("P13")
@pytest.mark.parametrize("kind", LetterKind)
def test_both_parts_hold_the_name_the_link_and_the_notice(write: Write, kind: LetterKind) -> None:
    link = "https://flasky.example.org/auth/do?a=1&b=" + "x" * 150

    for part in parts(write(kind, link=link)):
        assert "alice" in part
        assert link in part
        assert NO_REPLIES in part


@pytest.mark.seed("E4")
@pytest.mark.seed("P13")
@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (LetterKind.CONFIRM, "[Flasky] Confirm Your Account"),
        (LetterKind.ADDRESS_CLAIMED_AGAIN, "[Flasky] You already have an account"),
        (LetterKind.RESET, "[Flasky] Reset Your Password"),
        (LetterKind.PASSWORD_CHANGED, "[Flasky] Your password was changed"),
        (LetterKind.TEST, "[Flasky] A Test Letter"),
    ],
)
def test_a_letter_has_exactly_these_headers(write: Write, site: Site, kind: LetterKind, subject: str) -> None:
    letter = read(write(kind))

    assert tuple(letter.keys()) == HEADERS
    assert letter["From"] == "Flasky Admin <flasky@example.com>"
    assert letter["To"] == "alice@example.net"
    assert letter["Subject"] == subject
    assert letter["Date"].datetime == datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    assert letter["Message-ID"] == "<flasky.letter.7@flasky.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize("prefix", ["", "[Flasky]", "[Flasky] ", "[Fläsky 中文]", "[" + "long " * 40 + "]"])
def test_prefix_and_words_stand_one_space_apart(write: Write, prefix: str) -> None:
    site = Site("Flasky", "https://flasky.example.org", "flasky@example.com", prefix)

    assert read(write(site=site))["Subject"] == f"{prefix.strip()} Confirm Your Account".strip()


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("flasky@example.com", "", "flasky@example.com"),
        ("<flasky@example.com>", "", "flasky@example.com"),
        ('"Flasky, Inc." <flasky@example.com>', "Flasky, Inc.", "flasky@example.com"),
        ("Flasky, the place of " + "many " * 30 + "people <flasky@example.com>", None, "flasky@example.com"),
        ("Fläsky, <flasky@example.com>", "Fläsky,", "flasky@example.com"),
        ("中文 " + "ä" * 100 + " <flasky@example.com>", None, "flasky@example.com"),
    ],
)
def test_the_sender_is_one_address_under_its_name(write: Write, sender: str, name: str | None, address: str) -> None:
    site = Site("Flasky", "https://flasky.example.org", sender, "[Fläsky]")

    found = read(write(site=site))["From"].addresses

    expected = sender.partition("<")[0] if name is None else name
    assert [each.addr_spec for each in found] == [address]
    assert found[0].display_name.replace(" ", "") == expected.replace(" ", "")


def test_the_text_part_is_narrow_and_the_link_stands_alone(write: Write) -> None:
    link = "https://flasky.example.org/auth/confirm/" + "x" * 100
    letter = write(username="a" * 64, link=link)
    lines = plain_text(letter).splitlines()

    assert link in lines
    assert max(len(line) for line in lines if line != link) <= 78
    assert link.encode() in wire_bytes(letter).split(b"\r\n")


def test_every_character_survives(write: Write) -> None:
    site = Site("Fläsky & <Söhne> 中文", "https://flasky.example.org", "flasky@example.com", "[中文]")

    for part in parts(write(site=site)):
        assert "Welcome to Fläsky & <Söhne> 中文!" in part


def test_html_is_escaped(write: Write) -> None:
    html = write(username="<img src=x onerror=alert(1)>").get_body(("html",))

    assert html is not None
    assert "<img" not in html.get_content()


@pytest.mark.parametrize("kind", LetterKind)
def test_html_loads_nothing_and_works_in_the_dark(write: Write, kind: LetterKind) -> None:
    html = parts(write(kind))[1]
    tags = {element.tag for element in html5lib.parse(html, namespaceHTMLElements=False).iter()}

    assert not tags & {"img", "link", "script", "iframe", "object", "form"}
    assert "url(" not in html
    assert "prefers-color-scheme: dark" in html
    assert 'style="' in html


def test_the_change_of_a_password_is_dated_in_utc(write: Write) -> None:
    at = datetime(2026, 11, 22, 1, 30, tzinfo=timezone(timedelta(hours=9)))

    for part in parts(write(LetterKind.PASSWORD_CHANGED, at=at)):
        assert "21 November 2026, 16:30 UTC" in " ".join(part.split())


@pytest.mark.parametrize("kind", [LetterKind.CONFIRM, LetterKind.RESET])
def test_a_link_that_dies_says_when(write: Write, kind: LetterKind) -> None:
    assert all("for one hour" in " ".join(part.split()) for part in parts(write(kind)))


def test_a_letter_written_twice_has_one_message_id(write: Write, site: Site) -> None:
    assert write()["Message-ID"] == write()["Message-ID"] == message_id(7, site)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://flasky.example.org/", "flasky.example.org"),
        ("http://localhost:5000", "localhost"),
        ("http://[::1]:5000", "[::1]"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://" + "a" * 60 + "." + "b" * 60 + "." + "c" * 60 + ".example", None),
    ],
)
def test_message_ids_end_in_the_sites_host(write: Write, url: str, host: str | None) -> None:
    name = message_id(12, Site("Flasky", url, "flasky@example.com", ""))

    assert name == f"<flasky.letter.12@{host or url.removeprefix('https://')}>"
    assert read(write(message_id=name))["Message-ID"] == name


@pytest.mark.parametrize("kind", [LetterKind.ADDRESS_CLAIMED_AGAIN, LetterKind.PASSWORD_CHANGED])
def test_letters_that_can_do_without_a_link_have_none(write: Write, kind: LetterKind) -> None:
    text, html = parts(write(kind, link=None))

    assert "None" not in text + html
    assert 'class="button"' not in html


@pytest.mark.parametrize(
    "link",
    [
        None,
        "/auth/confirm/x",
        "javascript:alert(1)",
        "https://evil.example/auth/confirm/x",
        "https://flasky.example.org.evil.example/",
        "https://flasky.example.org@evil.example/",
        "https://flasky.example.org/a b",
        'https://flasky.example.org/"onclick',
        "https://flasky.example.org/a\nb",
        "https://flasky.example.org/\\evil",
    ],
)
def test_a_link_away_from_the_site_is_refused(write: Write, link: str | None) -> None:
    with pytest.raises(ValueError, match="link"):
        write(link=link)


def test_a_time_without_a_zone_is_refused(write: Write) -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(at=datetime(2026, 11, 22, 3, 0, tzinfo=UTC).replace(tzinfo=None))
