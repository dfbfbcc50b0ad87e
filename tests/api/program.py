"""Every operation of the API's document, with samples: a new resource is walked over by itself."""

import json
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from flasky import transaction
from flasky.api import openapi
from flasky.database import SQLITE_MODULE
from flasky.extensions import db
from flasky.http import access
from flasky.http.access import Rule
from flasky.models import Scope, User
from flasky.operations import grants
from tests import factories
from tests.api.client import Api
from tests.http import walk

JSON = dict[str, Any]
PREFIX = "api_"


@dataclass(frozen=True)
class Operation:
    """One operation: its name, how it is asked, who may, and what the document says of it."""

    name: str
    method: str
    path: str
    rule: Rule
    spec: JSON = field(repr=False, hash=False)

    @property
    def content(self) -> JSON:
        """What can be sent, by media type."""
        found: JSON = self.spec.get("requestBody", {}).get("content", {})
        return found

    @property
    def takes_json(self) -> bool:
        """Whether it takes a JSON object, and one has to come."""
        return "application/json" in self.content and self.spec["requestBody"]["required"]

    @property
    def status(self) -> int:
        """What it answers when all is well."""
        return min(int(status) for status in self.spec["responses"])

    def model(self, document: JSON) -> str:
        """Return the name of what it answers with, empty for nothing."""
        content = self.spec["responses"][str(self.status)].get("content", {})
        return next((one["schema"].get("$ref", "").rpartition("/")[2] for one in content.values()), "")

    def is_paged(self, document: JSON) -> bool:
        """Tell whether it answers with a page of a collection."""
        fields = document["components"]["schemas"].get(self.model(document), {}).get("properties", {})
        return {"items", "next", "prev"} <= fields.keys()


def operations(app: Flask) -> list[Operation]:
    """Return every operation, those that only read first."""
    found = [
        Operation(spec["operationId"], method.upper(), path, _rule(app, spec["operationId"]), spec)
        for path, methods in openapi.document(app)["paths"].items()
        for method, spec in methods.items()
    ]
    return sorted(found, key=lambda one: (one.method != "GET", one.name))


def _rule(app: Flask, name: str) -> Rule:
    rule = access.rule_of(app, PREFIX + name)
    assert rule is not None
    return rule


@dataclass(frozen=True)
class World:
    """What the sample addresses speak of: alice, her post, her comment and the rest, by parameter."""

    alice: User
    una: User
    values: dict[str, str]

    def address_of(self, operation: Operation) -> str:
        """Return an operation's address. KeyError: a new one has a parameter that the samples lack."""
        path = operation.path
        for parameter in operation.spec["parameters"]:
            if parameter["in"] == "path":
                path = path.replace(f"{{{parameter['name']}}}", self.values[parameter["name"]])
        return path


def make_world() -> World:
    """Store what the sample addresses speak of."""
    pages = walk.make_world()
    grant, _secret = grants.make_personal(pages.alice, name="Sample", scopes=[Scope.READ], days=1)
    transaction.commit()
    own = {
        "post_id": str(pages.post.id),
        "user": "@alice",
        "tag": "tea",
        "session_id": pages.others["login_id"],
        "grant_id": str(grant.id),
    }
    return World(pages.alice, pages.una, {**pages.others, **own})


def ask(api: Api, operation: Operation, world: World, **options: Any) -> TestResponse:
    """Ask an operation, with what the document gives as an example of its body."""
    for media, content in operation.content.items():
        if media == "application/json":
            options = {"json": content["example"], **options}
        else:
            options = {"data": factories.picture(), "content_type": media.replace("*", "png"), **options}
    return api.open(operation.method, world.address_of(operation), **options)


class Snapshot:
    """The rows of the database at a moment, to go back to."""

    def __init__(self) -> None:
        self._kept = SQLITE_MODULE.connect(":memory:")
        self._copy(self._file(), self._kept)

    def restore(self) -> None:
        """Let everything be as it was."""
        transaction.rollback()
        self._copy(self._kept, self._file())

    def _copy(self, source: Any, target: Any) -> None:
        source.backup(target)
        for one in (source, target):
            if one is not self._kept:
                one.close()

    def _file(self) -> Any:
        return SQLITE_MODULE.connect(str(db.engine.url.database))


def is_problem(answer: TestResponse) -> bool:
    """Tell whether an answer is a problem document that says what it is."""
    if answer.mimetype != "application/problem+json":
        return False
    said = json.loads(answer.data)
    return bool(said["status"] == answer.status_code and said["detail"] and said["error"] and "errors" in said)
