"""A window of the browser, and somebody who watches what goes on behind the page."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}

OpenBrowser = Callable[..., Page]


class Window:
    """A fresh browser: no cookies, no cache. Notes what the page asks of others and what it complains of."""

    def __init__(self, chromium: Browser, address: str, **options: Any) -> None:
        self._address = address
        self._options = {"base_url": address, "viewport": DESK, **options}
        self._context = chromium.new_context(**self._options)
        self._context.set_default_timeout(30_000)
        self.wrong: list[str] = []
        self.documents: list[Response] = []
        self._context.on("request", self._note_request)
        self._context.on("response", self._note_document)
        self._context.on("console", self._note_console)
        self._context.on("weberror", lambda error: self.wrong.append(f"error: {error.error}"))
        self.page = self._context.new_page()

    def begin_again(self, cookies: Any) -> None:
        """Be as fresh as at first, but for what the browser keeps of style sheets and scripts."""
        self._context.clear_cookies()
        self._context.add_cookies(cookies)
        self.page.set_viewport_size(self._options["viewport"])
        self.page.emulate_media(color_scheme="light")
        self.wrong.clear()
        self.documents.clear()

    def close(self) -> None:
        """Close the browser with everything in it."""
        self._context.close()

    @property
    def document(self) -> Response:
        """The answer that the page came from."""
        return self.documents[-1]

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self._address, "data:")):
            self.wrong.append(f"asked another host: {request.url}")

    def _note_document(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.documents.append(response)

    def _note_console(self, message: ConsoleMessage) -> None:
        # The browser itself writes a line for every answer of 400 and more, a page that is meant to be one too.
        is_page = message.text.startswith("Failed to load resource") and "/static/" not in message.location["url"]
        if message.type in ("error", "warning") and not is_page:
            self.wrong.append(f"console: {message.text}")
