"""The three forms of a feed: Atom (RFC 4287) and RSS 2.0 as templates, JSON Feed 1.1."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from typing import Any

from flask import render_template

from flasky.feeds import jsonfeed
from flasky.feeds.entries import Feed, whole
from flasky.lib import xml_text

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def written(feed: Feed, form: str) -> str:
    """Return a document of a feed in one of its forms."""
    return WRITERS[form](feed)


def xml(template: str, **words: Any) -> str:
    """Return an XML document made of a template, without the characters that none may hold."""
    return xml_text.allowed(render_template(template, rfc3339=rfc3339, rfc822=rfc822, whole=whole, **words))


def rfc3339(moment: datetime) -> str:
    """Return a moment as Atom and JSON Feed write it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rfc822(moment: datetime) -> str:
    """Return a moment as RSS writes it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _by_template(feed: Feed, *, template: str) -> str:
    return xml(template, feed=feed)


WRITERS: dict[str, Callable[[Feed], str]] = {
    "atom": partial(_by_template, template="feeds/atom.xml"),
    "rss": partial(_by_template, template="feeds/rss.xml"),
    "json": partial(jsonfeed.written, moment=rfc3339),
}
