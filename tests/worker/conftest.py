"""What the tests of the worker share: a mail server on a free port of this machine, and apps that send to it."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from flasky.extensions import db
from flasky.factory import create_app
from tests.worker.post_office import PostOffice


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    """A mail server that keeps what it takes."""
    with PostOffice() as running:
        yield running


@pytest.fixture
def sending_app(app: Flask, database: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Return a maker of apps on the same database that send to a port: sending_app(port, **settings)."""
    made: list[Flask] = []

    def make(port: int, **settings: Any) -> Flask:
        common = {"test_database_url": database, "flasky_data_dir": tmp_path, "flasky_site_url": "http://localhost"}
        made.append(create_app("testing", mail_server="127.0.0.1", mail_port=port, **common, **settings))
        return made[-1]

    yield make
    for one in made:
        with one.app_context():
            db.engine.dispose()


@pytest.fixture
def sent(post_office: PostOffice) -> list[EmailMessage]:
    """The letters the mail server took."""
    return post_office.letters
