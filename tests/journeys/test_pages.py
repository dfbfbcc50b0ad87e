"""Every page in every state: valid, without barriers in both lights and at both widths, the same without scripts."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys import judges, world
from tests.journeys.acts import log_in
from tests.journeys.site import Site
from tests.journeys.states import STATES, State
from tests.journeys.window import PHONE, Window
from tests.journeys.world import World

Show = Callable[..., Window]


# Of the package's scope, as the site is: a worker may come back to this module, and finds the people where they were.
@pytest.fixture(scope="package")
def lively(site: Site) -> World:
    """The site with people and posts."""
    return world.people_it(site)


@pytest.fixture(scope="package")
def empty_site(running: Callable[[], Site]) -> Site:
    """A site where nobody wrote anything."""
    site = running()
    world.settle(site)
    return site


@pytest.fixture(scope="module")
def validator() -> Iterator[judges.Validator]:
    """The judge of HTML."""
    with judges.Validator() as validator:
        yield validator


@pytest.fixture(scope="module")
def cookies_of(chromium: Browser) -> Callable[[Site, str], Any]:
    """Return a maker of the cookies of somebody who logged in; each logs in once."""

    @cache
    def cookies(site: Site, who: str) -> Any:
        window = Window(chromium, site.address)
        if who:
            log_in(window.page, who)
        kept = window.page.context.storage_state()
        window.close()
        return kept

    return cookies


@pytest.fixture(scope="module")
def kept() -> Iterator[dict[str, Window]]:
    """Windows that show one page after another: a new browser for each would take most of the time."""
    windows: dict[str, Window] = {}
    yield windows
    for window in windows.values():
        window.close()


@pytest.fixture
def show(
    request: pytest.FixtureRequest,
    chromium: Browser,
    site: Site,
    lively: World,
    cookies_of: Callable[[Site, str], Any],
    kept: dict[str, Window],
) -> Iterator[Show]:
    """Return what brings a page into a state. Where something is done for that, the browser is a new one."""
    opened: list[Window] = []

    def window_for(state: State, options: dict[str, Any]) -> Window:
        place = request.getfixturevalue("empty_site") if state.empty_site else site
        cookies = cookies_of(place, state.who)
        # Colors that are on their way to others are nobody's to judge.
        wanted = {"storage_state": cookies, "reduced_motion": "reduce", **options}
        if state.act:
            opened.append(Window(chromium, place.address, **wanted))
            return opened[-1]
        name = f"{place.address} {state.who} {options}"
        window = kept.get(name) or kept.setdefault(name, Window(chromium, place.address, **wanted))
        window.begin_again(cookies["cookies"])
        return window

    def show(state: State, **options: Any) -> Window:
        window = window_for(state, options)
        serve_broken_pages(window.page, lively)
        window.page.goto(state.path.format(**asdict(lively)))
        if state.act:
            state.act(window.page)
        window.page.wait_for_load_state()
        return window

    yield show
    for window in opened:
        window.close()


def serve_broken_pages(page: Page, lively: World) -> None:
    def answer(route: Route) -> None:
        status = int(route.request.url.rpartition("/")[2])
        route.fulfill(status=status, body=lively.broken[status], content_type="text/html")

    page.route("**/broken/*", answer)


@pytest.mark.parametrize("state", STATES, ids=str)
@pytest.mark.seed("P3", "P4", "P5", "B5", "E1")
@pytest.mark.defect("D16")
def test_a_page_is_for_everybody(show: Show, validator: judges.Validator, state: State):
    window = show(state)

    expect(window.page.get_by_role("heading", level=1)).to_have_count(1)
    deeds = judges.deeds(window.page)
    for size, light, rules in judges.LOOKS:
        judges.look(window.page, size, light)
        judges.keep_picture(window.page, f"{state} {size['width']} {light}")
        assert (light, judges.overflow(window.page), judges.barriers(window.page, among=rules)) == (light, 0, [])
    assert window.wrong == []
    if not state.needs_scripts:
        plain = show(state, java_script_enabled=False, viewport=PHONE)
        assert_the_same_can_be_done(plain, state, deeds)
        assert validator.mistakes(plain.document.text()) == []


def assert_the_same_can_be_done(window: Window, state: State, deeds: list[str]) -> None:
    assert window.document.status == state.status
    assert judges.deeds(window.page) == deeds
    assert judges.overflow(window.page) == 0
    for link in window.page.get_by_role("navigation", name="Main").get_by_role("link").all():
        expect(link).to_be_visible()
