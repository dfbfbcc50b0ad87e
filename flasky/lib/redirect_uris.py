"""Where an app may have people sent back to (RFC 6749, section 3.1.2; RFC 8252, section 7)."""

import re
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
URI = re.compile(r"[!$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+", re.ASCII)
"""The characters of RFC 3986 without the one that begins a fragment."""

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.ASCII | re.IGNORECASE)
OWN_SCHEME = re.compile(r"[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+", re.ASCII)
"""A scheme that belongs to one app: a domain turned round, so that no scheme of the browser is among them."""


def is_allowed(uri: str) -> bool:
    """Tell whether an app may register an address: https, http on this very computer, or a scheme of the app's own.

    Refused are fragments, user names before the host, and whatever is no URI.
    """
    parts = _parts(uri)
    if parts is None or "@" in parts.netloc:
        return False
    if parts.scheme == "https":
        return HOST.fullmatch(parts.hostname or "") is not None
    return is_loopback(uri) or OWN_SCHEME.fullmatch(parts.scheme) is not None


def is_loopback(uri: str) -> bool:
    """Tell whether an address leads to a program on the person's own computer."""
    parts = _parts(uri)
    return parts is not None and parts.scheme == "http" and parts.hostname in LOOPBACK and "@" not in parts.netloc


def fits(asked: str, *, registered: str) -> bool:
    """Tell whether an address is the registered one, letter for letter; on one's own computer at any port.

    A native app takes the port that it gets from the system (RFC 8252, section 7.3).
    """
    if asked == registered:
        return True
    return is_loopback(asked) and is_loopback(registered) and _without_port(asked) == _without_port(registered)


def place_of(uri: str) -> str:
    """Return what a person may know an allowed address by: its host, or its own scheme; "" for their own computer."""
    parts = urlsplit(uri)
    if is_loopback(uri):
        return ""
    return parts.hostname or "" if parts.scheme == "https" else f"{parts.scheme}:"


def form_target(uri: str) -> str:
    """Return the source expression of a Content-Security-Policy that lets a form lead to an allowed address.

    It cannot name a host that is an IPv6 address (CSP 3, section 2.3.1): the scheme stands for it.
    """
    parts = urlsplit(uri)
    if parts.scheme in ("http", "https") and ":" not in (parts.hostname or ""):
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:"


def _parts(uri: str) -> SplitResult | None:
    if not URI.fullmatch(uri):
        return None
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        return None
    return parts


def _without_port(uri: str) -> tuple[str, str | None, str, str]:
    parts = urlsplit(uri)
    return parts.scheme, parts.hostname, parts.path, parts.query
