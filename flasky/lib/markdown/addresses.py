"""Which addresses a post may link to."""

from __future__ import annotations

import re

SCHEMES = frozenset({"http", "https", "mailto"})

_ABSOLUTE = re.compile(r"(?:https?://[^/?#\\]|mailto:[^?])", re.IGNORECASE)
_LOCAL = re.compile(r"/(?![/\\])|#fn(?:ref)?-[0-9a-f]{8}-")


def is_allowed(address: str) -> bool:
    """Say whether a link may lead there: http, https, mailto, or a path on this site.

    A bare "page" or "../page" would mean another place on each page that shows the post, so it is no link.
    """
    return bool(_ABSOLUTE.match(address) or is_local(address))


def is_local(address: str) -> bool:
    """Say whether an address without a scheme stays on this site: "/path" or one of our footnotes."""
    return bool(_LOCAL.match(address))
