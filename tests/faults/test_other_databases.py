"""A database that is not Flasky's, or not of this Flasky, or not there: one sentence, and nothing is touched."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Boolean, DateTime, Integer, MetaData, String, Table, create_engine, inspect, text
from sqlalchemy.engine import make_url

from flasky import migrations
from flasky.database import engine_options
from tests.commands import flasky

WRONG_SETTING, TRY_AGAIN = 2, 75
COMMANDS = [("deploy",), ("run",)]


def do(database: str, *statements: str) -> None:
    """Run statements in a database as another program would."""
    engine = create_engine(**engine_options(make_url(database)))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def tables(database: str) -> set[str]:
    """Return the names of a database's tables."""
    engine = create_engine(**engine_options(make_url(database)))
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def version(number: str) -> tuple[str, str]:
    """Return the statements by which Alembic notes a revision."""
    return (
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)",
        f"INSERT INTO alembic_version VALUES ('{number}')",
    )


ANOTHER_PROGRAM = {
    "a weblog": ("CREATE TABLE wp_posts (id INTEGER PRIMARY KEY)", "CREATE TABLE wp_users (id INTEGER PRIMARY KEY)"),
    "the book's": ("CREATE TABLE users (id INTEGER PRIMARY KEY)", *version("198b0eebcf9")),
}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("statements", ANOTHER_PROGRAM.values(), ids=ANOTHER_PROGRAM)
def test_database_of_another_program_is_left_alone(empty, tmp_path, statements, command):
    do(empty, *statements)
    before = tables(empty)

    done = flasky(*command, folder=tmp_path, DATABASE_URL=empty)

    assert done.returncode == WRONG_SETTING
    assert "DATABASE_URL names a database with tables of another program (" in done.stderr
    assert "Traceback" not in done.stderr
    assert tables(empty) == before


def test_schema_of_a_newer_flasky_is_left_alone(empty, tmp_path):
    assert flasky("deploy", folder=tmp_path, DATABASE_URL=empty).returncode == 0
    do(empty, "UPDATE alembic_version SET version_num = '20991231_later'")

    done = flasky("deploy", folder=tmp_path, DATABASE_URL=empty)

    assert done.returncode == WRONG_SETTING
    assert "schema (20991231_later) is newer than this Flasky: update Flasky." in done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_database_that_is_not_there_is_worth_another_try(empty, tmp_path, command):
    url = make_url(empty)
    gone = url.set(database="/nowhere/site.sqlite") if not url.host else url.set(port=1)

    done = flasky(*command, folder=tmp_path, DATABASE_URL=gone.render_as_string(hide_password=False))

    assert done.returncode == TRY_AGAIN
    assert "DATABASE_URL names a database that cannot be used right now: " in done.stderr
    assert "Traceback" not in done.stderr


def test_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("These are notes, and no database.\n" * 100)

    done = flasky("deploy", folder=tmp_path, DATABASE_URL="sqlite:///notes.txt")

    assert done.returncode == TRY_AGAIN
    assert done.stderr.splitlines()[-1].endswith("cannot be used right now: file is not a database.")
    assert (tmp_path / "notes.txt").read_text().startswith("These are notes")


FIRST = "20261122_first"
MOMENT = datetime(2026, 11, 22, 4, tzinfo=UTC)
OLD_ROWS: dict[str, dict[str, object]] = {
    "roles": {"id": 1, "name": "User", "default": True, "permissions": 7},
    "actors": {
        "id": 2,
        "username": "susan",
        "username_key": "susan",
        "domain": "",
        "name": "Susan",
        "location": "Malmö",
        "about_me": "Walks.",
        "post_count": 1,
    },
    "users": {"id": 3, "actor_id": 2, "role_id": 1, "email": "susan@example.com", "password_hash": "x"},
    "posts": {"id": 4, "author_id": 2, "title": "", "slug": "a", "body": "A", "body_html": "<p>A</p>", "renderer": 1},
}


def add_old_rows(database: str) -> None:
    """Fill a database as a site of the first version left it; columns that must be there and are not named are 0."""
    engine = create_engine(**engine_options(make_url(database)))
    found = MetaData()
    with engine.begin() as connection:
        found.reflect(connection)
        for name, row in OLD_ROWS.items():
            connection.execute(found.tables[name].insert().values({**needed(found.tables[name]), **row}))
    engine.dispose()


def needed(table: Table) -> dict[str, object]:
    """Return a value for each column that cannot be empty."""
    values = {DateTime: MOMENT, Integer: 0, Boolean: False, String: ""}
    kinds = {column.name: column.type for column in table.columns if not column.nullable}
    return {name: next(value for of, value in values.items() if isinstance(kind, of)) for name, kind in kinds.items()}


def roles(database: str) -> list[str]:
    """Return the names of the roles."""
    engine = create_engine(**engine_options(make_url(database)))
    with engine.begin() as connection:
        names = sorted(connection.scalars(text("SELECT name FROM roles")))
    engine.dispose()
    return names


@pytest.mark.seed("L6")
def test_deploy_twice_makes_an_empty_database_and_leaves_it_so(empty, tmp_path):
    first, second = (flasky("deploy", folder=tmp_path, DATABASE_URL=empty) for _time in range(2))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert second.stdout == "The database is up to date.\n"
    assert roles(empty) == ["Administrator", "Moderator", "User"]


@pytest.mark.seed("L6")
def test_deploy_twice_brings_an_old_database_up_with_its_rows(empty, tmp_path):
    old = flasky("db", "upgrade", FIRST, folder=tmp_path, DATABASE_URL=empty)
    assert old.returncode == 0, old.stderr
    add_old_rows(empty)

    first, second = (flasky("deploy", folder=tmp_path, DATABASE_URL=empty) for _time in range(2))

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert flasky("db", "current", folder=tmp_path, DATABASE_URL=empty).stdout == f"{migrations.head()}\n"
    assert "susan" in flasky("user", "list", folder=tmp_path, DATABASE_URL=empty).stdout
    assert roles(empty) == ["Administrator", "Moderator", "User"]
