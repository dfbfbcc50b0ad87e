"""What can get between a text and its publication: a session that ended, an impatient finger, a closed window."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import give_password, go, log_in, publish, text_box, type_post
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser

TEXT = "First line\n\n*second* line, with an ä and a 🌱"
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def alice(site: Site) -> str:
    """Alice, who writes."""
    return site.somebody("alice")


@pytest.fixture
def writing(open_browser: OpenBrowser, alice: str, scripts: bool) -> Page:
    """Alice at the page to write, her text typed."""
    page = open_browser(java_script_enabled=scripts)
    log_in(page, alice)
    go(page, "Write")
    type_post(page, title="Kept", body=TEXT)
    return page


@WITH_AND_WITHOUT
@pytest.mark.seed("U3", "P7")
def test_a_text_outlives_the_session_of_its_writer(writing: Page, alice: str):
    writing.context.clear_cookies()

    publish(writing)
    expect(writing.get_by_role("heading", level=1)).to_have_text("Please log in again")
    expect(writing.get_by_label("Your text, to read and copy")).to_have_value(TEXT)
    give_password(writing, alice, password="wrong")
    expect(writing.get_by_role("alert")).to_have_text("Invalid username or password.")
    give_password(writing, alice)
    expect(text_box(writing)).to_have_value(TEXT)
    publish(writing)

    expect(writing.get_by_role("heading", level=1)).to_have_text("Kept")
    expect(writing.get_by_role("paragraph").filter(has_text="with an ä and a 🌱")).to_be_visible()
    assert posts_of(alice, page=writing) == ["Kept"]


@WITH_AND_WITHOUT
@pytest.mark.seed("P8")
def test_a_double_click_publishes_once(writing: Page, alice: str):
    writing.get_by_role("button", name="Publish").dblclick()

    expect(writing.get_by_role("heading", level=1)).to_have_text("Kept")
    assert posts_of(alice, page=writing) == ["Kept"]


@pytest.mark.parametrize(("scripts", "answer", "where"), [(True, "dismiss", "/write$"), (True, "accept", "/$")])
def test_leaving_with_unsent_words_asks_first(writing: Page, answer: str, where: str):
    asked: list[Any] = []
    writing.on("dialog", lambda dialog: (asked.append(dialog.type), getattr(dialog, answer)()))

    writing.get_by_role("link", name="Flasky", exact=True).click(no_wait_after=True)

    expect(writing).to_have_url(re.compile(where))
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("scripts", [True])
def test_control_and_enter_publish(writing: Page):
    text_box(writing).press("Control+Enter")

    expect(writing.get_by_role("heading", level=1)).to_have_text("Kept")


def posts_of(username: str, *, page: Page) -> list[str]:
    page.goto(f"/@{username}")
    return page.get_by_role("article").get_by_role("heading", level=2).all_text_contents()
