"""The desks of moderators and administrators, with accounts made by the command line."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acts import go, link_of_menu, link_to_edit, log_in, publish, type_post
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser


@pytest.fixture(scope="package")  # as the site is: a worker may come back to this module
def people(site: Site) -> dict[str, str]:
    """Somebody of each role; those with a desk are made as whoever runs the site makes them."""
    desks = {role: site.create(role.lower(), role=role) for role in ("Moderator", "Administrator")}
    return {"User": site.somebody("user"), **desks}


@pytest.mark.parametrize(
    ("role", "shown"), [("User", []), ("Moderator", ["Moderate"]), ("Administrator", ["Moderate", "Admin"])]
)
@pytest.mark.seed("R1", "R3", "E9")
def test_the_menu_shows_the_desks_of_ones_role(open_browser: OpenBrowser, people: dict[str, str], role, shown):
    page = open_browser()
    log_in(page, people[role])

    assert [label for label in ("Moderate", "Admin") if link_of_menu(page, label).count()] == shown


@pytest.mark.parametrize(("role", "title"), [("User", "Flasky - Forbidden"), ("Moderator", "Flasky - Forbidden")])
@pytest.mark.seed("R3", "E9", "P4")
def test_the_administrators_desk_is_closed_to_others(open_browser: OpenBrowser, people: dict[str, str], role, title):
    page = open_browser()
    log_in(page, people[role])

    page.goto("/admin")

    expect(page).to_have_title(title)


@pytest.mark.seed("R1", "R3", "E9")
def test_a_moderator_sees_what_was_commented_last(open_browser: OpenBrowser, people: dict[str, str]):
    theirs = open_browser()
    wrote(theirs, people["User"], title="Fresh")
    theirs.get_by_role("article", name="Fresh").get_by_role("link", name="0 Comments").click()
    theirs.get_by_role("region", name="0 Comments").get_by_role("textbox").fill("And a word more.")
    theirs.get_by_role("button", name="Publish").click()
    expect(theirs.get_by_role("heading", name="1 Comment")).to_be_visible()
    page = open_browser()
    log_in(page, people["Moderator"])

    go(page, "Moderate")

    expect(page.get_by_role("heading", level=1)).to_have_text("For comment moderators!")
    expect(page.get_by_role("article").first).to_contain_text("Fresh")
    expect(page.get_by_role("article").first).to_contain_text("And a word more.")


@pytest.mark.seed("R1", "R2", "R3", "E9", "B7")
def test_an_administrator_sees_the_figures_and_may_edit(open_browser: OpenBrowser, people: dict[str, str]):
    wrote(open_browser(), people["User"], title="Open to correction")
    page = open_browser()
    log_in(page, people["Administrator"])

    go(page, "Admin")
    expect(page.get_by_role("heading", level=1)).to_have_text("For administrators!")
    expect(page.get_by_role("term")).to_contain_text(["People", "Confirmed people", "Posts"])
    page.goto("/")
    link_to_edit(page, "Open to correction", label="Edit [Admin]").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Edit post")


def wrote(page: Page, username: str, *, title: str) -> None:
    log_in(page, username)
    type_post(page, title=title, body="Words for everybody.")
    publish(page)
    expect(page.get_by_role("article", name=title)).to_be_visible()
