"""The page that explains the API, made from the document: what can be asked, with what, and what comes back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apiflask import APIBlueprint
from flask import current_app, render_template
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.api import openapi
from flasky.api.examples import REFERENCE
from flasky.http import access

JSON = dict[str, Any]
ERROR = 400

resource = APIBlueprint("docs", __name__, enable_openapi=False)


@dataclass(frozen=True)
class Word:
    """A piece of a sentence: what stands between back-quotes is code."""

    text: str
    is_code: bool


@dataclass(frozen=True)
class FieldOnPage:
    """A parameter or a field: its name, what it may be, whether it has to be there, what it means."""

    name: str
    place: str
    kind: str
    needed: bool
    words: list[Word]


@dataclass(frozen=True)
class AnswerOnPage:
    """A status, what it means, and what may come with it."""

    status: str
    title: str
    words: list[Word]
    example: str


@dataclass(frozen=True)
class OperationOnPage:
    """One thing a program can ask."""

    name: str
    method: str
    path: str
    summary: list[Word]
    description: list[Word]
    scope: str
    parameters: list[FieldOnPage]
    fields: list[FieldOnPage]
    sent: str
    answers: list[AnswerOnPage]
    errors: list[str]


@dataclass(frozen=True)
class ChapterOnPage:
    """The operations on one kind of thing."""

    name: str
    description: str
    operations: list[OperationOnPage]


@resource.get("/api/docs")
@access.allowed_to(access.ANYBODY)
def show() -> Response:
    """The reference of the API, with a form to try each operation."""
    spec = openapi.document(current_app)
    page = render_template("api/docs.html", chapters=chapters(spec), spec_url=addresses.api_spec())
    return Response(page, mimetype="text/html")


def chapters(spec: JSON) -> list[ChapterOnPage]:
    """Return the document as a page shows it, in its order."""
    found: dict[str, list[OperationOnPage]] = {tag["name"]: [] for tag in spec["tags"]}
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            found[operation["tags"][0]].append(_operation(spec, path, method.upper(), operation))
    words = {tag["name"]: tag["description"] for tag in spec["tags"]}
    return [ChapterOnPage(name, words[name], operations) for name, operations in found.items() if operations]


def words(text: str) -> list[Word]:
    """Return a text as pieces: what stands between back-quotes is code."""
    return [Word(piece, index % 2 == 1) for index, piece in enumerate(text.split("`")) if piece]


def _operation(spec: JSON, path: str, method: str, operation: JSON) -> OperationOnPage:
    content: JSON = next(iter(operation.get("requestBody", {}).get("content", {}).values()), {})
    return OperationOnPage(
        name=operation["operationId"],
        method=method,
        path=path,
        summary=words(operation.get("summary", "")),
        description=words(" ".join(operation.get("description", "").split())),
        scope=operation.get("x-scope", ""),
        parameters=[_parameter(spec, one) for one in operation["parameters"]],
        fields=list(_fields(spec, content.get("schema", {}))),
        sent=_indented(content["example"]) if "example" in content else "",
        answers=[_answer(status, one) for status, one in operation["responses"].items() if int(status) < ERROR],
        errors=[status for status in operation["responses"] if int(status) >= ERROR],
    )


def _parameter(spec: JSON, parameter: JSON) -> FieldOnPage:
    meaning = words(parameter.get("description", ""))
    kind = kind_of(spec, parameter["schema"])
    return FieldOnPage(parameter["name"], parameter["in"], kind, parameter.get("required", False), meaning)


def _fields(spec: JSON, schema: JSON) -> Iterator[FieldOnPage]:
    model = _resolved(spec, schema)
    for name, field in model.get("properties", {}).items():
        meaning = words(field.get("description", ""))
        yield FieldOnPage(name, "body", kind_of(spec, field), name in model.get("required", ()), meaning)


def kind_of(spec: JSON, schema: JSON) -> str:
    """Return what a value may be, in a few words."""
    schema = _resolved(spec, schema)
    if "anyOf" in schema:
        return " or ".join(kind_of(spec, one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of: {kind_of(spec, schema['items'])}{most}"
    return str(schema.get("const") or schema.get("type", "anything")) + _limits(schema)


def _limits(schema: JSON) -> str:
    least = schema.get("minimum", schema.get("minLength"))
    most = schema.get("maximum", schema.get("maxLength"))
    if least is None and most is None:
        return ""
    return f", {least or 0} to {most}" if most is not None else f", at least {least}"


def _answer(status: str, answer: JSON) -> AnswerOnPage:
    content: JSON = next(iter(answer.get("content", {}).values()), {})
    example = _indented(content["example"]) if "example" in content else ""
    return AnswerOnPage(status, HTTP_STATUS_CODES[int(status)], words(answer["description"]), example)


def _resolved(spec: JSON, schema: JSON) -> JSON:
    if "$ref" not in schema:
        return schema
    model: JSON = spec["components"]["schemas"][schema["$ref"].removeprefix(REFERENCE)]
    return model


def _indented(example: object) -> str:
    return json.dumps(example, indent=2, ensure_ascii=False)
