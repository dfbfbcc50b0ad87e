"""Oneself."""

from flasky.api import schemas
from flasky.api.door import Resource, operation
from flasky.api.schemas import Me
from flasky.http import access
from flasky.http.session import person
from flasky.models import Scope

resource = Resource("me", tag="Me")


@resource.get("/me")
@operation(access.programs(Scope.READ), returns=Me)
def show() -> Me:
    """You."""
    return schemas.me(person())
