"""A browser that knows no JavaScript: keeps cookies, fills in forms with their hidden fields."""

import contextvars
import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from flasky import transaction
from flasky.models import User
from flasky.worker.loop import Worker
from tests.factories import PASSWORD

LINK = re.compile(r"http://localhost(/\S+)")


class _HiddenFields(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.values.setdefault(str(given["name"]), given.get("value") or "")


def hidden_fields(html: str) -> dict[str, str]:
    """Return the hidden fields of a page by name; of those with one name the first."""
    parser = _HiddenFields()
    parser.feed(html)
    return parser.values


class Browser:
    """One browser with its own cookies. Each request runs outside the test's app context, as in a server.

    The test's own transaction ends before a request, so that rows made by it must be committed, and what a request
    changed is read afresh after it.
    """

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """Make a request as it is: no token is added."""
        transaction.rollback()
        return contextvars.Context().run(self.client.open, path, method=method, buffered=True, **options)

    def get(self, path: str, **options: Any) -> TestResponse:
        """Read a page."""
        return self.open("GET", path, **options)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        """Send a form with this session's token."""
        return self.open("POST", path, data={"csrf_token": self.csrf_token(), **(data or {})}, **options)

    def fill_in(self, path: str, data: dict[str, Any] | None = None, *, action: str | None = None) -> TestResponse:
        """Read a page with a form and send the form back with its hidden fields."""
        fields = hidden_fields(self.get(path).text)
        return self.open("POST", action or path, data={**fields, **(data or {})})

    def follow(self, response: TestResponse) -> TestResponse:
        """Read the page a response leads to."""
        assert response.location, f"{response.status} leads nowhere"
        return self.get(response.location)

    def csrf_token(self) -> str:
        """Return this session's token, from a page that has a form for everybody."""
        return hidden_fields(self.get("/auth/reset").text)["csrf_token"]

    def log_in(self, user: User, *, password: str = PASSWORD, remember: bool = False) -> "Browser":
        """Log a person in, as they would."""
        data = {"email": user.username, "password": password, **({"remember_me": "y"} if remember else {})}
        response = self.fill_in("/auth/login", data)
        assert response.status_code == 303, response.status
        return self


def logged_in(app: Flask, user: User) -> Browser:
    """Return a browser in which a person is logged in."""
    return Browser(app).log_in(user)


def do_jobs(app: Flask) -> int:
    """Let the worker do what is due; returns how many jobs that were."""
    transaction.rollback()
    return contextvars.Context().run(Worker(app).run_once)


def letters(app: Flask) -> list[EmailMessage]:
    """Return the letters in the outbox, oldest first, after the worker did what was due."""
    do_jobs(app)
    folder = app.extensions["settings"].outbox
    files = sorted(folder.glob("*.eml")) if folder.exists() else []
    found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return [letter for letter in found if isinstance(letter, EmailMessage)]


def text_of(letter: EmailMessage) -> str:
    """Return the plain text of a letter."""
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def link_in(letter: EmailMessage) -> str:
    """Return the path of the first link of a letter."""
    found = LINK.search(text_of(letter))
    assert found, "no link in the letter"
    return found[1]
