"""Dates: in the reader's own time with a script, readable in UTC without."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from flasky import addresses
from flasky.queries import users
from tests import factories
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser

ZONE = "Asia/Tokyo"
MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September"]
MONTHS += ["Oktober", "November", "Dezember"]
SHOWN = "element => (element.shadowRoot ?? element).textContent.trim()"
BUBBLE = "element => getComputedStyle(element, '::after').content"


@dataclass(frozen=True)
class Written:
    """Where a post is, and when it was published."""

    address: str
    moment: datetime


@pytest.fixture(scope="module")
def post(site: Site) -> Written:
    """Something alice wrote just now."""
    alice = site.somebody("alice")
    with site.rows():
        made = factories.post(users.by_name(alice), title="Just now")
        return Written(addresses.post(made), made.published_at)


def open_after(page: Page, post: Written, *, minutes: int) -> Locator:
    """Open a post so many minutes after it was published, and return where its time stands."""
    page.clock.install(time=post.moment + timedelta(minutes=minutes))
    page.goto(post.address)
    return page.get_by_role("article").locator("relative-time").first


@pytest.mark.seed("E15", "P6")
def test_a_time_is_relative_and_goes_on(open_browser: OpenBrowser, post: Written):
    page = open_browser()
    moment = open_after(page, post, minutes=3)
    assert moment.evaluate(SHOWN) == "3 minutes ago"

    page.clock.run_for(10 * 60 * 1000)

    assert moment.evaluate(SHOWN) == "13 minutes ago"


@pytest.mark.seed("E15", "P6")
def test_hover_shows_date_and_time_of_the_readers_zone_and_language(open_browser: OpenBrowser, post: Written):
    moment = open_after(open_browser(timezone_id=ZONE, locale="de-DE"), post, minutes=3)
    local = post.moment.astimezone(ZoneInfo(ZONE))

    title = moment.get_attribute("title")

    assert f"{local.day}. {MONTHS[local.month - 1]} {local.year}" in title
    assert f"{local:%H:%M}" in title


@pytest.mark.seed("E15")
def test_focus_shows_the_same_words_as_hover(open_browser: OpenBrowser, post: Written):
    page = open_browser()
    moment = open_after(page, post, minutes=3)
    assert moment.evaluate(BUBBLE) == "none"

    while not page.locator("a:focus relative-time").count():
        page.keyboard.press("Tab")

    assert moment.evaluate(BUBBLE) == f'"{moment.get_attribute("title")}"'


@pytest.mark.seed("E15", "P6")
def test_without_a_script_a_time_is_readable_and_says_its_zone(open_browser: OpenBrowser, post: Written):
    page = open_browser(java_script_enabled=False, timezone_id=ZONE, locale="de-DE")
    page.goto(post.address)
    moment = page.get_by_role("article").get_by_role("time").first

    expect(moment).to_be_visible()
    expect(moment).to_have_text(f"{post.moment.day} {post.moment:%B %Y, %H:%M} UTC")
    expect(moment).to_have_attribute("datetime", f"{post.moment:%Y-%m-%dT%H:%M:%SZ}")
