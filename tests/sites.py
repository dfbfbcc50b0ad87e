"""The same rows behind another configuration: limits switched on, https, another key, a database that is away."""

import contextvars
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import Cookie, TestResponse

from flasky import transaction
from flasky.extensions import db
from flasky.factory import create_app
from flasky.http import access
from tests import databases
from tests.browsers import Browser

SITE = "http://localhost"


@pytest.fixture
def site(app: Flask, database: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Return a maker of apps on the database of `app`, with settings of their own."""
    defaults = {
        "test_database_url": database,
        "flasky_data_dir": tmp_path,
        "flasky_site_url": SITE,
        "flasky_admin": "admin@example.com",
        "ratelimit_enabled": False,
        "mail_server": "",
    }
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        made.append(create_app("testing", **{**defaults, **settings}))
        with made[-1].app_context():
            databases.hurry(db.engine)
        return made[-1]

    yield make
    for one in made:
        with one.app_context():
            db.engine.dispose()


def add_view(
    app: Flask,
    path: str,
    view: Callable[[], Any],
    *,
    rule: access.Rule = access.ANYBODY,
    methods: tuple[str, ...] = ("GET", "POST"),
) -> None:
    """Give an app that was not asked anything yet one more page."""
    app.add_url_rule(path, f"test{path.replace('/', '.')}", access.allowed_to(rule)(view), methods=methods)


def failing(error: Exception) -> Callable[[], Any]:
    """Return a view that raises an error."""

    def view() -> None:
        raise error

    return view


def database_away() -> OperationalError:
    """Return what SQLAlchemy raises when the server does not answer."""
    return OperationalError("SELECT 1", {}, Exception("connection refused"))


def with_cookie_header(app: Flask, header: str, *, origin: str = SITE) -> TestResponse:
    """Read the home page with a Cookie header exactly as given."""
    transaction.rollback()
    client = app.test_client(use_cookies=False)
    return contextvars.Context().run(client.get, "/", base_url=origin, headers={"Cookie": header})


HTTPS_SITE = "https://blog.example.org"


class SecureBrowser(Browser):
    """A browser that visits the site by https under its public name."""

    def open(self, method: str, path: str, **options: Any) -> TestResponse:
        """Make a request as it is."""
        return super().open(method, path, **{"base_url": HTTPS_SITE, **options})

    def cookie(self, name: str) -> Cookie | None:
        """Return a cookie of the site."""
        return self.client.get_cookie(name, domain="blog.example.org")
