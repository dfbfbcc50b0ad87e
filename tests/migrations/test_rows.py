"""Every migration goes up and down with rows in every table, and a killed one is run again over what it made."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from flasky import migrations, transaction
from flasky.cli.database import prepare
from flasky.extensions import db
from flasky.models import Base
from tests.migrations import rows

REVISIONS = [identity for identity, _ in reversed(migrations.history())]
STEPS = list(zip([None, *REVISIONS], REVISIONS, strict=False))
KILLS = 5
"""A longer migration is killed at this many places, spread evenly; a shorter one before every statement."""


class Killed(Exception):
    """The process ended here, as far as the database can tell."""


@pytest.fixture(autouse=True)
def _from_nothing(app) -> Iterator[None]:
    """Start without a schema, and leave the newest with the roles."""
    transaction.rollback()
    _remove_schema()
    yield
    _remove_schema()
    prepare()


def _remove_schema() -> None:
    with db.engine.begin() as connection:
        everything = sa.MetaData()
        everything.reflect(connection)
        everything.drop_all(connection)


def fill() -> None:
    with db.engine.connect() as connection:
        rows.fill(connection)


def kept() -> rows.Snapshot:
    with db.engine.connect() as connection:
        return rows.snapshot(connection)


def go_to(revision: str | None) -> None:
    if revision is None:
        migrations.downgrade(db.engine, "base")
    elif revision in REVISIONS[: _place(migrations.current(db.engine)) + 1]:
        migrations.downgrade(db.engine, revision)
    else:
        migrations.upgrade(db.engine, revision)


def _place(revision: str | None) -> int:
    return REVISIONS.index(revision) if revision else -1


def schema() -> dict[str, object]:
    """Return all that the database says of its tables, in an order of its own."""
    db.engine.dispose()  # an idle connection of SQLite's may still believe the schema of a moment ago
    said = sa.inspect(db.engine)
    return {name: _described(said, name) for name in sorted(said.get_table_names())}


def _described(said: sa.Inspector, name: str) -> dict[str, object]:
    return {
        "columns": {one["name"]: (str(one["type"]), one["nullable"], one["default"]) for one in said.get_columns(name)},
        "references": {str(one) for one in said.get_foreign_keys(name)},
        "uniques": {one["name"]: one["column_names"] for one in said.get_unique_constraints(name)},
        "indexes": {one["name"]: one["column_names"] for one in said.get_indexes(name)},
    }


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, Base.metadata))


def orphans() -> list[object]:
    """Return the rows that refer to nothing. Only SQLite can have them: its keys are off while a migration runs."""
    if db.engine.dialect.name != "sqlite":
        return []
    with db.engine.connect() as connection:
        return list(connection.execute(sa.text("PRAGMA foreign_key_check")).all())


@contextmanager
def killed_before(statement: int) -> Iterator[list[str]]:
    """Let the migrating connection die when it would send that statement. Yields those it sent."""
    sent: list[str] = []

    def watch(_connection, _cursor, words, *_rest) -> None:
        if "LOCK" in words or words.lstrip().upper().startswith(("SELECT", "SHOW", "PRAGMA")):
            return
        if len(sent) == statement:
            raise Killed
        sent.append(words)

    sa.event.listen(db.engine, "before_cursor_execute", watch)
    try:
        yield sent
    except Killed:
        pass
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", watch)


def places(statements: int) -> list[int]:
    """Return before which statements to kill."""
    return sorted({number * statements // KILLS for number in range(KILLS)})


@pytest.mark.seed("P11")
def test_rows_of_every_age_survive_the_way_up_and_down(app):
    for revision in REVISIONS:
        before = kept() if migrations.current(db.engine) else {}
        migrations.upgrade(db.engine, revision)
        was, is_now = rows.in_common(before, kept())
        assert is_now == was
        fill()
    assert differences() == []

    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        before = kept()
        migrations.downgrade(db.engine, revision)
        was, is_now = rows.in_common(before, kept() if revision != "base" else {})
        assert is_now == was
        assert orphans() == []


@pytest.mark.seed("P11")
@pytest.mark.parametrize(("older", "newer"), STEPS, ids=REVISIONS)
def test_each_migration_leaves_the_schema_it_found_when_it_goes_back(app, older, newer):
    go_to(older) if older else None
    found = schema() if older else {}
    migrations.upgrade(db.engine, newer)
    fill()

    go_to(older)

    assert {name: said for name, said in schema().items() if name != "alembic_version"} == {
        name: said for name, said in found.items() if name != "alembic_version"
    }


@pytest.mark.defect("M16")
@pytest.mark.parametrize(("older", "newer"), STEPS, ids=REVISIONS)
def test_a_migration_killed_at_any_statement_runs_again(app, older, newer):
    go_to(older) if older else None
    fill() if older else None
    with killed_before(statement=-1) as statements:
        migrations.upgrade(db.engine, newer)
    wanted = schema()

    for place in places(len(statements)):
        go_to(older)
        before = kept() if older else {}
        with killed_before(place):
            migrations.upgrade(db.engine, newer)
        assert migrations.current(db.engine) == older
        migrations.upgrade(db.engine, newer)
        assert schema() == wanted
        was, is_now = rows.in_common(before, kept())
        assert is_now == was


@pytest.mark.defect("M16")
@pytest.mark.parametrize(("older", "newer"), STEPS, ids=REVISIONS)
def test_a_way_back_killed_at_any_statement_runs_again(app, older, newer):
    migrations.upgrade(db.engine, newer)
    fill()
    with killed_before(statement=-1) as statements:
        go_to(older)
    wanted = schema()

    for place in places(len(statements)):
        migrations.upgrade(db.engine, newer)
        fill()
        with killed_before(place):
            go_to(older)
        assert migrations.current(db.engine) == newer
        go_to(older)
        assert schema() == wanted
