"""JSON Feed, version 1.1. What is empty is left out."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flasky.feeds.entries import Author, Entry, Feed

VERSION = "https://jsonfeed.org/version/1.1"
Moment = Callable[[datetime], str]


def written(feed: Feed, *, moment: Moment) -> str:
    """Return a document of a feed as JSON; `moment` writes a time."""
    document = {
        "version": VERSION,
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page_url,
        "feed_url": feed.url("json"),
        "next_url": feed.older_url("json"),
        "icon": feed.author.picture if feed.author else None,
        "authors": [_author(feed.author)] if feed.author else None,
        "items": [_item(entry, moment) for entry in feed.entries],
    }
    return json.dumps(_without_nothing(document), ensure_ascii=False)


def _item(entry: Entry, moment: Moment) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "date_published": moment(entry.published),
        "date_modified": moment(entry.updated),
        "authors": [_author(entry.author)],
        "tags": [category.name for category in entry.categories] or None,
        "language": entry.language,
    }
    return _without_nothing(item)


def _author(author: Author) -> dict[str, str]:
    return {"name": author.name, "url": author.url, "avatar": author.picture}


def _without_nothing(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if value not in (None, "")}
