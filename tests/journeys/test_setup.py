"""The first minutes: the link in the terminal, the account, the guide, the demo, a closed door."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.commands import comes
from tests.factories import PASSWORD
from tests.journeys import judges
from tests.journeys.site import Site
from tests.journeys.window import DESK, PHONE, Window

LINK = re.compile(r"Set it up here, once: (http://\S+)")


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def window(request: pytest.FixtureRequest, chromium: Browser, running: Callable[[], Site]) -> Iterator[Window]:
    """A browser on a site that was never set up, at the address that the terminal names."""
    site = running()
    assert comes(lambda: LINK.search(site.log()))
    window = Window(chromium, site.address, viewport=request.param)
    window.page.goto(LINK.search(site.log())[1])  # type: ignore[index]  # it is there
    yield window
    window.close()


def sign_up(page: Page) -> None:
    page.get_by_label("Email").fill("host@example.com")
    page.get_by_label("Username").fill("host")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Confirm password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your new site")


def test_a_site_is_set_up_in_its_first_minutes(window: Window):
    page = window.page
    judges.keep_picture(page, f"set up, first page {page.viewport_size['width']}")
    sign_up(page)
    judges.keep_picture(page, f"set up, guide {page.viewport_size['width']}")
    page.get_by_label("Name of the site").fill("Bottle")
    page.get_by_label("What it is about").fill("Letters from the sea")
    page.get_by_label("Closed: only people who have an account").check()
    page.get_by_label("Plum").check()
    page.get_by_role("button", name="Save and go to my site").click()

    expect(page).to_have_title("Bottle")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, host!")
    expect(page.get_by_text("Your site is ready.")).to_be_visible()
    assert page.locator("html").get_attribute("data-accent") == "plum"
    assert judges.overflow(page) == 0
    assert window.wrong == []


def test_the_demo_moves_in_while_one_looks(window: Window):
    page = window.page
    sign_up(page)
    page.get_by_role("button", name="Fill it with a demo").click()
    expect(page.get_by_text("People are moving in.")).to_be_visible()

    def filled() -> bool:
        page.goto("/")
        return page.get_by_role("article").count() == 20

    assert comes(filled)
    judges.keep_picture(page, f"home with a demo {page.viewport_size['width']}")
    assert judges.overflow(page) == 0
