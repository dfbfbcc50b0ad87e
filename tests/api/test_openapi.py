"""The document: complete, true, and readable for the tools of others."""

import json
import re

import pytest
import schemathesis
from pydantic import BaseModel

from flasky.api import openapi
from flasky.http import access
from flasky.http.problems import DETAILS
from tests.api.program import operations


def models(kind):
    """Yield every model of ours by the name that the document has for it."""
    for model in kind.__subclasses__():
        if model.__module__.startswith("flasky."):
            yield model.model_config.get("title") or model.__name__, model
        yield from models(model)


MODELS = dict(models(BaseModel))


@pytest.fixture
def document(app):
    return json.loads(json.dumps(openapi.document(app)))


def contents(operation):
    """Yield what goes in and comes out of an operation, by media type."""
    yield from operation.content.items()
    for answer in operation.spec["responses"].values():
        yield from answer.get("content", {}).items()


def test_the_document_is_served_and_known_again(visitor, document):
    answer = visitor.get("/openapi.json")

    assert (answer.status_code, answer.json) == (200, document)
    assert visitor.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_tool_of_others_finds_nothing_wrong_with_it(document):
    schema = schemathesis.openapi.from_dict(document)
    schema.validate()

    assert document["openapi"].startswith("3.1")
    assert len(list(schema.get_all_operations())) == len(
        {(path, m) for path, ms in document["paths"].items() for m in ms}
    )


def test_every_endpoint_stands_in_it(app):
    declared = {
        rule.endpoint.removeprefix("api_")
        for rule in app.url_map.iter_rules()
        if (found := access.rule_of(app, rule.endpoint)) is not None and found.for_programs
    }

    assert declared - {operation.name for operation in operations(app)} == {"document.show"}


def test_every_operation_says_what_it_does_takes_and_answers(app, document):
    for operation in operations(app):
        spec = operation.spec
        assert spec["summary"].endswith("."), operation.name
        assert spec["tags"][0] in {tag["name"] for tag in document["tags"]}
        assert {"401", "403", "429", "500", "503"} <= spec["responses"].keys()
        assert ("422" in spec["responses"]) >= bool(operation.takes_json)
        assert set(re.findall(r"{(\w+)}", operation.path)) == {
            one["name"] for one in spec["parameters"] if one["in"] == "path"
        }
        assert any(200 <= int(status) < 300 for status in spec["responses"])
        assert all(status in document["components"]["responses"] for status in spec["responses"] if int(status) >= 400)


def test_tags_are_described(document):
    assert [tag["name"] for tag in document["tags"] if not tag["description"].endswith(".")] == []


def test_names_of_models_are_clean(document):
    names = document["components"]["schemas"]

    assert [name for name in names if not re.fullmatch(r"[A-Z][A-Za-z]+", name)] == []


@pytest.mark.seed("A2")
def test_examples_are_what_their_models_take(app):
    for operation in operations(app):
        for media, content in contents(operation):
            if media == "application/json":
                model = MODELS[content["schema"]["$ref"].rpartition("/")[2]]

                assert model.model_validate_json(json.dumps(content["example"])), operation.name


def test_every_status_of_an_error_is_described_once(document):
    described = document["components"]["responses"]

    assert described.keys() == {str(status) for status in DETAILS}
    assert all(list(one["content"]) == ["application/problem+json"] for one in described.values())
    assert "WWW-Authenticate" in described["401"]["headers"]
    assert "Retry-After" in described["429"]["headers"]


def test_headers_are_told_where_they_come(app):
    told = {operation.name: operation.spec for operation in operations(app)}

    assert "Location" in told["posts.publish"]["responses"]["201"]["headers"]
    assert "ETag" in told["posts.show"]["responses"]["200"]["headers"]
    assert "Link" in told["posts.index"]["responses"]["200"]["headers"]
    assert "Link" not in told["posts.show"]["responses"]["200"]["headers"]
    assert "RateLimit" in told["posts.delete"]["responses"]["204"]["headers"]
    assert [one["name"] for one in told["posts.replace"]["parameters"]] == ["post_id", "If-Match"]
    assert [one["name"] for one in told["posts.publish"]["parameters"]] == ["Idempotency-Key"]
    assert "posts.show" in told["posts.publish"]["responses"]["201"]["links"]


def test_what_needs_a_token_says_which(app):
    for operation in operations(app):
        needs = operation.rule.needs_person(operation.method)

        assert (operation.name, operation.spec.get("x-scope", "")) == (
            operation.name,
            operation.rule.scope.value if needs else "",
        )
