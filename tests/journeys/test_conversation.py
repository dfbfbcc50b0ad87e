"""Two strangers meet: one follows, reads what is new, comments; the other is told, answers, and he is told."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.commands import comes
from tests.journeys.acts import go, log_in, publish, type_post
from tests.journeys.site import Site
from tests.journeys.window import PHONE, OpenBrowser

WAYS: dict[str, dict[str, Any]] = {
    "at a desk": {},
    "on a phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "without scripts": {"java_script_enabled": False},
}


@pytest.mark.seed("W1", "W2", "W3", "C1", "C2", "T8")
@pytest.mark.parametrize("way", WAYS)
def test_two_strangers_come_to_talk(site: Site, open_browser: OpenBrowser, way: str):
    ann, ben = site.somebody("ann"), site.somebody("ben")
    hers, his = open_browser(**WAYS[way]), open_browser(**WAYS[way])
    log_in(hers, ann)
    log_in(his, ben)

    follow(his, ann)
    write(hers, title := f"What grew at {ann}'s")
    read_among_followed(his, title)
    comment(his, f"The sage too, @{ann}?")
    told(hers, f"{ben} mentioned you", f"The sage too, @{ann}?")
    answer(hers, ben, "The sage most of all.")
    told(his, f"{ann} replied to you", "The sage most of all.")


def follow(page: Page, name: str) -> None:
    page.goto(f"/@{name}")
    page.get_by_role("button", name=re.compile(rf"^Follow ?: {name}$")).click()
    expect(page.get_by_role("button", name=re.compile(rf"^Unfollow ?: {name}$"))).to_be_visible()


def write(page: Page, title: str) -> None:
    go(page, "Home")
    type_post(page, title=title, body="Everything, and #sage most of all.")
    publish(page)
    expect(page.get_by_role("article", name=title, exact=True)).to_be_visible()


def read_among_followed(page: Page, title: str) -> None:
    """Look at Followed until the worker has brought the post there, and open it."""
    link = page.get_by_role("link", name=title, exact=True)
    assert comes(lambda: page.goto("/followed") and link.count()), "the post did not come"
    with page.expect_navigation():
        link.click()


def comment(page: Page, text: str) -> None:
    conversation = page.get_by_role("region", name="0 Comments")
    conversation.get_by_role("textbox").fill(text)
    conversation.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Your comment has been published.")).to_be_visible()
    expect(page.get_by_role("heading", name="1 Comment")).to_be_visible()


def told(page: Page, sentence: str, text: str) -> None:
    """Look at the notifications until the line is there, and follow it to what was said."""
    line = page.get_by_role("button", name=sentence).first
    assert comes(lambda: page.goto("/notifications") and line.count()), f"no word of it: {sentence}"
    with page.expect_navigation():
        line.click()
    expect(page.get_by_role("region", name="Comment").get_by_text(text)).to_be_visible()


def answer(page: Page, name: str, text: str) -> None:
    page.get_by_role("link", name=re.compile(rf"^Reply ?: {name}$")).click()
    box = page.locator("textarea:focus")
    box.fill(text)
    box.locator("xpath=ancestor::form").get_by_role("button", name="Publish").click()
    expect(page.get_by_role("article", name="Comment by").get_by_text(text)).to_be_visible()


def test_a_name_is_completed_with_the_keyboard_in_an_answer(site: Site, open_browser: OpenBrowser):
    ann, zoe = site.somebody("ann"), site.somebody("zoe")
    page = open_browser()
    log_in(page, ann)
    write(page, f"What {ann} asks")
    page.get_by_role("link", name=f"What {ann} asks", exact=True).first.click()
    comment(page, "Who knows?")
    page.get_by_role("link", name=re.compile(rf"^Reply ?: {ann}$")).click()

    box = page.locator("textarea:focus")
    box.press_sequentially("Perhaps @zo")
    expect(page.get_by_role("option", name=f"@{zoe}")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    box.press_sequentially("or Escape closes @zo")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value(f"Perhaps @{zoe} or Escape closes @zo")
