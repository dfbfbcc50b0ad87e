"""How an endpoint of the API is declared: who may call it, what it takes, what it answers.

What is declared here is what the OpenAPI document says, so that the two cannot differ.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, TypeVar

from apiflask import APIBlueprint
from apiflask.schema_adapters import registry
from flask import Response, request
from pydantic import BaseModel
from werkzeug.exceptions import PreconditionFailed
from werkzeug.wrappers import Response as AnyResponse

from flasky import addresses
from flasky.api.bodies import StrictAdapter
from flasky.http import access
from flasky.http.access import Rule

View = TypeVar("View", bound=Callable[..., "AnyResponse | Answer | BaseModel | None"])
JSON = "application/json"

registry.register("pydantic", StrictAdapter)


@dataclass(frozen=True)
class Answer:
    """What an endpoint answers besides a plain 200.

    `version` says which state of a resource this is: it is the first part of the ETag, and the one that If-Match is
    held against, so that a new like does not stand in the way of an edit.
    """

    body: BaseModel | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


@dataclass(frozen=True)
class Taken:
    """What the document says of a body besides its model: its content where that is no JSON, whether it must be."""

    media: Mapping[str, Any] | None = None
    needs_body: bool = True


class Resource(APIBlueprint):
    """The endpoints of a kind of thing. The book's addresses end in a slash, ours do not: both are taken."""

    def __init__(self, name: str, *, tag: str) -> None:
        super().__init__(f"api_{name}", __name__, url_prefix=addresses.api().rstrip("/"), tag=tag)

    def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
        """Register an address."""
        super().add_url_rule(rule, *args, **{"strict_slashes": False, **options})


def operation(
    rule: Rule,
    *,
    returns: type[BaseModel] | None = None,
    status: int = 200,
    takes: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    media: Mapping[str, Any] | None = None,
    fails: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare an endpoint. The view gets `body` and `query` as models, and returns a model, an Answer or a Response.

    `media` is the content, as OpenAPI has it, of a body that is no JSON and that the view reads itself.

    `fails` are statuses of errors besides those that follow from the rule and from what is taken.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def answered(*args: Any, **kwargs: Any) -> AnyResponse:
            return respond(view(*args, **kwargs), status=status)

        declared: Any = _SCAFFOLD.output(returns or {}, status_code=status)(answered)
        if takes is not None:
            declared = _SCAFFOLD.input(takes, location="json", arg_name="body")(declared)
        if query is not None:
            declared = _SCAFFOLD.input(query, location="query", arg_name="query")(declared)
        failures = {*fails, *_failures(takes=takes is not None or media is not None, query=query is not None)}
        declared = _SCAFFOLD.doc(responses=sorted(failures))(declared)
        access.allowed_to(rule)(declared)
        declared.taken = Taken(media, needs_body=not getattr(takes, "may_be_left_out", False))
        return declared  # type: ignore[no-any-return]  # the library's decorators forget the type

    return declare


def respond(given: "AnyResponse | Answer | BaseModel | None", *, status: int = 200) -> AnyResponse:
    """Return the response to what a view returned: with an ETag for what was read, 304 for what is known."""
    if isinstance(given, AnyResponse):
        return Response.force_type(given)
    answer = given if isinstance(given, Answer) else Answer(given, status)
    if answer.body is None:
        response = Response(status=answer.status)
        response.headers.pop("Content-Type", None)
    else:
        response = Response(answer.body.model_dump_json(), answer.status, mimetype=JSON)
    response.headers.update(answer.headers)
    if answer.body is not None and answer.status in (200, 201):
        response.set_etag(_etag(response.get_data(), answer.version))
        if request.method in ("GET", "HEAD"):
            response.make_conditional(request)
    return response


def require_match(version: str) -> None:
    """Raise PreconditionFailed where If-Match names no ETag of this version (RFC 9110, section 13.1.1)."""
    wanted = request.if_match
    given = {etag or "" for etag in wanted.as_set()}  # Werkzeug reads an empty tag as None
    known = any(etag.partition(".")[0] == version for etag in given)
    if request.headers.get("If-Match") and not (wanted.star_tag or known):
        raise PreconditionFailed


def _etag(body: bytes, version: str) -> str:
    digest = hashlib.sha256(body).hexdigest()[:20]
    return f"{version}.{digest}" if version else digest


def _failures(*, takes: bool, query: bool) -> set[int]:
    found = {400, 401, 403, 429, 500, 503}
    if takes:
        found |= {413, 415, 422}
    if query:
        found |= {422}
    return found


_SCAFFOLD = APIBlueprint("declared", __name__)
"""APIFlask's decorators belong to a blueprint; these declare for whichever one an endpoint is put on."""
