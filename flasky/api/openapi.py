"""The document that describes the API (OpenAPI 3.1), made once from what the endpoints declare."""

import json
import re
from collections.abc import Iterator
from typing import Any

from apiflask import APIBlueprint, APIFlask
from flask import Flask, current_app, request
from flask_babel import force_locale
from werkzeug.http import HTTP_STATUS_CODES
from werkzeug.wrappers import Response

from flasky import __version__, addresses
from flasky.api import descriptions
from flasky.api.door import Taken
from flasky.http import access, scopes
from flasky.http.access import Rule
from flasky.http.problems import MEDIA_TYPE, Problem
from flasky.http.settings import settings
from flasky.models import Scope

EXTENSION = "api_document"
BEARER, BASIC, OAUTH = "bearer", "password", "oauth"
REFERENCE = "#/components/schemas/{model}"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
BY_PASSWORD = ("/api/v1/tokens", "post")
ABOUT = "Everything a person can do on this site, for programs. Reading what the site shows to visitors needs no token."
ID = {"type": "string", "pattern": "^[0-9]{1,19}$"}
PARAMETERS = {
    "user": {"type": "string", "pattern": r"^([0-9]{1,19}|@[A-Za-z][A-Za-z0-9_.]*)$", "maxLength": 65},
    "tag": {"type": "string", "minLength": 1, "maxLength": 64},
}
"""The schemas of parameters of addresses that are no ids."""

resource = APIBlueprint("api_document", __name__, enable_openapi=False)


@resource.get("/api/v1/openapi.json")
@access.allowed_to(access.PROGRAMS)
def show() -> Response:
    """The OpenAPI document."""
    response = Response(json.dumps(document(current_app)), mimetype="application/json")
    response.add_etag()
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Register the document's address."""
    app.register_blueprint(resource)


def document(app: Flask) -> dict[str, Any]:
    """Return the document of the API, made at the first call."""
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = _made(app)
    made: dict[str, Any] = app.extensions[EXTENSION]
    return made


def _made(app: Flask) -> dict[str, Any]:
    assert isinstance(app, APIFlask)  # noqa: S101 - the factory makes no other
    app.title, app.version, app.description = "Flasky", __version__, ABOUT
    app.servers = [{"url": settings().flasky_site_url}]
    app.security_schemes = {
        BEARER: {"type": "http", "scheme": "bearer", "description": "An access token, or one made by hand."},
        BASIC: {"type": "http", "scheme": "basic", "description": "Address or username, and password."},
        OAUTH: _oauth(settings().flasky_site_url),
    }
    spec: dict[str, Any] = json.loads(json.dumps(app.spec))
    spec = _named_once(spec)
    spec["components"]["schemas"]["Problem"] = Problem.model_json_schema(ref_template=REFERENCE)
    spec["components"]["schemas"] |= spec["components"]["schemas"]["Problem"].pop("$defs")
    spec["components"]["schemas"].pop("HTTPError", None)
    for rule, path, method, taken in _endpoints(app):
        _take(spec["paths"][path][method], taken)
        _complete(spec["paths"][path][method], path, method, rule)
    descriptions.complete(spec, app)
    return spec


def _oauth(site_url: str) -> dict[str, Any]:
    """Return how an app of others gets a token (RFC 6749, section 4.1, with PKCE), in the document's one language."""
    with force_locale("en"):
        sentences = {scope.value: scopes.in_words(scope) for scope in Scope}
    flow = {
        "authorizationUrl": site_url + addresses.authorize(),
        "tokenUrl": site_url + addresses.oauth_token(),
        "refreshUrl": site_url + addresses.oauth_token(),
        "scopes": sentences,
    }
    return {
        "type": "oauth2",
        "description": f"Metadata: {site_url}{addresses.oauth_metadata()}",
        "flows": {"authorizationCode": flow},
    }


def _endpoints(app: Flask) -> Iterator[tuple[Rule, str, str, Taken]]:
    """Yield the access rule, the address, the method and the body of each endpoint that the document speaks of."""
    for route in app.url_map.iter_rules():
        rule = access.rule_of(app, route.endpoint)
        if rule is not None and rule.for_programs and not route.endpoint.startswith(resource.name):
            path = PARAMETER.sub(r"{\1}", route.rule)
            taken = getattr(app.view_functions[route.endpoint], "taken", Taken())
            for method in (route.methods or set()) - {"HEAD", "OPTIONS"}:
                yield rule, path, method.lower(), taken


def _take(operation: dict[str, Any], taken: Taken) -> None:
    """Say which body an operation takes that is no JSON, and whether there must be one."""
    if taken.media is not None:
        operation["requestBody"] = {"content": dict(taken.media)}
    if "requestBody" in operation:
        operation["requestBody"]["required"] = taken.needs_body


def _complete(operation: dict[str, Any], path: str, method: str, rule: Rule) -> None:
    """Say what APIFlask leaves out: what a parameter looks like, media types of errors, who may."""
    for parameter in operation["parameters"]:
        if parameter["in"] == "path":
            parameter["schema"] = PARAMETERS.get(parameter["name"], ID)
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            answer["content"] = {MEDIA_TYPE: {"schema": PROBLEM}}
            answer["description"] = HTTP_STATUS_CODES[int(status)]
    if method == "get":
        operation["responses"]["304"] = {"description": HTTP_STATUS_CODES[304]}
    operation["operationId"] = _name_of(path, method)
    needed = [rule.scope.value] if rule.needs_person(method.upper()) else []
    operation["security"] = [{BEARER: []}, {OAUTH: needed}] if needed else [{}, {BEARER: []}]
    if (path, method) == BY_PASSWORD:
        operation["security"] = [{BASIC: []}]
    if needed:
        operation["x-scope"] = needed[0]


def _name_of(path: str, method: str) -> str:
    words = [word.strip("{}") for word in path.removeprefix(addresses.api()).split("/")]
    return "_".join([method, *words]).replace("-", "_")


def _named_once(spec: dict[str, Any]) -> dict[str, Any]:
    """Let `Posts.Post` and `People.Post` be one `Post`: they are made of the same model."""
    schemas = spec["components"]["schemas"]
    names = {name: _plain(name, schema) for name, schema in schemas.items()}
    text = json.dumps(spec)
    for name, plain in sorted(names.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{plain}"')
    renamed: dict[str, Any] = json.loads(text)
    renamed["components"]["schemas"] = {
        names[name]: schema for name, schema in renamed["components"]["schemas"].items()
    }
    return renamed


def _plain(name: str, schema: dict[str, Any]) -> str:
    return str(schema.get("title") or name.rpartition(".")[2]).replace(" ", "")
