"""What the tests of the command line share: a way to run a command of the app under test."""

import contextvars
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from flasky import transaction


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Return a way to run a command on the app's database: run("user", "list", typed="...")."""

    def invoke(*words: str, typed: str = "") -> Result:
        transaction.rollback()
        result = contextvars.Context().run(app.test_cli_runner().invoke, args=words, input=typed)
        transaction.session.expire_all()
        return result

    return invoke
