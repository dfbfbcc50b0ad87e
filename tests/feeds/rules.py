"""What validators of feeds ask: RFC 4287 and RFC 5005 of Atom, the specifications of RSS 2.0 and JSON Feed 1.1."""

import json
import re
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})")
RSS_CHANNEL = {"title", "link", "description", "lastBuildDate", "generator", "docs", "item"}
RSS_ITEM = {"title", "link", "guid", "pubDate", "category", "comments", "description"}
JSON_FEED = {
    "version", "title", "description", "home_page_url", "feed_url", "next_url", "icon", "authors", "items",
}  # fmt: skip
JSON_ITEM = {
    "id", "url", "title", "summary", "content_html", "date_published", "date_modified", "authors", "tags", "language",
}  # fmt: skip


def mistakes(form: str, body: bytes, url: str) -> list[str]:
    """Return what is wrong with a feed that was read at an address."""
    return list(RULES[form](body, url))


def is_whole(address: str | None) -> bool:
    """Tell whether an address needs no other to be followed, or is a name."""
    parts = urlsplit(address or "")
    return bool(parts.scheme in ("http", "https") and parts.netloc) or bool(
        re.match(r"tag:[^,]+,[\d-]+:.", address or "")
    )


def of_atom(body: bytes, url: str) -> Iterator[str]:
    feed = ElementTree.fromstring(body)
    if feed.tag != f"{ATOM}feed":
        yield "the root is no feed"
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        yield from _atom_elements(one)
    links = feed.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [url]:
        yield "the self link is not the address"
    if not all(entry.find(f"{ATOM}author/{ATOM}name") is not None for entry in entries):
        yield "an entry without an author"
    yield from _repeated([entry.findtext(f"{ATOM}id") for entry in entries])
    updated = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    if updated and max(updated) != feed.findtext(f"{ATOM}updated"):
        yield "the feed is not as new as its newest entry"
    for link in feed.iter(f"{ATOM}link"):
        if not is_whole(link.get("href")):
            yield f"a link that is not whole: {link.get('href')}"


def _atom_elements(one: Element) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        if len(one.findall(ATOM + name)) != 1 or not one.findtext(ATOM + name):
            yield f"not one {name}"
    if not is_whole(one.findtext(f"{ATOM}id")):
        yield f"an id that is no address: {one.findtext(f'{ATOM}id')}"
    times = [found.text or "" for name in ("published", "updated") for found in one.findall(ATOM + name)]
    if not all(map(RFC3339.fullmatch, times)) or times != sorted(times):
        yield f"times: {times}"
    kinds = [link.get("type") for link in one.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
    if len(kinds) != 1:
        yield f"alternates: {kinds}"


def of_rss(body: bytes, url: str) -> Iterator[str]:
    root = ElementTree.fromstring(body)
    channel = root.find("channel")
    if root.tag != "rss" or root.get("version") != "2.0" or channel is None:
        yield "no RSS 2.0"
        return
    if not all(channel.findtext(name) for name in ("title", "link", "description")):
        yield "a channel without title, link or description"
    links = channel.findall(f"{ATOM}link")
    if [link.get("href") for link in links if link.get("rel") == "self"] != [url]:
        yield "the self link is not the address"
    items = channel.findall("item")
    yield from _strangers({child.tag for child in channel}, RSS_CHANNEL)
    yield from _repeated([item.findtext("guid") for item in items])
    for item in items:
        yield from _strangers({child.tag for child in item}, RSS_ITEM)
        yield from _rss_item(item)
    if not RFC822.fullmatch(channel.findtext("lastBuildDate") or ""):
        yield "lastBuildDate"


def _rss_item(item: Element) -> Iterator[str]:
    guid = item.find("guid")
    if guid is None or guid.get("isPermaLink") != "true" or not (guid.text or "").startswith("http"):
        yield "a guid that is no permanent address"
    if not RFC822.fullmatch(item.findtext("pubDate") or "") or not parsedate_to_datetime(
        item.findtext("pubDate") or ""
    ):
        yield f"a date: {item.findtext('pubDate')}"
    if not is_whole(item.findtext("link")) or not item.findtext("title") or not item.findtext(f"{CONTENT}encoded"):
        yield "an item without link, title or content"
    if item.find("author") is not None:
        yield "an author must be an e-mail address"


def of_json(body: bytes, url: str) -> Iterator[str]:
    feed = json.loads(body)
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"]:
        yield "no JSON Feed 1.1"
    if feed["feed_url"] != url or not is_whole(feed["home_page_url"]):
        yield "addresses of the feed"
    yield from _strangers(feed.keys(), JSON_FEED)
    yield from _repeated([item["id"] for item in feed["items"]])
    for item in feed["items"]:
        yield from _strangers(item.keys(), JSON_ITEM)
        yield from _json_item(item)


def _json_item(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item["id"], str) or not is_whole(item["url"]) or not isinstance(item["content_html"], str):
        yield "an item without id, address or content"
    if not all(RFC3339.fullmatch(item[name]) for name in ("date_published", "date_modified")):
        yield "a date"
    if not all(author["name"] and is_whole(author["url"]) and is_whole(author["avatar"]) for author in item["authors"]):
        yield "an author"
    if not all(isinstance(tag, str) for tag in item.get("tags", [])):
        yield "a tag"


def _strangers(names: Any, known: set[str]) -> Iterator[str]:
    yield from (f"no element of the format: {name}" for name in names if not name.startswith("{") and name not in known)


def _repeated(ids: list[Any]) -> Iterator[str]:
    yield from (f"the id {one} twice" for one, other in pairwise(sorted(ids)) if one == other)


RULES: dict[str, Callable[[bytes, str], Iterator[str]]] = {"atom": of_atom, "rss": of_rss, "json": of_json}
