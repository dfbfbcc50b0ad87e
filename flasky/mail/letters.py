"""The letters Flasky writes: words from templates, headers nobody can bend.

`compose` makes a letter (in an app context; it needs no request), `wire_bytes` serialises one and proves what it holds.
"""

import re
import textwrap
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import urlsplit

from css_inline import CSSInliner
from flask import render_template
from flask_babel import get_locale
from flask_babel import gettext as _

OWN_HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")
LIST_HEADERS = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post")
THREAD_HEADERS = ("In-Reply-To", "References")
MIME_HEADERS = ("MIME-Version", "Content-Type")
HEADERS = (*OWN_HEADERS, *MIME_HEADERS)
SUBSCRIBED_HEADERS = (*OWN_HEADERS, *LIST_HEADERS, *MIME_HEADERS)
CONVERSATION_HEADERS = (*OWN_HEADERS, *LIST_HEADERS, *THREAD_HEADERS, *MIME_HEADERS)
SHAPES = (HEADERS, SUBSCRIBED_HEADERS, CONVERSATION_HEADERS)
"""The headers a letter may have, in order: nothing else, and nothing less."""

PART_HEADERS = ("Content-Type", "Content-Transfer-Encoding")
HEADER_MAX = 500  # characters of one header's value
LINE_MAX = 998  # bytes of one line: RFC 5322, section 2.1.1
TEXT_WIDTH = 76  # columns

_ATOM = r"[A-Za-z0-9#$&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_ATOM}(\.{_ATOM})*@{_LABEL}(\.{_LABEL})*")
_SENDER = re.compile(r'\s*(?:"(?P<quoted>[^"\\]*)"|(?P<name>[^"<>\\]*?))\s*<(?P<address>[^<>]*)>\s*')
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")
_LINK = re.compile(r'https?://[^\s<>"\\^`{|}]+', re.ASCII)
_UNSAFE_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}  # controls, half characters, line and paragraph separators
_LINE_BREAK_ALONE = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Site:
    """What letters say about the place they come from; `sender` is like 'Flasky Admin <flasky@example.com>'."""

    name: str
    url: str
    sender: str
    subject_prefix: str


@dataclass(frozen=True)
class Subscription:
    """What only letters have that come again and again: `kind` names the list, `end_url` ends it at one click.

    `conversation` is the id of the post that the letter is about, so that mail programs show together what belongs
    together; `subject` is then the same for all of its letters.
    """

    kind: str
    end_url: str
    subject: str = ""
    conversation: int | None = None


@dataclass(frozen=True)
class Draft:
    """What one letter says and to whom.

    `username` is the account the letter is about, `at` when the thing happened (aware): it is the letter's date too, so
    that a repeated letter is the same letter. `words` are what only letters of its kind say.
    """

    recipient: str
    username: str
    link: str | None
    at: datetime
    words: Mapping[str, object] = field(default_factory=dict)
    subscription: Subscription | None = None


class LetterKind(StrEnum):
    """The letters there are; the value names the templates `mail/<value>.txt` and `mail/<value>.html`."""

    CONFIRM = "confirm"
    ADDRESS_CLAIMED_AGAIN = "address_claimed_again"
    RESET = "reset"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a letter
    CHANGE_EMAIL = "change_email"
    EMAIL_CHANGED = "email_changed"
    NEW_DEVICE = "new_device"
    NEW_ACCESS = "new_access"
    NEW_USER = "new_user"
    APPLICATION_ERROR = "application_error"
    NOTIFICATION = "notification"
    DIGEST = "digest"
    TEST = "test"


LINK_NEEDED = frozenset({LetterKind.CONFIRM, LetterKind.RESET, LetterKind.CHANGE_EMAIL, LetterKind.EMAIL_CHANGED})
SENT_BY_HAND = frozenset({LetterKind.TEST})
"""Letters that follow from no event: whoever runs the site asks for one and waits for the answer."""


class _WirePolicy(EmailPolicy):
    """SMTP's policy, but an ASCII header stays on one line: the library's folding loses the quotes of a long name."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """Write one header as the lines that go over the wire."""
        chosen = policy.SMTP if not value.isascii() else policy.SMTP.clone(max_line_length=None)
        return bytes(chosen.fold_binary(name, value))


_WIRE = _WirePolicy(linesep="\r\n")


def message_id(letter_id: int, site: Site) -> str:
    """Name a letter for ever, so that two copies of it are recognised as one (RFC 5322, section 3.6.4).

    Raises ValueError when the site's URL has no host.
    """
    host = urlsplit(site.url).hostname
    if not host:
        raise ValueError(f"The site's address {site.url!r} has no host.")
    return f"<flasky.letter.{letter_id}@{_ascii_host(host)}>"


def compose(kind: LetterKind, draft: Draft, *, site: Site, message_id: str) -> EmailMessage:
    """Write a letter of two parts, text and HTML, that is ready to send.

    Raises ValueError for anything that could bend a header, a link that is not on the site, and a naive `at`.
    """
    moment = _utc(draft.at)
    letter = EmailMessage(policy=policy.SMTP)
    headers = {**_headers(kind, site, draft, message_id, moment), **_headers_of_list(site, draft.subscription)}
    for header, value in headers.items():
        letter[header] = _fit_for_header(value, header)
    link = _checked_link(kind, draft.link, site)
    words = {**draft.words, **_words(site=site, username=draft.username, link=link, moment=moment)}
    _add_parts(letter, kind, words)
    wire_bytes(letter)
    return letter


def wire_bytes(letter: EmailMessage) -> bytes:
    """Serialise a letter and read the bytes back, to be sure they say what the letter says and no more.

    CPython before 3.11.10 writes a real header out of an encoded word (CVE-2024-6923), so the bytes are what is judged.

    Raises ValueError when there is a header too many or too few, a changed value, more than one address or part, or a
    byte that a mail server could take for a line's end.
    """
    for header in _own_headers(letter):
        _fit_for_header(str(letter[header]), header)
    raw = letter.as_bytes(policy=_WIRE)
    _check_lines(raw)
    seen = message_from_bytes(raw, policy=policy.SMTP)
    _check_headers(raw, seen, letter)
    _check_parts(seen)
    return raw


def envelope(letter: EmailMessage) -> tuple[str, str]:
    """Read who sends a letter and who gets it: (sender, recipient), one plain ASCII address each.

    Raises ValueError when a header holds anything but one such address.
    """
    return _only_address(letter, "From"), _only_address(letter, "To")


def plain_text(letter: EmailMessage) -> str:
    """Read a letter's text part."""
    part = letter.get_body(preferencelist=("plain",))
    if not isinstance(part, EmailMessage):
        raise ValueError("The letter has no text part.")
    return str(part.get_content())


# Headers


def _headers(kind: LetterKind, site: Site, draft: Draft, message_id: str, moment: datetime) -> dict[str, str]:
    words = (draft.subscription.subject if draft.subscription else "") or subject(kind)
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"{message_id!r} is not a message id.")
    return {
        "From": str(_sender(site)),
        "To": _plain_address(draft.recipient),
        "Subject": f"{site.subject_prefix.strip(' ')} {words}".strip(" "),
        "Date": format_datetime(moment),
        "Message-ID": message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday notices, please.
    }


def _headers_of_list(site: Site, subscription: Subscription | None) -> dict[str, str]:
    """RFC 2919, RFC 8058; RFC 5322, section 3.6.4: all letters of a conversation answer one that was never sent."""
    if subscription is None:
        return {}
    host = _ascii_host(urlsplit(site.url).hostname or "")
    if not _is_on_site(subscription.end_url, site):
        raise ValueError(f"The link {subscription.end_url[:HEADER_MAX]!r} does not lead to {site.url}.")
    headers = (
        f"<{subscription.kind}.{'localhost' if ':' in host else host}>",
        f"<{subscription.end_url}>",
        "List-Unsubscribe=One-Click",
    )
    if subscription.conversation is None:
        return dict(zip(LIST_HEADERS, headers, strict=True))
    beginning = f"<flasky.conversation.{subscription.conversation}@{host}>"
    return dict(zip(LIST_HEADERS + THREAD_HEADERS, (*headers, beginning, beginning), strict=True))


def fit_for_subject(words: str) -> str:
    """Return words that somebody typed as they may stand in a subject: without what a header cannot hold."""
    plain = "".join(" " if unicodedata.category(each) in _UNSAFE_CATEGORIES else each for each in words)
    return " ".join(plain.replace("=?", "= ?").split())


def subject(kind: LetterKind) -> str:
    """Return the words of a letter's subject, without the site's prefix."""
    subjects = {
        LetterKind.CONFIRM: _("Confirm Your Account"),
        LetterKind.ADDRESS_CLAIMED_AGAIN: _("You already have an account"),
        LetterKind.RESET: _("Reset Your Password"),
        LetterKind.PASSWORD_CHANGED: _("Your password was changed"),
        LetterKind.CHANGE_EMAIL: _("Confirm your email address"),
        LetterKind.EMAIL_CHANGED: _("Your email address was changed"),
        LetterKind.NEW_DEVICE: _("New login to your account"),
        LetterKind.NEW_ACCESS: _("New access to your account"),
        LetterKind.NEW_USER: _("New User"),
        LetterKind.APPLICATION_ERROR: _("Application Error"),
        LetterKind.NOTIFICATION: _("News for you"),
        LetterKind.DIGEST: _("Your daily letter"),
        LetterKind.TEST: _("A Test Letter"),
    }
    return str(subjects[kind])


def _sender(site: Site) -> Address:
    found = _SENDER.fullmatch(site.sender)
    address = found["address"] if found else site.sender
    name = (found["quoted"] or found["name"] or "") if found else ""
    return Address(_fit_for_header(name, "From"), addr_spec=_plain_address(address.strip(" ")))


def _plain_address(address: str) -> str:
    """Refuse what mail programs read in different ways: quotes, lists, routes by % and !, letters beyond ASCII."""
    if "=?" in address or not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address[:HEADER_MAX]!r} is not a plain email address.")
    return address


def _fit_for_header(value: str, header: str) -> str:
    if "=?" in value:
        raise ValueError(f"An encoded word stands in the letter's {header}.")
    if len(value) > HEADER_MAX:
        raise ValueError(f"The letter's {header} is longer than {HEADER_MAX} characters.")
    return _without_controls(value, header)


def _without_controls(value: str, place: str) -> str:
    if any(unicodedata.category(character) in _UNSAFE_CATEGORIES for character in value):
        raise ValueError(f"A control character or line separator stands in the letter's {place}.")
    return value


def _ascii_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")


def _utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("A letter needs a time with a time zone.")
    return at.astimezone(UTC)


# Words


def _words(*, site: Site, username: str, link: str | None, moment: datetime) -> dict[str, object]:
    _without_controls(site.name + site.url, "site")
    return {
        "site": site,
        "username": _without_controls(username, "username"),
        "link": link,
        "moment": moment,
        "lang": str(get_locale() or "en").replace("_", "-"),
    }


def _checked_link(kind: LetterKind, link: str | None, site: Site) -> str | None:
    if link is None and kind in LINK_NEEDED:
        raise ValueError(f"A {kind} letter needs a link.")
    if link is not None and not _is_on_site(link, site):
        raise ValueError(f"The link {link[:HEADER_MAX]!r} does not lead to {site.url}.")
    return link


def _is_on_site(link: str, site: Site) -> bool:
    return bool(_LINK.fullmatch(link)) and link.startswith(site.url.rstrip("/") + "/")


def _add_parts(letter: EmailMessage, kind: LetterKind, words: dict[str, object]) -> None:
    text = _wrapped(render_template(f"mail/{kind}.txt", **words))
    html = _INLINER.inline(render_template(f"mail/{kind}.html", subject=letter["Subject"], **words))
    letter.set_content(text, cte=_encoding(text))
    letter.add_alternative(html, subtype="html", cte=_encoding(html))
    for part in letter.iter_parts():
        del part["MIME-Version"]  # The library adds it to the second part; it belongs to the letter alone.


def _wrapped(text: str) -> str:
    """Fill each paragraph to the width of a letter; a link, having no spaces, stays whole."""
    paragraphs = [" ".join(lines.split()) for lines in re.split(r"\n\s*\n", text)]
    filled = [
        textwrap.fill(each, TEXT_WIDTH, break_long_words=False, break_on_hyphens=False) for each in paragraphs if each
    ]
    return "\n\n".join(filled) + "\n"


def _encoding(text: str) -> str:
    """Choose what every server carries: plain ASCII where that does, so that links stay in one piece."""
    plain = text.isascii() and all(len(line) <= LINE_MAX for line in text.splitlines())
    return "7bit" if plain else "quoted-printable"


# The check of the bytes


def _check_lines(raw: bytes) -> None:
    if not raw.isascii() or b"\0" in raw or _LINE_BREAK_ALONE.search(raw):
        raise ValueError("The letter holds bytes that are not plain lines of ASCII.")
    if max(map(len, raw.split(b"\r\n"))) > LINE_MAX:
        raise ValueError("The letter holds a line that is too long.")


def _check_headers(raw: bytes, seen: EmailMessage, letter: EmailMessage) -> None:
    if _header_names(raw) not in SHAPES or _header_names(raw) != tuple(seen.keys()):
        raise ValueError("The letter does not have exactly the headers of a letter.")
    if envelope(seen) != envelope(letter):
        raise ValueError("The letter goes to another address once it is written out.")
    if any(_squeezed(seen[header]) != _squeezed(letter[header]) for header in _own_headers(letter)):
        raise ValueError("A header of the letter reads differently once it is written out.")


def _check_parts(seen: EmailMessage) -> None:
    parts = list(seen.iter_parts())
    types = [seen.get_content_type(), *(part.get_content_type() for part in parts)]
    if types != ["multipart/alternative", "text/plain", "text/html"]:
        raise ValueError("The letter is not one text part and one HTML part.")
    if seen.defects or any(part.defects or tuple(part.keys()) != PART_HEADERS for part in parts):
        raise ValueError("A part of the letter is damaged.")


def _own_headers(letter: EmailMessage) -> list[str]:
    """Those that must be there, and those that are there besides."""
    return [*OWN_HEADERS, *(name for name in LIST_HEADERS + THREAD_HEADERS if name in letter)]


def _header_names(raw: bytes) -> tuple[str, ...]:
    """Read the names without the email package, as a mail server would."""
    lines = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return tuple(line.partition(b":")[0].decode("ascii") for line in lines if line[:1] not in (b" ", b"\t"))


def _only_address(letter: EmailMessage, header: str) -> str:
    addresses: tuple[Address, ...] = getattr(letter[header], "addresses", ())
    if len(addresses) != 1:
        raise ValueError(f"The letter's {header} does not hold exactly one address.")
    return _plain_address(addresses[0].addr_spec)


def _squeezed(value: object) -> str:
    """Drop the spaces: the library's reader puts some between the encoded words of one long name."""
    return "".join(str(value).split())
