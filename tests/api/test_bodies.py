"""Whatever a program sends: a problem document says what is wrong with it, and nothing is written."""

import pytest

from flasky.models import Role
from tests import factories
from tests.api.client import Api
from tests.api.program import Snapshot, World, ask, is_problem, make_world, operations
from tests.http.walk import every_row

JSON = "application/json"
HOSTILE = [
    ("list", b"[]", JSON, {422}),
    ("number", b"1", JSON, {422}),
    ("null", b"null", JSON, {422}),
    ("text", b'"words"', JSON, {422}),
    ("truth", b"true", JSON, {422}),
    ("nothing", b"", JSON, {400}),
    ("half of it", b'{"body": "x"', JSON, {400}),
    ("no JSON", b"body=x", JSON, {400}),
    ("nested too deeply for any reader", b'{"body": ' + b"[" * 100_000, JSON, {400}),
    ("nested too deeply for us", b'{"x":' * 40 + b"1" + b"}" * 40, JSON, {400}),
    ("a name twice", b'{"body": "one", "body": "two"}', JSON, {400}),
    ("not a number", b'{"body": NaN}', JSON, {400}),
    ("endless number", b'{"body": 1e999}', JSON, {400}),
    ("number of 5000 digits", b'{"body": ' + b"1" * 5000 + b"}", JSON, {400}),
    ("bad UTF-8", b'{"body": "\xff\xfe"}', JSON, {400}),
    ("another encoding", '{"body": "x"}'.encode("utf-16"), JSON, {400}),
    ("NUL", b'{"body": "a\\u0000b"}', JSON, {422}),
    ("half a character", b'{"body": "\\ud800"}', JSON, {422}),
    ("half a character in a name", b'{"\\ud800": {"\\udc00": "\\ud800"}}', JSON, {422}),
    ("unknown field", b'{"no_such_field": "red"}', JSON, {422}),
    ("10,000 unknown fields", b'{"0": 0' + b"".join(b', "x%d": 1' % n for n in range(10_000)) + b"}", JSON, {422}),
    ("a form", b"body=x", "application/x-www-form-urlencoded", {415}),
    ("plain text", b'{"body": "x"}', "text/plain", {415}),
    ("no type", b'{"body": "x"}', "", {415}),
    ("10 MB", b'{"body": "' + b"x" * 10_000_000 + b'"}', JSON, {413}),
]  # fmt: skip
WRONG = [None, True, 1.5, -1, 10**30, "", "x" * 70_000, [], [None], {}, {"a": {"b": []}}, ["x"] * 200, "nonsense"]


@pytest.fixture
def world(app):
    return make_world()


@pytest.fixture
def owner(app, world) -> Api:
    """A program of an administrator, to whom nothing is refused before it is read."""
    return Api(app, factories.person("root", role=Role.ADMINISTRATOR))


@pytest.mark.unmeasured
@pytest.mark.defect("D33")
@pytest.mark.defect("M9")
@pytest.mark.advisory("CVE-2023-25577")
@pytest.mark.parametrize(("body", "media", "statuses"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE])
def test_every_operation_refuses_what_is_no_object_of_its_fields(app, world, owner, body, media, statuses):
    taking = [operation for operation in operations(app) if operation.takes_json]
    before = every_row()

    for operation in taking:
        answer = ask(owner, operation, world, json=None, data=body, content_type=media)

        assert (operation.name, answer.status_code in statuses) == (operation.name, True), answer.text
        assert is_problem(answer)
        assert len(answer.data) < 50_000
    assert taking
    assert every_row() == before


@pytest.mark.unmeasured
@pytest.mark.defect("M9")
@pytest.mark.defect("N11")
@pytest.mark.defect("D33")
@pytest.mark.advisory("CVE-2026-23962")
def test_no_field_of_any_operation_takes_the_server_down(app, world, owner):
    kept = Snapshot()
    for operation in operations(app):
        sent = operation.content.get(JSON, {}).get("example", {})
        for name in sent:
            for value in WRONG:
                answer = ask(owner, operation, world, json={**sent, name: value})

                assert answer.status_code < 500, (operation.name, name, value)
                assert answer.status_code < 400 or is_problem(answer)
                if answer.status_code < 400:
                    kept.restore()


def test_fields_that_are_not_known_are_named(client, alice):
    answer = client(alice).post("/posts", {"body": "Words", "colour": "red", "size": 3})

    assert answer.status_code == 422
    assert [(one["field"], one["detail"]) for one in answer.json["errors"]] == [
        ("colour", "There is no such field here."),
        ("size", "There is no such field here."),
    ]


def test_a_whole_number_with_a_point_is_a_whole_number(client, alice):
    answer = client(alice).post("/posts", data='{"body": "x", "close_after_days": 3.0}', content_type=JSON)

    assert answer.status_code == 201


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=-1", "limit=x", "limit=1e3", "cursor=", "cursor=b"])
@pytest.mark.defect("D18")
@pytest.mark.defect("N6")
def test_a_part_of_a_list_that_is_none_is_refused(visitor, query):
    answer = visitor.get(f"/posts?{query}")

    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == query.partition("=")[0]


@pytest.mark.defect("D18")
@pytest.mark.defect("N6")
@pytest.mark.parametrize(
    "cursor", ["b" + "z" * 13, "a" + "z" * 13, "a0", "b0", "c1", "b" + "z" * 14, "%00", "%ff", "b1%202", "null", "-1"]
)
def test_no_mangled_cursor_is_an_error_of_ours(visitor, alice, cursor):
    answer = visitor.get(f"/posts?cursor={cursor}")

    assert answer.status_code in (200, 400, 422)
    assert answer.status_code == 200 or is_problem(answer)


@pytest.mark.defect("D18")
@pytest.mark.defect("N6")
@pytest.mark.parametrize(
    "number", ["0", "007", "9223372036854775807", "9223372036854775808", "9" * 40, "-1", "1e3", "x"]
)
def test_a_number_that_nothing_has_is_missing_whatever_its_size(app, alice, number):
    api = Api(app, alice)
    world = make_world_of(number)

    for operation in operations(app):
        if "{" in operation.path and operation.content == {}:
            answer = ask(api, operation, world)

            statuses = {403, 404} if operation.rule.permission & ~alice.role.permissions else {404}
            assert (operation.name, answer.status_code in statuses) == (operation.name, True)
            assert is_problem(answer)


def make_world_of(number):
    """Return a world in which everything has that number."""

    return World(None, None, Everything(number))


class Everything(dict):
    """One value for every parameter; of a tag one that is none."""

    def __init__(self, value):
        super().__init__(tag="-")
        self.value = value

    def __missing__(self, name):
        return self.value
