"""Statements that take long are told of; what people wrote is not."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from flasky import slow_queries, transaction
from flasky.extensions import db
from flasky.models import Role, User, Visibility
from flasky.operations import posts
from flasky.queries import users
from tests import factories
from tests.browsers import Browser
from tests.commands import flasky
from tests.sites import site

__all__ = ["site"]

SECRETS = ("correct horse", "alice@example.com", "My diary", "Nobody shall read this")


@pytest.fixture
def told(app, caplog):
    """The warnings of slow statements that were logged so far, as they are."""
    return _Told(caplog)


class _Told:
    def __init__(self, caplog):
        self._caplog = caplog

    def __iter__(self):
        return (dict(one.msg) for one in self._caplog.records if isinstance(one.msg, dict) and _is_slow(one.msg))


def _is_slow(event: dict) -> bool:
    return event["event"] == "slow statement"


@pytest.mark.seed("L4")
def test_with_a_limit_of_zero_every_statement_of_a_page_is_told_with_its_route(site, told, alice):
    page = Browser(site(flasky_slow_db_query_time=0)).get("/@alice")

    lines = list(told)
    assert page.status_code == 200
    assert any("FROM actors" in line["statement"] for line in lines)
    assert {line["route"] for line in lines} == {"/@<username>"}
    assert {line["request_id"] for line in lines} == {page.headers["X-Request-ID"]}
    assert {line["level"] for line in lines} == {"warning"}


@pytest.mark.seed("L4")
def test_a_warning_names_the_line_of_ours_that_asked(site, told, alice):
    Browser(site(flasky_slow_db_query_time=0)).get("/@alice")

    assert any(line["place"].startswith("queries/profiles.py:") for line in told)


@pytest.mark.seed("L4")
def test_a_statement_that_is_fast_enough_is_not_told(site, told, alice):
    assert Browser(site(flasky_slow_db_query_time=30)).get("/@alice").status_code == 200

    assert list(told) == []


@pytest.mark.seed("L4")
def test_a_statement_over_the_limit_is_told_and_one_below_is_not(tmp_path, told):
    engine = create_engine(f"sqlite:///{tmp_path}/test.sqlite", **slow_queries.engine_options(0.2))
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n"
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
        connection.execute(text(endless))
    engine.dispose()

    [line] = told
    assert line["statement"] == endless
    assert line["seconds"] >= 0.2


@pytest.mark.seed("L4")
def test_nothing_people_wrote_or_prove_themselves_with_is_told(site, told):
    with site(flasky_slow_db_query_time=0).app_context():
        alice = User(
            username="alice",
            email="alice@example.com",
            password="correct horse",
            role=transaction.session.query(Role)[0],
        )
        alice.confirm()
        transaction.session.add(alice)
        transaction.commit()
        posts.publish(alice, title="My diary", body="Nobody shall read this")
        transaction.commit()
        users.login_by_token("the token of a login")

    lines = list(told)
    everything = json.dumps(lines, default=repr)
    assert any("INSERT INTO users" in line["statement"] for line in lines)
    assert any("INSERT INTO posts" in line["statement"] for line in lines)
    assert [word for word in (*SECRETS, "$argon2", "token of a login") if word in everything] == []
    assert str(alice.id) in everything


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (0.5, 0.5),
        (datetime(2026, 11, 22, 3, tzinfo=UTC), "2026-11-22T03:00:00+00:00"),
        (date(2026, 11, 22), "2026-11-22"),
        ("a secret", "str(8)"),
        (b"a secret", "bytes(8)"),
        (Decimal("1.5"), "Decimal"),
        (Visibility.PUBLIC, "public"),
        (("alice", 7), ["str(5)", 7]),
        ({"email": "a@b.c", "id": 7}, {"email": "str(5)", "id": 7}),
        ([("a", 1), ("bc", 2)], [["str(1)", 1], ["str(2)", 2]]),
    ],
)
def test_of_a_parameter_only_numbers_and_moments_are_shown(value, seen):
    assert slow_queries.shape(value) == seen


def test_of_very_many_parameters_a_few_are_shown():
    assert len(slow_queries.shape(list(range(1000)))) == slow_queries.PARAMETERS_MAX


@pytest.mark.seed("L4")
def test_a_statement_that_fails_is_told_too(site, told):
    with site(flasky_slow_db_query_time=0).app_context(), pytest.raises(OperationalError):
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "a secret"})

    [line] = [line for line in told if "nowhere" in line["statement"]]
    assert line["error"] == "OperationalError"
    assert "a secret" not in str(line)


def test_the_error_of_a_statement_shows_no_parameters(app):
    with pytest.raises(OperationalError) as caught:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "a secret"})

    assert "nowhere" in str(caught.value)
    assert "a secret" not in str(caught.value)


@pytest.mark.seed("L4")
def test_a_command_is_told_of_as_a_page_is(tmp_path):
    done = flasky("deploy", folder=tmp_path, FLASKY_SLOW_DB_QUERY_TIME="0")

    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert any("INSERT INTO roles" in line["statement"] for line in lines)
    assert {line["event"] for line in lines} == {"slow statement"}


def test_a_long_statement_is_cut(tmp_path, told):
    engine = create_engine(f"sqlite:///{tmp_path}/test.sqlite", **slow_queries.engine_options(0))
    with engine.connect() as connection:
        connection.execute(text(f"SELECT 1 WHERE 1 IN ({'1,' * 5000} 1)"))
    engine.dispose()

    assert [len(line["statement"]) for line in told][-1] == slow_queries.STATEMENT_MAX


def test_factories_and_tests_are_not_warned_of(told, alice):
    factories.post(alice)

    assert list(told) == []
