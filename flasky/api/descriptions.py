"""What the document says besides what endpoints declare: names, headers, answers in words, links, examples.

All of it is read off the document itself, so that a new resource needs no line here.
"""

from collections.abc import Iterator
from typing import Any

from flask import Flask
from werkzeug.http import HTTP_STATUS_CODES

from flasky.api.examples import REFERENCE, example_of
from flasky.http.access import SAFE_METHODS
from flasky.http.problems import DETAILS, MEDIA_TYPE
from flasky.models import IdempotencyKey

JSON = dict[str, Any]
PREFIX = "api_"
ONCE = {"posts.publish", "comments.create"}
"""What an idempotency key makes harmless."""

UNUSED = ("ValidationError", "HTTPError")
LINKED = {"Post": "post_id", "Comment": "comment_id"}
"""The parameter of other addresses that the `id` of what was made fits."""

TAGS = {
    "Tokens": "Access tokens, which programs come in with.",
    "Me": "Yourself.",
    "Users": "People, and what they wrote.",
    "Posts": "Texts people publish.",
    "Comments": "What people say to posts, and to each other.",
    "Marks": "Likes, bookmarks, boosts and pins.",
    "Relations": "Following, blocking and muting people.",
    "Timelines": "Posts as they come: of those you follow, of everybody, of a tag.",
    "Tags": "What texts are about.",
    "Notifications": "What happened that is your concern.",
    "Moderation": "Comments, for moderators.",
    "Administration": "Accounts, for administrators.",
}
HEADERS = {
    "ETag": "The state of this resource: send it as `If-Match` to change it only if it is still so, or as "
    "`If-None-Match` to get it only if it is not.",
    "Link": 'The pages beside this one, with `rel="prev"` and `rel="next"` (RFC 8288).',
    "Location": "Where the new resource is.",
    "RateLimit": "What is left of each limit, `r`, and in how many seconds it begins anew, `t`.",
    "RateLimit-Policy": "Each limit that this request counted for: `q` requests in `w` seconds.",
    "Retry-After": "After how many seconds another try makes sense.",
    "WWW-Authenticate": "What is wrong with the token (RFC 6750), or which one is needed.",
}
ALWAYS = ("RateLimit", "RateLimit-Policy")
SAID = {"Location", "WWW-Authenticate", "Retry-After", "ETag"}
"""Headers that are always there where an answer is said to have them."""

IF_MATCH = {
    "name": "If-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The ETag of the state you mean to change; another state answers 412.",
}  # fmt: skip
IF_NONE_MATCH = {
    "name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"},
    "description": "The ETag of what you have; if it is still the same, 304 comes without a body.",
}  # fmt: skip
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": False,
    "schema": {"type": "string", "pattern": "^[!-~]+$", "maxLength": IdempotencyKey.KEY_MAX},
    "description": "Any text of your own for this one act. A second try with it makes nothing new and answers the "
    "same; with another content it is refused (422).",
}  # fmt: skip
IN_WORDS = {200: "It is so.", 201: "It was made.", 204: "It is done; there is no body.", 304: "You have it already."}


def complete(spec: JSON, app: Flask) -> None:
    """Complete the document of an app in place."""
    components = spec["components"]
    for name in UNUSED:
        components["schemas"].pop(name, None)
    components["responses"] = _errors(components["schemas"])
    components["headers"] = {name: _header(name, words) for name, words in HEADERS.items()}
    for tag in spec["tags"]:
        tag["description"] = TAGS.get(tag["name"], tag["name"])
    endpoints = _endpoints(app)
    for path, method, operation in _operations(spec):
        operation["operationId"] = endpoints[method.upper(), path]
        _complete_operation(operation, method.upper(), components["schemas"])
    _add_links(spec)


def _complete_operation(operation: JSON, method: str, schemas: JSON) -> None:
    operation["parameters"] = [_parameter(one) for one in operation["parameters"]]
    operation["parameters"] += _headers_taken(operation, method)
    if method not in SAFE_METHODS:
        operation["responses"]["507"] = {}
    operation["responses"] = {
        status: _answer(int(status), answer, schemas) for status, answer in sorted(operation["responses"].items())
    }
    for content in _contents(operation):
        if "$ref" in content.get("schema", {}):
            content["example"] = example_of(content["schema"], schemas)


def _answer(status: int, answer: JSON, schemas: JSON) -> JSON:
    """Return an answer in words and with its headers; an error is described once for all operations."""
    if status >= 400:
        return {"$ref": f"#/components/responses/{status}"}
    return {
        **answer,
        "description": IN_WORDS.get(status, answer["description"]),
        "headers": _headers(status, answer, schemas),
    }


def _errors(schemas: JSON) -> JSON:
    """Return what all operations answer with the status of an error."""
    schema = {"$ref": f"{REFERENCE}Problem"}
    found: JSON = {}
    for status, words in DETAILS.items():
        title, detail = HTTP_STATUS_CODES[status], str(words)
        said = {"title": title, "status": status, "detail": detail, "error": title.lower(), "message": detail}
        example = {**example_of(schema, schemas), **said}
        content = {MEDIA_TYPE: {"schema": schema, "example": example}}
        found[str(status)] = {"description": detail, "headers": _headers(status, {}, schemas), "content": content}
    return found


def _headers(status: int, answer: JSON, schemas: JSON) -> JSON:
    names = list(ALWAYS)
    if status == 304 or (status < 300 and answer.get("content")):
        names.append("ETag")
    if status == 201 and _has_fields(answer, schemas, "url"):
        names.append("Location")
    if status == 401:
        names.append("WWW-Authenticate")
    if status in (429, 503):
        names.append("Retry-After")
    if _has_fields(answer, schemas, "items", "prev", "next"):
        names.append("Link")
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _headers_taken(operation: JSON, method: str) -> list[JSON]:
    if method == "GET":
        return [IF_NONE_MATCH]
    once = [IDEMPOTENCY_KEY] if operation["operationId"] in ONCE else []
    return once + ([IF_MATCH] if "412" in operation["responses"] else [])


def _has_fields(answer: JSON, schemas: JSON, *names: str) -> bool:
    """Tell whether what an answer holds has some fields."""
    fields: JSON = schemas.get(_model_of(answer), {}).get("properties", {})
    return set(names) <= fields.keys()


def _header(name: str, words: str) -> JSON:
    return {"description": words, "required": name in SAID, "schema": {"type": "string"}}


def _parameter(parameter: JSON) -> JSON:
    """Return a parameter without the null that a model knows and an address cannot say."""
    schema = dict(parameter["schema"])
    choices = [one for one in schema.pop("anyOf", []) if one != {"type": "null"}]
    if choices:
        schema |= choices[0]
    if "default" in schema and schema["default"] is None:
        del schema["default"]
    words = {"description": schema.pop("description")} if "description" in schema else {}
    return {**parameter, **words, "schema": schema}


def _contents(operation: JSON) -> Iterator[JSON]:
    yield from operation.get("requestBody", {}).get("content", {}).values()
    for answer in operation["responses"].values():
        yield from answer.get("content", {}).values()


def _operations(spec: JSON) -> Iterator[tuple[str, str, JSON]]:
    for path, methods in spec["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _endpoints(app: Flask) -> dict[tuple[str, str], str]:
    """Return the names of operations, `posts.publish`, by method and path as the document writes it."""
    return {
        (method, _braced(route.rule)): route.endpoint.removeprefix(PREFIX)
        for route in app.url_map.iter_rules()
        if route.endpoint.startswith(PREFIX)
        for method in route.methods or ()
    }


def _braced(rule: str) -> str:
    words = [f"{{{word[1:-1].rpartition(':')[2]}}}" if word.startswith("<") else word for word in rule.split("/")]
    return "/".join(words)


def _add_links(spec: JSON) -> None:
    """Say of what was made which operations take its id (OpenAPI 3.1, Link Object)."""
    everything = list(_operations(spec))
    for _path, _method, made in everything:
        answer = made["responses"].get("201", {})
        parameter = LINKED.get(_model_of(answer))
        taking = [one["operationId"] for path, _, one in everything if parameter and f"{{{parameter}}}" in path]
        if taking:
            answer["links"] = {
                name: {"operationId": name, "parameters": {parameter: "$response.body#/id"}} for name in taking
            }


def _model_of(answer: JSON) -> str:
    for content in answer.get("content", {}).values():
        return str(content["schema"].get("$ref", "")).removeprefix(REFERENCE)
    return ""
