"""Passwords: mistyped, forgotten, changed."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import flash, give_password, go, link_of_menu, log_in
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser

NEW = "another horse entirely"


@pytest.fixture
def bob(site: Site) -> str:
    """Bob, who has an account."""
    return site.somebody("bob")


@pytest.mark.seed("U2", "U3", "E2")
def test_a_wrong_password_does_not_lose_the_way(open_browser: OpenBrowser, bob: str):
    page = open_browser()
    page.goto("/write")
    expect(page).to_have_url(re.compile(quote("/write", safe="") + "$"))

    give_password(page, bob, password="wrong")
    expect(page.get_by_role("alert")).to_have_text("Invalid username or password.")
    expect(page.get_by_label("Email", exact=True)).to_have_value(bob)
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    give_password(page, bob)

    expect(page).to_have_url(re.compile("/write$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Write")


@pytest.mark.seed("U4")
@pytest.mark.parametrize(("kept", "greeting"), [(True, "Hello, {}!"), (False, "Hello, Stranger!")])
def test_a_browser_that_was_closed_remembers_only_when_told_to(open_browser: OpenBrowser, bob: str, kept, greeting):
    page = open_browser()
    page.goto("/auth/login")
    page.get_by_label("Keep me logged in").set_checked(kept)
    give_password(page, bob)
    expect(link_of_menu(page, "Sign Out")).to_be_visible()

    page.context.clear_cookies(name="session")
    page.goto("/")

    expect(page.get_by_role("heading", level=1)).to_have_text(greeting.format(bob))


@pytest.mark.seed("U8")
def test_a_forgotten_password_is_replaced_by_letter(open_browser: OpenBrowser, site: Site, bob: str):
    page = open_browser()
    page.goto("/auth/login")
    page.get_by_role("link", name="Forgot your password? Click here to reset it").click()
    page.get_by_label("Email", exact=True).fill(f"{bob}@example.com")
    page.get_by_role("button", name="Reset Password").click()
    expect(flash(page)).to_contain_text("is on its way")

    page.goto(link := site.link_for(f"{bob}@example.com", subject="[Flasky] Reset Your Password"))
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("Confirm password").fill(NEW)
    page.get_by_role("button", name="Reset Password").click()
    expect(flash(page)).to_have_text("Your password has been updated. Log in with the new one.")

    log_in(page, bob, password=NEW)
    page.goto(link)
    expect(page.get_by_text("The reset link is invalid or has expired.")).to_be_visible()


@pytest.mark.seed("U7")
def test_a_changed_password_logs_every_other_browser_out(open_browser: OpenBrowser, bob: str):
    here, there = open_browser(), open_browser()
    log_in(here, bob)
    log_in(there, bob)

    here.get_by_text("Account").click()
    go(here, "Change Password")
    here.get_by_label("Old password").fill("correct horse")
    here.get_by_label("New password", exact=True).fill(NEW)
    here.get_by_label("Confirm password").fill(NEW)
    here.get_by_role("button", name="Update Password").click()
    expect(flash(here)).to_contain_text("Every other device was logged out.")
    there.reload()

    expect(there.get_by_role("heading", level=1)).to_have_text("Hello, Stranger!")
    go(here, "Profile")
    expect(here.get_by_role("heading", level=1)).to_have_text(bob)
