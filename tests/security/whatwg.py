"""A judge of redirects: where a browser goes, by the URL standard of the WHATWG, as far as it concerns http pages."""

import re

SPECIAL = ("http", "https", "ws", "wss", "ftp", "file")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):(.*)", re.DOTALL)
C0_AND_SPACE = "".join(map(chr, range(0x21)))


def origin_after(location: str, *, origin: str) -> str:
    """Return the origin (or the foreign scheme) that a browser on a page of an origin goes to.

    White space and controls are cut off both ends, tabs and line ends inside vanish, and in the addresses of a special
    scheme a backslash is a slash: URL standard, section 4.4, basic URL parser.
    """
    text = re.sub(r"[\t\n\r]", "", location.strip(C0_AND_SPACE))
    here = origin.partition(":")[0]
    found = SCHEME.fullmatch(text)
    if found and found[1].lower() not in SPECIAL:
        return f"{found[1].lower()}:"
    scheme, rest = (found[1].lower(), found[2]) if found else (here, text)
    rest = re.split(r"[?#]", rest, maxsplit=1)[0].replace("\\", "/")
    is_relative = not rest.startswith("//") if scheme == here else False
    return origin if is_relative else f"{scheme}://{_host(rest)}"


def _host(rest: str) -> str:
    authority = rest.lstrip("/").partition("/")[0]
    return authority.rpartition("@")[2].lower()
