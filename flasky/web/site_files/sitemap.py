"""The map that search engines read (sitemaps.org): an index, and pages of one statement each."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access
from flasky.models import MapOf
from flasky.queries import sitemap
from flasky.web.site_files.answers import TEN_MINUTES, text, whole

pages = Blueprint("sitemap", __name__)
Entry = tuple[str, datetime | None]
"""A path, and when what is there last changed."""

TYPE = "application/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pages.get("/sitemap.xml")
@access.allowed_to(access.MACHINES)
def index() -> Response:
    """All pages of the map, each with the time of its last change."""
    listed = sitemap.index()
    return _written(
        "sitemapindex", "sitemap", ((addresses.sitemap_page(one.kind, one.first_id), one.changed_at) for one in listed)
    )


@pages.get("/sitemap/posts/<id:first>.xml")
@access.allowed_to(access.MACHINES)
def posts(first: int) -> Response:
    """The public posts of one page."""
    found = sitemap.posts(sitemap.span(MapOf.POSTS, first=first))
    return _addresses((addresses.post(post), post.edited_at or post.published_at) for post in found)


@pages.get("/sitemap/people/<id:first>.xml")
@access.allowed_to(access.MACHINES)
def people(first: int) -> Response:
    """The people of one page who wrote something public."""
    found = sitemap.people(sitemap.span(MapOf.PEOPLE, first=first))
    return _addresses((addresses.author(actor), None) for actor in found)


@pages.get("/sitemap/tags/<id:first>.xml")
@access.allowed_to(access.MACHINES)
def tags(first: int) -> Response:
    """The tags of one page that public posts bear."""
    found = sitemap.tags(sitemap.span(MapOf.TAGS, first=first))
    return _addresses((addresses.tag(key), None) for key in found)


def _addresses(entries: Iterable[Entry]) -> Response:
    return _written("urlset", "url", entries)


def _written(root: str, element: str, entries: Iterable[Entry]) -> Response:
    lines = [f"<{element}><loc>{escape(whole(path))}</loc>{_changed(at)}</{element}>" for path, at in entries]
    body = "\n".join((f"<{root} {NAMES}>", *lines, f"</{root}>"))
    return text(f"{HEAD}{body}\n", TYPE, seconds=TEN_MINUTES)


def _changed(at: datetime | None) -> str:
    return f"<lastmod>{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if at else ""
