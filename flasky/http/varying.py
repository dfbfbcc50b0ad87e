"""What an answer depends on besides its address: each header a view looks at is named to caches (RFC 9110, 12.5.5)."""

from flask import g
from werkzeug.wrappers import Response

FRAGMENT = "HX-Request"


def depends_on(name: str) -> None:
    """Say that the answer to this request depends on one of its headers."""
    g.setdefault("varies_on", set()).add(name)


def add_to(response: Response) -> None:
    """Name in Vary what the views said."""
    response.vary.update(sorted(g.get("varies_on", ())))
