"""The first day: somebody passes by, signs up, confirms, writes, is read, and leaves."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import flash, give_password, go, link_of_menu, publish, register, sign_out, type_post
from tests.journeys.site import Site, new_name
from tests.journeys.window import PHONE, OpenBrowser

WAYS: dict[str, dict[str, Any]] = {
    "at a desk": {},
    "on a phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "in the dark": {"color_scheme": "dark"},
    "without scripts": {"java_script_enabled": False},
    "on a phone without scripts": {"viewport": PHONE, "java_script_enabled": False},
}
BODY = "The *sage* sprouts.\n\n- water\n- light\n\n| what | when |\n|--|--|\n| seeds | **March** |\n"


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> dict[str, Any]:
    """How somebody looks at the site."""
    return WAYS[request.param]


@pytest.fixture
def name() -> str:
    """The name of somebody new."""
    return new_name("alice")


@pytest.mark.seed(
    "P1", "P3", "P7", "P8", "P9", "U2", "U3", "U5", "U6", "B1", "B5", "B6", "E1", "E2", "E3", "E4", "E5", "R1"
)
def test_a_visitor_signs_up_writes_and_is_read(open_browser: OpenBrowser, site: Site, way: dict[str, Any], name: str):
    page = open_browser(**way)

    sign_up(page, name)
    confirm(page, site, name)
    address = write(page, with_scripts=way.get("java_script_enabled", True))
    read_as_stranger(open_browser(**way), address, name)
    sign_out(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Stranger!")
    expect(link_of_menu(page, "Sign In")).to_be_visible()


def sign_up(page: Page, name: str) -> None:
    page.goto("/")
    expect(page).to_have_title("Flasky")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Stranger!")
    assert page.context.cookies() == []
    go(page, "Register")
    expect(page).to_have_title("Flasky - Register")
    register(page, name)
    expect(page).to_have_url(re.compile("/$"))
    expect(flash(page)).to_have_text("A confirmation email has been sent to you by email.")


def confirm(page: Page, site: Site, name: str) -> None:
    link = site.link_for(f"{name}@example.com", subject="[Flasky] Confirm Your Account")
    page.goto(link)
    expect(page).to_have_title("Flasky - Login")
    give_password(page, name)
    expect(page).to_have_url(re.compile(f"{link}$"))
    page.get_by_role("button", name="Confirm my account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Hello, {name}!")
    expect(page.get_by_text("Pleased to meet you!")).to_be_visible()
    expect(page.get_by_text("You have confirmed your account. Thanks!")).to_be_visible()
    go(page, "Home")
    expect(page.get_by_text("Happy to see you again!")).to_be_visible()
    expect(page.get_by_text("Thanks!")).to_have_count(0)


def write(page: Page, *, with_scripts: bool) -> str:
    """Write, look at the preview, publish; returns the address of the post."""
    go(page, "Write")
    type_post(page, title="A sage on the window sill", body=BODY)
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("emphasis")).to_have_text("sage")
    expect(preview.get_by_role("cell", name="March")).to_be_visible()
    # With a script the page stays what it was; without, a whole page came, with the text still in it.
    expect(page).to_have_url(re.compile("/write$" if with_scripts else "/preview$"))
    publish(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("A sage on the window sill")
    return page.url


def read_as_stranger(page: Page, address: str, name: str) -> None:
    page.goto(address)
    expect(page).to_have_title("Flasky - A sage on the window sill")
    expect(page).to_have_url(re.compile(rf"/@{name}/\d+/a-sage-on-the-window-sill$"))
    expect(page.get_by_role("emphasis")).to_have_text("sage")
    expect(page.get_by_role("listitem")).to_have_text(["water", "light"])
    expect(page.get_by_role("link", name="Edit")).to_have_count(0)
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.get_by_role("article", name="A sage on the window sill")).to_be_visible()
