"""`flasky db ...` and `flasky deploy`."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import func, inspect, select

from flasky import migrations, transaction
from flasky.cli import database
from flasky.errors import ConfigurationError
from flasky.extensions import db
from flasky.models import Base, Role
from flasky.transaction import session
from tests import factories, statements
from tests.commands import flasky


@pytest.fixture
def versions(tmp_path, monkeypatch):
    """A copy of the migrations, so that new ones are written there."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "FOLDER", folder)
    return folder / "versions"


@pytest.mark.seed("P11")
def test_the_schema_goes_down_and_up_by_command(run):
    assert run("db", "downgrade", "base").exit_code == 0
    assert "(no schema)" in run("db", "current").stdout

    assert run("db", "upgrade").exit_code == 0
    assert migrations.head() in run("db", "current").stdout
    assert session.scalar(select(func.count(Role.id))) == 3


@pytest.mark.seed("P11")
def test_the_schema_goes_to_a_revision_that_is_named(run):
    oldest = migrations.history()[-1][0]
    run("db", "downgrade", "base")

    assert run("db", "upgrade", oldest).exit_code == 0

    assert oldest in run("db", "current").stdout
    run("db", "upgrade")


def test_history_lists_the_migrations_newest_first(run):
    lines = run("db", "history").stdout.splitlines()

    assert [line.split()[0] for line in lines] == [identity for identity, _ in migrations.history()]
    assert "The first tables" in lines[-1]


@pytest.mark.seed("P11")
def test_migrate_writes_the_difference_between_models_and_database(run, versions):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE actors DROP COLUMN location")

    result = run("db", "migrate", "-m", "Where people are")

    [written] = [file for file in versions.glob("*.py") if "where_people_are" in file.name]
    assert str(written) in result.stdout
    assert "location" in written.read_text()
    assert written.read_text().startswith('"""Where people are')
    run("db", "downgrade", "base")
    run("db", "upgrade")


@pytest.mark.seed("P11")
def test_a_migration_that_was_written_by_migrate_can_be_run(run, versions):
    Base.metadata.drop_all(db.engine)

    assert run("db", "migrate", "-m", "All anew").exit_code == 0
    [written] = [file for file in versions.glob("*.py") if "all_anew" in file.name]
    source = written.read_text()
    assert all(word in source for word in ("columns.ID", "columns.exact(64)", "columns.LONG_TEXT", "columns.MOMENT"))
    assert run("db", "upgrade").exit_code == 0

    assert set(inspect(db.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    assert run("db", "downgrade", "base").exit_code == 0
    written.unlink()
    assert run("db", "upgrade").exit_code == 0


def test_migrate_finds_nothing_in_a_database_that_is_current(run, versions):
    assert run("db", "migrate", "-m", "nothing").exit_code == 0

    [written] = [file for file in versions.glob("*.py") if "nothing" in file.name]
    assert "op.add_column" not in written.read_text()
    assert "batch_alter_table" not in written.read_text()


def test_revision_writes_an_empty_migration_that_can_be_run(run, versions):
    newest = migrations.head()
    assert run("db", "revision", "-m", "By hand").exit_code == 0

    [written] = [file for file in versions.glob("*.py") if "by_hand" in file.name]
    assert f'down_revision = "{newest}"'.replace('"', "'") in written.read_text().replace('"', "'")
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "downgrade").exit_code == 0


@pytest.mark.parametrize("word", ["migrate", "revision"])
def test_a_migration_wants_a_few_words(run, word):
    result = run("db", word)

    assert result.exit_code == 2
    assert "--message" in result.stderr


@pytest.mark.parametrize(
    "words",
    [("db", "upgrade"), ("db", "current"), ("deploy",), ("user", "list"), ("worker", "--once"), ("shell",)],
    ids=" ".join,
)
def test_every_command_that_opens_a_database_says_which(run, app, words):
    result = run(*words)

    assert result.exit_code == 0, result.output
    assert f"Database: {app.extensions['settings'].database}" in result.stderr


def test_the_password_of_a_database_is_not_said(tmp_path):
    done = flasky("db", "current", folder=tmp_path, DATABASE_URL="postgresql://flasky:hidden@127.0.0.1:1/flasky")

    assert "Database: postgresql+psycopg://flasky:***@127.0.0.1:1/flasky" in done.stderr
    assert "hidden" not in done.stderr


@pytest.mark.seed("E8")
def test_deploying_twice_changes_nothing_the_second_time(run):
    for _ in range(2):
        result = run("deploy")
        assert result.exit_code == 0
        assert result.stdout == "The database is up to date.\n"

    assert session.scalar(select(func.count(Role.id))) == 3


@pytest.mark.defect("D48")
def test_deploying_costs_the_same_however_many_people_there_are(app, run):
    def cost() -> int:
        with statements.counted() as asked:
            database.prepare()
        transaction.commit()
        return len(asked)

    alone = cost()
    for number in range(20):
        factories.person(f"p{number}")

    assert cost() == alone


@pytest.mark.seed("P10")
def test_the_data_survive_a_restart(tmp_path):
    assert flasky("user", "create", "x", "x@y.co", folder=tmp_path).returncode == 2
    assert flasky("deploy", folder=tmp_path).returncode == 0
    made = flasky("user", "create", "alice", "alice@example.com", "--password-stdin", folder=tmp_path, typed="cat\n")
    assert made.returncode == 0, made.stderr

    assert "alice" in flasky("user", "list", folder=tmp_path).stdout
    with closing(sqlite3.connect(tmp_path / "data" / "data.sqlite")) as connection:
        assert connection.execute("SELECT email FROM users").fetchall() == [("alice@example.com",)]


def test_an_old_sqlite_is_warned_of(app, capsys, monkeypatch):
    monkeypatch.setattr(database, "SQLITE_SAFE", (999, 0, 0))

    database.prepare()

    assert "has a rare bug that can damage a database" in capsys.readouterr().err


def test_a_database_of_another_program_is_left_alone(app):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'theirs'")

    with pytest.raises(ConfigurationError, match="theirs"):
        database.prepare()

    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrations.head()}'")
