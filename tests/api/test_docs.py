"""The page that explains the API."""

import re

import pytest

from flasky.api import docs, openapi
from tests.api.program import operations
from tests.browsers import logged_in


@pytest.fixture
def page(browser):
    return browser.get("/api/docs")


@pytest.mark.seed("T15")
def test_every_operation_stands_on_the_page(app, page):
    assert page.status_code == 200
    for operation in operations(app):
        assert f'id="{operation.name}"' in page.text
        assert f"<b>{operation.method}</b> {operation.path}</code>" in page.text


def test_the_page_is_one_of_the_site(app, page, alice):
    assert 'href="/auth/login' in page.text
    assert 'href="/@alice"' in logged_in(app, alice).get("/api/docs").text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_nothing_comes_from_another_host(page):
    loaded = re.findall(r'(?:src|href)="([^"]+)"', re.sub(r"<pre.*?</pre>", "", page.text, flags=re.DOTALL))

    assert loaded
    assert [one for one in loaded if not one.startswith(("/", "#"))] == []


def test_forms_to_try_show_only_where_there_is_a_script(page):
    forms = re.findall(r"<form[^>]*data-(?:try|token)[^>]*>", page.text, re.DOTALL)

    assert forms
    assert [form for form in forms if "hidden" not in form] == []


def test_a_sentence_comes_in_pieces():
    assert docs.words("Send `If-Match` too.") == [
        docs.Word("Send ", False),
        docs.Word("If-Match", True),
        docs.Word(" too.", False),
    ]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "minLength": 1, "maxLength": 9}, "string, 1 to 9"),
        ({"type": "integer", "minimum": 1}, "integer, at least 1"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 3}, "list of: string, at most 3"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, "boolean or null"),
        ({"enum": ["a", "b"]}, "a, b"),
        ({"const": "Bearer"}, "Bearer"),
        ({"$ref": "#/components/schemas/Scope"}, "read, write, follow, moderate, admin"),
        ({}, "anything"),
    ],
)
def test_what_a_value_may_be_is_said_in_a_few_words(app, schema, words):
    assert docs.kind_of(openapi.document(app), schema) == words
