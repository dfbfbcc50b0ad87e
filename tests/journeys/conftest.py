"""A real site, a real browser: `flasky run` in a folder of its own, and Chromium.

Without Chromium these tests are left out, and the head of the report says so (`tests/conftest.py`); REQUIRE_SERVICES=1
makes them fail instead.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser, Window

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic",
]  # fmt: skip

expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if CHROMIUM or os.environ.get("REQUIRE_SERVICES"):
        return
    journeys = [item for item in items if HERE in item.path.parents]
    config.hook.pytest_deselected(items=journeys)
    items[:] = [item for item in items if HERE not in item.path.parents]


# Of the package's scope, not the session's: Playwright leaves an event loop behind that later tests would stumble over.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The browser."""
    if not CHROMIUM:
        pytest.fail("REQUIRE_SERVICES is set, but no `chromium` is installed: the journeys need one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Site]]:
    """Return a maker of sites that run; all of them end."""
    sites: list[Site] = []

    def run() -> Site:
        sites.append(Site(tmp_path_factory.mktemp("site")))
        sites[-1].start()
        return sites[-1]

    try:
        yield run
    finally:
        for site in sites:
            site.end()


@pytest.fixture(scope="package")
def site(running: Callable[[], Site]) -> Site:
    """A site that runs."""
    return running()


@pytest.fixture
def open_browser(chromium: Browser, site: Site) -> Iterator[OpenBrowser]:
    """Return a maker of fresh browsers that show the site; none of them may ask another host or complain."""
    windows: list[Window] = []

    def open_one(**options: Any) -> Page:
        windows.append(Window(chromium, site.address, **options))
        return windows[-1].page

    yield open_one
    for window in windows:
        window.close()
    assert [wrong for window in windows for wrong in window.wrong] == []
