"""What a browser needs to put the site on a home screen (W3C Web Application Manifest).

The pictures are files drawn once from our own mark, `static/img/favicon.svg`: nothing that builds the assets or runs
the site can draw SVG, and the mark does not change. The maskable one leaves the outer fifth to the system's shape.
"""

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, sites
from flasky.web.colors import PAPER, theme
from flasky.web.filters import asset
from flasky.web.site_files.answers import data

pages = Blueprint("manifest", __name__)
TYPE = "application/manifest+json"
SHORT = 12
"""Characters of a name that stand under a picture whole."""

ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)


@pages.get("/manifest.webmanifest")
@access.allowed_to(access.MACHINES)
def manifest() -> Response:
    """The site's name, color and pictures."""
    own = sites.current()
    return data(
        {
            "id": addresses.home(),
            "name": own.name,
            "short_name": own.name if len(own.name) <= SHORT else own.name[: SHORT - 1].rstrip() + "…",
            **({"description": own.description} if own.description else {}),
            "start_url": addresses.home(),
            "scope": addresses.home(),
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": theme(own.accent),
            "icons": [_icon(*icon) for icon in ICONS],
        },
        TYPE,
    )


def _icon(name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
