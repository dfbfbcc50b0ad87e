"""What the tests of the API stand on."""

from collections.abc import Callable

import pytest
from flask import Flask

from flasky.models import Scope, User
from tests.api.client import Api
from tests.sites import site

__all__ = ["site"]


@pytest.fixture
def client(app: Flask) -> Callable[..., Api]:
    """Return a maker of programs: `client(alice)` may do everything alice may, `client()` is a visitor."""

    def make(user: User | None = None, *scopes: Scope) -> Api:
        return Api(app, user, scopes or tuple(Scope))

    return make


@pytest.fixture
def visitor(app: Flask) -> Api:
    """A program without a token."""
    return Api(app)
