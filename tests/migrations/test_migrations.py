"""The schema goes up and down, is what the models say, and can be begun again."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import MetaData, String, func, inspect, select, text

from flasky import migrations, transaction
from flasky.cli.database import prepare, require_current
from flasky.errors import ConfigurationError
from flasky.extensions import db
from flasky.models import Base, Post, Role
from flasky.transaction import session
from tests import factories


@pytest.fixture(autouse=True)
def _at_the_newest_again(app):
    """Leave the schema as it was found: at the newest revision, with the roles."""
    yield
    transaction.rollback()
    with db.engine.begin() as connection:
        if inspect(connection).has_table("alembic_version"):
            connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": migrations.head()})
    migrations.downgrade(db.engine, "base") if migrations.current(db.engine) else None
    _drop_leftovers()
    prepare()


def _drop_leftovers() -> None:
    with db.engine.begin() as connection:
        Base.metadata.drop_all(connection)


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def differences() -> list:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, Base.metadata)


@pytest.mark.seed("P11")
def test_the_migrated_schema_is_what_the_models_say(app):
    assert differences() == []


@pytest.mark.seed("P11")
def test_a_missing_column_would_be_noticed(app):
    _drop_leftovers()
    changed = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(changed)
    changed.tables["actors"].c.location.type = String(10)
    changed.create_all(db.engine)

    assert differences() != []


@pytest.mark.seed("P11")
def test_down_to_nothing_and_up_again(app):
    everything = tables()

    migrations.downgrade(db.engine, "base")
    assert tables() == set()
    assert migrations.current(db.engine) is None

    migrations.upgrade(db.engine)
    assert tables() == everything == set(Base.metadata.tables)
    assert differences() == []


@pytest.mark.seed("P11")
def test_each_step_goes_down_and_up_by_itself(app):
    for _ in migrations.history():
        migrations.downgrade(db.engine)
    assert migrations.current(db.engine) is None

    for identity, _ in reversed(migrations.history()):
        migrations.upgrade(db.engine, identity)
        assert migrations.current(db.engine) == identity


def test_going_down_works_with_rows_in_the_tables(app):
    factories.post(factories.person("alice"))
    factories.unconfirmed("una")

    migrations.downgrade(db.engine, "base")

    assert tables() == set()


def test_going_up_twice_changes_nothing(alice):
    migrations.upgrade(db.engine)
    prepare()

    assert alice.username == "alice"
    assert session.scalar(select(func.count(Role.id))) == 3


@pytest.mark.defect("D51")
def test_going_up_inserts_the_roles(app):
    migrations.downgrade(db.engine, "base")

    prepare()

    assert set(session.scalars(select(Role.name))) == {Role.USER, Role.MODERATOR, Role.ADMINISTRATOR}


@pytest.mark.parametrize(
    "made", [["actors"], ["actors", "roles", "posts"], list(Base.metadata.tables)], ids=["one", "some", "all"]
)
def test_a_migration_that_was_killed_half_way_runs_again(app, made):
    migrations.downgrade(db.engine, "base")
    wanted = [Base.metadata.tables[name] for name in made]
    with db.engine.begin() as connection:
        Base.metadata.create_all(connection, tables=wanted)

    migrations.upgrade(db.engine)

    assert differences() == []


def test_a_way_down_that_was_killed_half_way_runs_again(app):
    with db.engine.begin() as connection:
        Base.metadata.tables["mail_links"].drop(connection)

    migrations.downgrade(db.engine, "base")

    assert tables() == set()


def test_a_migration_that_fails_changes_nothing_where_the_database_can(app):
    migrations.downgrade(db.engine, "base")
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (words INTEGER)"))

    with pytest.raises(Exception, match=r"users|pending_email|role_id"):
        migrations.upgrade(db.engine)

    assert migrations.current(db.engine) is None
    if db.engine.dialect.name == "postgresql":
        assert tables() == {"users"}
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE users"))
    migrations.upgrade(db.engine)
    assert differences() == []


@pytest.mark.parametrize("step", [migrations.upgrade, migrations.downgrade])
def test_a_revision_nobody_knows_is_refused(app, step):
    with pytest.raises(CommandError, match="nosuch"):
        step(db.engine, "nosuch")

    assert migrations.is_current(db.engine)


def test_a_schema_of_a_newer_flasky_is_refused(app):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '2099'"))

    for refuse in (prepare, require_current, lambda: migrations.require_known(db.engine)):
        with pytest.raises(ConfigurationError, match=r"schema \(2099\) is newer than this Flasky"):
            refuse()


def test_a_schema_that_lacks_migrations_is_refused(app):
    migrations.downgrade(db.engine, "base")

    with pytest.raises(ConfigurationError, match="lacks migrations: run `flasky db upgrade` first"):
        require_current()


@pytest.mark.seed("P10")
def test_ids_and_texts_are_wide_enough_on_every_database(alice):
    post = factories.post(alice, body="é" * 32_000)
    session.expire_all()

    assert session.get_one(Post, post.id).body == "é" * 32_000


def test_migrations_describe_the_past_without_the_models():
    sources = list(Path(migrations.__file__).parent.rglob("*.py"))

    assert len(sources) > 2
    assert not [file for file in sources if re.search(r"flasky\.models|from flasky import models", _code(file))]


def _code(file: Path) -> str:
    return re.sub(r'"""(?s:.*?)"""', "", file.read_text(encoding="utf-8"))


def test_the_newest_revision_read_from_the_files_is_the_one_alembic_knows():
    assert migrations.head() == migrations.history()[0][0]
