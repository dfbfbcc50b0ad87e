"""Small things at well-known addresses (RFC 8615): whom to tell of a hole, who runs this."""

from datetime import UTC, datetime, timedelta
from xml.sax.saxutils import quoteattr

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from flasky import __version__, addresses
from flasky.http import access, sites
from flasky.http.settings import settings
from flasky.lib import clock
from flasky.web.site_files.answers import data, for_scripts, text, whole

pages = Blueprint("well_known", __name__)
PLAIN = "text/plain; charset=utf-8"
HOLDS = timedelta(days=300)
"""How long the contact is said to hold: RFC 9116, section 2.5.5, wants less than a year."""

LOOKUP = "lrdd"


@pages.get("/.well-known/security.txt")
@access.allowed_to(access.MACHINES)
def security() -> Response:
    """Whom to tell of a hole (RFC 9116): the host's address, else the site. The date is counted from today."""
    administrator = settings().flasky_admin
    today = datetime.combine(clock.now().date(), datetime.min.time(), UTC)
    lines = (
        f"Contact: {f'mailto:{administrator}' if administrator else whole(addresses.home())}",
        f"Expires: {today + HOLDS:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {whole(addresses.security_contact())}",
    )
    return text("\n".join(lines) + "\n", PLAIN)


@pages.get("/.well-known/change-password")
@access.allowed_to(access.MACHINES)
def change_password() -> Response:
    """The way to the page where passwords are changed (W3C, A Well-Known URL for Changing Passwords)."""
    return redirect(addresses.change_password(), 302)


@pages.get("/.well-known/host-meta")
@access.allowed_to(access.MACHINES)
def host_meta() -> Response:
    """How to look people up (RFC 6415, section 3)."""
    link = f"<Link rel={quoteattr(LOOKUP)} template={quoteattr(_template())}/>"
    words = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">{link}</XRD>\n'
    )
    return for_scripts(text(words, "application/xrd+xml; charset=utf-8"))


@pages.get("/.well-known/host-meta.json")
@access.allowed_to(access.MACHINES)
def host_meta_json() -> Response:
    """The same in JSON (RFC 6415, appendix A)."""
    return data({"links": [{"rel": LOOKUP, "template": _template()}]}, "application/json")


@pages.get("/humans.txt")
@access.allowed_to(access.MACHINES)
def humans() -> Response:
    """Who runs this and with what (humanstxt.org)."""
    own = sites.current()
    lines = (
        "/* SITE */",
        f"Name: {own.name}",
        *([f"About: {own.description}"] if own.description else []),
        f"Address: {whole(addresses.home())}",
        "Written by: the people who have accounts here",
        "",
        "/* SOFTWARE */",
        f"Flasky {__version__}: Python, Flask, SQLAlchemy, Jinja, Bootstrap, htmx",
    )
    return text("\n".join(lines) + "\n", PLAIN)


def _template() -> str:
    return whole(addresses.webfinger()) + "?resource={uri}"
