"""Names for what has no address that lasts (RFC 4151)."""

from datetime import datetime
from urllib.parse import urlsplit


def tag_uri(specific: str, *, origin: str, day: datetime) -> str:
    """Return the name of something of a site: `day` is one on which the site had its host already.

    "tag:blog.example.org,2026-11-28:person/7". The port is no part of it: it is not the host's name.
    """
    return f"tag:{urlsplit(origin).hostname},{day:%Y-%m-%d}:{specific}"
