"""Writing on: edit, too long, not there, not allowed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import flash, go, link_to_edit, log_in, publish, text_box, type_post
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser


@pytest.fixture
def alice(site: Site) -> str:
    """Alice, who writes."""
    return site.somebody("alice")


@pytest.fixture
def page(open_browser: OpenBrowser, alice: str) -> Page:
    """Alice's browser, at home."""
    page = open_browser()
    log_in(page, alice)
    return page


@pytest.mark.seed("B1", "P8")
def test_a_post_written_at_home_stands_first(page: Page, alice: str):
    type_post(page, body="Only a short note.")
    publish(page)

    first = page.get_by_role("article").first
    expect(first).to_contain_text("Only a short note.")
    expect(first.get_by_role("link", name=alice, exact=True)).to_be_visible()
    expect(text_box(page)).to_have_value("")


@pytest.mark.seed("B7", "P9")
def test_an_edited_post_shows_the_new_text_and_that_it_was_edited(page: Page):
    type_post(page, title="Sage", body="Sow it in *April*.")
    publish(page)

    link_to_edit(page, "Sage").click()
    expect(text_box(page)).to_have_value("Sow it in *April*.")
    text_box(page).fill("Sow it in *March*.")
    page.get_by_role("button", name="Save").click()

    expect(flash(page)).to_have_text("The post has been updated.")
    expect(page.get_by_role("emphasis")).to_have_text("March")
    expect(page.get_by_text(re.compile("^edited "))).to_be_visible()


@pytest.mark.seed("B5")
def test_too_long_a_text_is_refused_and_kept(page: Page):
    long = "word " * 14_000
    go(page, "Write")
    type_post(page, title="Long", body=long)
    publish(page)

    expect(page.get_by_text("This text is too long: a post holds 64 KiB")).to_be_visible()
    expect(text_box(page)).to_have_value(long)
    expect(text_box(page)).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("Long")
    text_box(page).fill("short")
    publish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Long")


@pytest.mark.seed("B5")
def test_the_preview_says_why_nothing_can_be_shown(page: Page):
    go(page, "Write")
    text_box(page).fill(" ")
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_role("region", name="Preview")).to_have_text(re.compile("Write something first"))
    expect(page).to_have_url(re.compile("/write$"))


@pytest.mark.seed("B5")
def test_the_toolbar_marks_what_is_selected(page: Page):
    go(page, "Write")
    text_box(page).fill("sage")
    text_box(page).select_text()
    page.get_by_role("button", name="Bold").click()

    expect(text_box(page)).to_have_value("**sage**")


@pytest.mark.seed("P4", "E1", "B6")
def test_an_address_with_nothing_says_so(page: Page):
    page.goto("/post/1")

    expect(page).to_have_title("Flasky - Page Not Found")
    expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    page.get_by_role("link", name="Go to the front page").click()
    expect(page).to_have_url(re.compile("/$"))


@pytest.mark.seed("P4", "R3", "B7")
def test_another_persons_post_cannot_be_edited(page: Page, open_browser: OpenBrowser, site: Site):
    type_post(page, title="Mine", body="My own words.")
    publish(page)
    page.get_by_role("link", name="Mine", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mine")
    other = open_browser()
    log_in(other, site.somebody("bob"))

    other.goto(page.url)
    expect(other.get_by_role("link", name="Edit")).to_have_count(0)
    other.goto(f"{page.url}/edit")

    expect(other).to_have_title("Flasky - Forbidden")
    expect(other.get_by_role("heading", level=1)).to_have_text("Forbidden")
