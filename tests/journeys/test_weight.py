"""What a first visit weighs, as it comes over the wire."""

import gzip

import pytest
from playwright.sync_api import Page, Response

from flasky import addresses
from flasky.queries import users
from tests import factories
from tests.journeys.site import Site
from tests.journeys.window import OpenBrowser

LIMIT = 60_000  # bytes of HTML, style sheets and scripts
LIMIT_OF_HTML = 12_000  # bytes of the page alone, compressed
WEIGHED = ("document", "stylesheet", "script")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, str]:
    """The front page, full, and a post."""
    with site.rows():
        alice = users.by_name(site.somebody("alice"))
        made = [factories.post(alice, title=f"Weight {number}", body=words(number)) for number in range(20)]
        return {"home": "/", "post": addresses.post(made[-1])}


def words(number: int) -> str:
    """Return 120 words that do not repeat themselves, so that they compress as badly as writing does."""
    return " ".join(f"{(number * 7919 + word * 104729) % 999983:x}" for word in range(120))


def weight(page: Page, path: str) -> dict[str, int]:
    """Return the bytes a browser with an empty cache takes from the wire for a page, by kind."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.insert(0, answer))
    page.goto(path, wait_until="networkidle")
    sums = dict.fromkeys(WEIGHED, 0)
    for answer in answers:
        if answer.request.resource_type in sums:
            sums[answer.request.resource_type] += answer.request.sizes()["responseBodySize"]
    return sums


@pytest.mark.seed("P5")
@pytest.mark.parametrize("name", ["home", "post"])
def test_a_first_visit_is_light(open_browser: OpenBrowser, pages: dict[str, str], name: str):
    page = open_browser()

    sums = weight(page, pages[name])

    assert all(sums.values()), sums
    assert sum(sums.values()) <= LIMIT, sums
    assert len(gzip.compress(page.content().encode())) <= LIMIT_OF_HTML
