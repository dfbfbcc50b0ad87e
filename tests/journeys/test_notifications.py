"""The number in the header follows what happens, without reloading, while somebody looks."""

import pytest
from playwright.sync_api import expect

from flasky.queries import users
from tests import factories, facts
from tests.journeys.acts import log_in
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser


@pytest.mark.seed("T7")
@pytest.mark.defect("M12")
def test_the_number_comes_by_itself_and_is_said(site: Site, open_browser: OpenBrowser) -> None:
    name, page = site.somebody("nora"), open_browser()
    page.clock.install()
    log_in(page, name)
    title = page.title()
    with site.rows():
        facts.told(facts.followed(factories.person(f"{name}_friend"), users.by_name(name)))

    page.clock.run_for(31_000)

    expect(page.get_by_role("link", name="Notifications 1 unread")).to_be_visible()
    assert page.title() == f"(1) {title}"
    assert "1 unread" in page.get_by_role("status").all_inner_texts()
