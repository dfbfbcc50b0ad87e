"""Feeds, and lists of feeds."""


def feed(page: str, form: str) -> str:
    """Return the feed of what a page lists, by the page's own address; `form` is atom, rss or json."""
    return f"{page.rstrip('/')}/feed.{form}"


def home_feed(token: str, form: str) -> str:
    """Return somebody's own home timeline as a feed: whoever has the token may read it."""
    return f"/home/{token}/feed.{form}"


def directory() -> str:
    """Return the feeds of all people who want to be in lists, as OPML."""
    return "/opml"


def feed_settings() -> str:
    """Return where one finds one's feeds and the secret link of one's own home."""
    return "/settings/feeds"


def renew_home_feed() -> str:
    """Return where one gets a new secret link."""
    return "/settings/feeds/renew"


def stop_home_feed() -> str:
    """Return where one's secret link is switched off."""
    return "/settings/feeds/stop"


def following_opml() -> str:
    """Return the feeds of the people one follows, as OPML."""
    return "/settings/feeds/following.opml"
