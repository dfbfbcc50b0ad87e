"""Links that people give of themselves."""

import pytest

from flasky.lib import web_links


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        (" http://example.org ", "http://example.org"),
        ("example.org", "https://example.org"),
        ("example.org/a:b", "https://example.org/a:b"),
    ],
)
def test_pages_are_taken(typed, url):
    assert web_links.whole(typed) == url


@pytest.mark.parametrize(
    "typed",
    [
        "", "javascript:alert(1)", "JAVASCRIPT://example.org/%0aalert(1)", "data:text/html,x", "ftp://example.org",
        "//example.org", "https://", "https://a", "https://user@example.org", "https://example.org:x", "/a",
        "https://exa mple.org", "https://example.org/\u202e", "https://example.org\\@evil.example", "https://[::1",
        'https://example.org/"onload=',
    ],
)  # fmt: skip
def test_everything_else_is_refused(typed):
    assert web_links.whole(typed) is None


def test_an_address_is_shown_without_its_ends():
    assert web_links.shown("https://www.example.org/me/") == "example.org/me"
