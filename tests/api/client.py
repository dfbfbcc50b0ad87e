"""A program that talks to the API with a token, or with none."""

import contextvars
from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from flasky import addresses, transaction
from flasky.models import Scope, User
from flasky.operations import grants

ORIGIN = "http://localhost"


class Api:
    """One program. Paths are given without what all of them begin with, or whole, as they stand in answers.

    Each request runs outside the test's app context, as in a server: the test's own transaction ends before it, so
    that rows made by it must be committed, and what a request changed is read afresh after it.
    """

    def __init__(self, app: Flask, user: User | None = None, scopes: tuple[Scope, ...] = tuple(Scope)) -> None:
        self.app = app
        self.client = app.test_client(use_cookies=False)
        self.token = token_of(user, *scopes) if user is not None else ""

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """Make a request with the token."""
        transaction.rollback()
        headers = {**self._authorization(), **options.pop("headers", {})}
        options = {name: value for name, value in options.items() if not (name == "json" and value is None)}
        arguments = {"method": method, "headers": headers, "buffered": True, **options}
        return contextvars.Context().run(self.client.open, address_of(path), **arguments)

    def get(self, path: str, **options: Any) -> TestResponse:
        """Read."""
        return self.open("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Make something."""
        return self.open("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Set something."""
        return self.open("PUT", path, json=json, **options)

    def patch(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Change a part of something."""
        return self.open("PATCH", path, json=json, **options)

    def delete(self, path: str, json: Any = None, **options: Any) -> TestResponse:
        """Take something away."""
        return self.open("DELETE", path, json=json, **options)

    def walk(self, path: str) -> Iterator[dict[str, Any]]:
        """Yield the items of a collection, page after page."""
        following: str | None = path
        while following:
            page = self.get(following).get_json()
            yield from page["items"]
            following = page["next"]

    def _authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def token_of(user: User, *scopes: Scope) -> str:
    """Return a token made by hand for a person, for some scopes; it lasts for ever."""
    _grant, secret = grants.make_personal(user, name="Test", scopes=scopes, days=0)
    transaction.commit()
    return secret


def address_of(path: str) -> str:
    """Return the path of a request: `/posts` and `http://localhost/api/v1/posts` are the same."""
    path = path.removeprefix(ORIGIN)
    return path if path.startswith("/api/") else addresses.api().rstrip("/") + path
