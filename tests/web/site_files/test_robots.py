"""robots.txt: the rules for all, and the host's wish about models; read by Python's own reader."""

from urllib.robotparser import RobotFileParser

import pytest

from flasky.http import sites
from flasky.web.site_files.robots import AI_CRAWLERS
from tests.browsers import Browser, logged_in


def rules(browser):
    """Return the rules as a polite crawler reads them."""
    response = browser.get("/robots.txt")
    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return parser


def test_readers_may_come_and_are_shown_the_map(browser):
    asked = rules(browser)

    assert asked.site_maps() == ["http://localhost/sitemap.xml"]
    assert all(asked.can_fetch("Googlebot", path) for path in ("/", "/@alice", "/@alice/7/a-walk", "/tags/tea"))


@pytest.mark.parametrize("path", ["/admin", "/admin/people", "/moderate", "/settings/profile", "/auth/login", "/write"])
def test_desks_and_forms_are_closed(browser, path):
    assert not rules(browser).can_fetch("Googlebot", path)


@pytest.mark.parametrize("agent", ["GPTBot", "ClaudeBot", "CCBot", "Google-Extended"])
def test_crawlers_for_models_stay_away_until_the_host_says_otherwise(app, admin, agent):
    before = rules(Browser(app)).can_fetch(agent, "/@alice")
    logged_in(app, admin).fill_in(
        "/admin/site", {"name": "Bottle", "registration": "open", "accent": "ink", "allows_ai": "y"}
    )

    after = rules(Browser(app)).can_fetch(agent, "/@alice")
    sites.forget()

    assert (before, after) == (False, True)


def test_no_crawler_is_named_twice():
    assert len({name.lower() for name in AI_CRAWLERS}) == len(AI_CRAWLERS)
