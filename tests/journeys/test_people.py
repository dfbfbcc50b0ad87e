"""The card of a person beside a link to them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import log_in
from tests.journeys.site import Site
from tests.journeys.test_conversation import write
from tests.journeys.window import OpenBrowser


@pytest.mark.seed("T5")
def test_a_card_comes_by_mouse_and_keyboard_and_follows(site: Site, open_browser: OpenBrowser):
    ann, ben = site.somebody("ann"), site.somebody("ben")
    hers, his = open_browser(), open_browser()
    log_in(hers, ann)
    write(hers, title := f"What {ann} grows")
    log_in(his, ben)
    his.goto("/all")
    link = his.get_by_role("article", name=title).get_by_role("link", name=ann, exact=True)
    card = his.get_by_role("group", name=ann, exact=True)

    link.hover()
    card.get_by_role("button", name="Follow").click()
    expect(card.get_by_role("button", name="Unfollow")).to_be_visible()
    his.keyboard.press("Escape")
    expect(card).to_have_count(0)

    his.mouse.move(0, 0)
    link.press("Shift")  # a key, so that the browser shows where the focus is
    expect(card).to_contain_text("1 follower")
    with his.expect_navigation(url=re.compile(f"/@{ann}$")):
        link.press("Enter")
