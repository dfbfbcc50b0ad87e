"""Links that people give of themselves: only whole addresses of pages."""

from urllib.parse import urlsplit

SCHEMES = ("http", "https")


def whole(typed: str) -> str | None:
    """Return the address of a page as it was typed, with https:// put before a bare host; None for anything else.

    Refused are other schemes, user names before the host, spaces and characters that cannot be seen.
    """
    url = typed.strip()
    if "://" not in url and ":" not in url.partition("/")[0]:
        url = f"https://{url}"
    if not url.isprintable() or any(character in url for character in ' \\<>"'):
        return None
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        return None
    is_page = (
        parts.scheme in SCHEMES and parts.hostname and "." in parts.hostname.strip(".") and "@" not in parts.netloc
    )
    return url if is_page else None


def shown(url: str) -> str:
    """Return an address as people read it: without the scheme and a closing slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")
