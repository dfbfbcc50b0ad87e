"""What people do on the site, in the words they see."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD


def link_of_menu(page: Page, label: str) -> Locator:
    """Return a link of the navigation, with the menu open where it is folded."""
    toggle = page.get_by_role("button", name="Toggle navigation")
    if toggle.is_visible() and toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    return page.get_by_role("navigation", name="Main").get_by_text(label, exact=True)


def go(page: Page, label: str) -> None:
    """Follow a link of the navigation, and be there."""
    link = link_of_menu(page, label)
    with page.expect_navigation():
        link.click()


def register(page: Page, username: str, *, password: str = PASSWORD) -> None:
    """Fill in the sign-up form and send it."""
    page.get_by_label("Email", exact=True).fill(f"{username}@example.com")
    page.get_by_label("Username", exact=True).fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Confirm password", exact=True).fill(password)
    page.get_by_role("button", name="Register").click()


def give_password(page: Page, username: str, *, password: str = PASSWORD) -> None:
    """Fill in the log-in form that is there and send it."""
    page.get_by_label("Email", exact=True).fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log In").click()


def log_in(page: Page, username: str, *, password: str = PASSWORD) -> None:
    """Go to the log-in page and log in."""
    page.goto("/auth/login")
    give_password(page, username, password=password)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {username}!")


def sign_out(page: Page) -> None:
    """Press Sign Out."""
    go(page, "Sign Out")
    expect(page.get_by_text("You have been logged out.")).to_be_visible()


def flash(page: Page) -> Locator:
    """Return what the page says of the act that led to it; who is not looking hears of other things as well."""
    return page.get_by_role("main").get_by_role("status").filter(has_text=re.compile(r"\w"))


def type_post(page: Page, *, title: str = "", body: str) -> None:
    """Type a title and a text into the editor that is there."""
    page.get_by_role("textbox", name="Title").fill(title)
    text_box(page).fill(body)


def publish(page: Page) -> None:
    """Press Publish."""
    page.get_by_role("button", name="Publish").click()


def link_to_edit(page: Page, title: str, *, label: str = "Edit") -> Locator:
    """Return the link that opens a post of a list in the editor."""
    return page.get_by_role("article", name=title, exact=True).get_by_role("link", name=label)


def text_box(page: Page) -> Locator:
    """Return where the text is typed."""
    return page.get_by_role("textbox", name="What's on your mind?")
