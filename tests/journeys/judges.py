"""Who judges a page: html-validate, axe, and a ruler."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from flasky.lib.asset_build import find_node
from tests.commands import ROOT
from tests.journeys.window import DESK, PHONE

EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLORS = {**EVERYTHING, "runOnly": ["color-contrast"]}
# What is no color hangs on the width, but not on the light.
LOOKS = [(DESK, "light", EVERYTHING), (PHONE, "light", COLORS), (PHONE, "dark", EVERYTHING), (DESK, "dark", COLORS)]
FIND_BARRIERS = "async (options) => (await axe.run(options)).violations"
WHAT_CAN_BE_DONE = """() => {
  const scripted = (element) => element.closest("markdown-toolbar, .theme-switch, .nav-toggle");
  const links = [...document.links].map((link) => `link ${link.getAttribute("href")}`);
  const fields = [...document.forms].flatMap((form) => [...form.elements]
    .filter((field) => !scripted(field))
    .map((field) => `${form.getAttribute("action")} ${field.localName} ${field.name}`));
  return [...new Set([...links, ...fields])].sort();
}"""


class Validator:
    """html-validate with the settings of the checkout, as a process that takes page after page."""

    def __enter__(self) -> Self:
        """Start it."""
        command = [find_node().executable, str(Path(__file__).with_name("validator.mjs"))]
        self._node = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_error: object) -> None:
        """End it."""
        self._node.communicate()

    def mistakes(self, html: str) -> list[str]:
        """Return what is not valid in a page."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(html) + "\n")
        self._node.stdin.flush()
        return list(json.loads(self._node.stdout.readline()))


def look(page: Page, size: Any, light: str) -> None:
    """Look at a page in a size and a light."""
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=light)


def barriers(page: Page, *, among: dict[str, Any]) -> list[str]:
    """Return what keeps some people from using a page, as axe sees it; `among` says which rules it applies."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for violation in page.evaluate(FIND_BARRIERS, among)
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """Return how many pixels of a page lie beyond its right edge."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def deeds(page: Page) -> list[str]:
    """Return what can be done on a page: its links, and the fields and buttons of its forms."""
    return list(page.evaluate(WHAT_CAN_BE_DONE))


def keep_picture(page: Page, name: str) -> None:
    """Keep a picture of a page, if JOURNEY_SCREENSHOTS names a folder."""
    if folder := os.environ.get("JOURNEY_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
