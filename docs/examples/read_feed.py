"""A feed reader in thirty lines: finds the feed of a page, tells what is new, asks next time only for what changed.

python read_feed.py https://blog.example/@alice     (needs `pip install feedparser`)
"""

import json
import re
import sys
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import feedparser

ATOM = re.compile(r'<link[^>]+type="application/atom\+xml"[^>]*>')
KEPT = Path("read_feed.json")


def feed_of(page: str) -> str:
    """Return the address of the first Atom feed that a page names."""
    html = urlopen(page).read().decode()
    link = ATOM.search(html)
    return urljoin(page, re.search(r'href="([^"]+)"', link[0])[1])


def news(feed: str, known: dict) -> list[str]:
    """Return the titles that are new since the last time, and note in `known` what was read; 304 costs no text."""
    answer = feedparser.parse(feed, etag=known.get("etag"))
    if answer.status == 304:
        return []
    fresh = [entry for entry in answer.entries if entry.id not in known.get("ids", [])]
    known.update(etag=answer.get("etag"), ids=[entry.id for entry in answer.entries])
    return [f"{entry.author}: {entry.title}" for entry in fresh]


if __name__ == "__main__":
    remembered = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    print("\n".join(news(feed_of(sys.argv[1]), remembered)) or "Nothing new.")
    KEPT.write_text(json.dumps(remembered))
