"""The words of the migrations: each can be said twice, keeps the rows, and is taken back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from flasky import migrations
from flasky.extensions import db
from flasky.migrations import columns

SAID_TWICE = 2


@pytest.fixture(autouse=True)
def _town(app) -> Iterator[None]:
    """People live in houses, and in the register of the town; a house that goes takes its people with it."""
    with migrating():
        columns.create_table("town_houses", sa.Column("street", sa.String(40), nullable=False))
        columns.create_table(
            "town_people",
            sa.Column("house_id", columns.ID, nullable=False),
            sa.Column("name", columns.exact(40), nullable=False),
            columns.refers("town_people", "house_id", "town_houses", ondelete="CASCADE"),
            columns.unique("town_people", "house_id", "name"),
        )
    with db.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO town_houses (id, street) VALUES (1, 'High Street'), (2, 'Mill Lane')"))
        connection.execute(sa.text("INSERT INTO town_people (id, house_id, name) VALUES (1, 1, 'Ann'), (2, 2, 'Ben')"))
    yield
    with migrating():
        columns.drop_table("town_people")
        columns.drop_table("town_houses")


@contextmanager
def migrating() -> Iterator[None]:
    """Say words of migrations here, as Alembic would."""
    with migrations.locked(db.engine) as connection:
        with Operations.context(MigrationContext.configure(connection)):
            yield
        connection.commit()


def people() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(sa.text("SELECT name FROM town_people ORDER BY id")))


def schema() -> sa.Inspector:
    """Read the schema by a fresh connection: an idle one of SQLite's may still believe the schema of a moment ago."""
    db.engine.dispose()
    return sa.inspect(db.engine)


def column(table: str, name: str) -> sa.engine.interfaces.ReflectedColumn:
    return next(one for one in schema().get_columns(table) if one["name"] == name)


def names(table: str) -> set[str]:
    return {one["name"] for one in schema().get_columns(table)}


def references(table: str) -> set[str | None]:
    return {one["name"] for one in schema().get_foreign_keys(table)}


def uniques(table: str) -> set[str | None]:
    return {one["name"] for one in schema().get_unique_constraints(table)}


def indexes(table: str) -> set[str | None]:
    return {one["name"] for one in schema().get_indexes(table)} - uniques(table)


def add_floors() -> None:
    columns.add_column("town_houses", sa.Column("floors", sa.Integer(), nullable=False), fill=1)


def test_a_column_that_may_be_empty_is_added_and_dropped():
    for _ in range(SAID_TWICE):
        with migrating():
            columns.add_column("town_people", sa.Column("nickname", sa.String(40), nullable=True))
    assert "nickname" in names("town_people")

    for _ in range(SAID_TWICE):
        with migrating():
            columns.drop_column("town_people", "nickname")
    assert "nickname" not in names("town_people")
    assert people() == ["Ann", "Ben"]


def test_a_column_that_may_not_be_empty_is_filled_and_leaves_no_default():
    for _ in range(SAID_TWICE):
        with migrating():
            add_floors()

    assert not column("town_houses", "floors")["nullable"]
    assert column("town_houses", "floors")["default"] is None
    with db.engine.connect() as connection:
        assert list(connection.scalars(sa.text("SELECT floors FROM town_houses"))) == [1, 1]


def test_a_column_is_filled_from_the_others_of_its_row():
    with migrating():
        columns.add_column("town_houses", sa.Column("sign", sa.String(40), nullable=False), fill=sa.column("street"))

    with db.engine.connect() as connection:
        assert list(connection.scalars(sa.text("SELECT sign FROM town_houses ORDER BY id"))) == [
            "High Street",
            "Mill Lane",
        ]


def test_a_killed_run_that_added_the_column_only_is_finished():
    with db.engine.begin() as connection:
        connection.execute(sa.text("ALTER TABLE town_houses ADD COLUMN floors INTEGER"))

    with migrating():
        add_floors()

    assert not column("town_houses", "floors")["nullable"]


def test_no_row_is_lost_when_the_table_it_refers_to_is_made_again():
    with migrating():
        add_floors()
        columns.drop_column("town_houses", "street")

    assert people() == ["Ann", "Ben"]
    assert references("town_people") == {"fk_town_people_house_id"}


def test_foreign_keys_are_minded_again_after_a_migration():
    with db.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(sa.text("INSERT INTO town_people (id, house_id, name) VALUES (3, 99, 'Cid')"))


@pytest.mark.defect("M16")
def test_a_column_goes_with_the_keys_and_indexes_it_stands_in():
    for _ in range(SAID_TWICE):
        with migrating():
            columns.add_column("town_people", sa.Column("garden_id", columns.ID, nullable=True))
            columns.add_reference("town_people", "garden_id", "town_houses")
            columns.create_index("town_people", "garden_id", "id")
            columns.add_unique("town_people", "garden_id")
    assert references("town_people") == {"fk_town_people_house_id", "fk_town_people_garden_id"}
    assert {"uq_town_people_house_id_name", "uq_town_people_garden_id"} <= uniques("town_people")
    assert "ix_town_people_garden_id_id" in indexes("town_people")

    for _ in range(SAID_TWICE):
        with migrating():
            columns.drop_column("town_people", "garden_id")
    assert references("town_people") == {"fk_town_people_house_id"}
    assert uniques("town_people") == {"uq_town_people_house_id_name"}
    assert indexes("town_people") == set()
    assert people() == ["Ann", "Ben"]


@pytest.mark.defect("M16")
@pytest.mark.parametrize("already_gone", [[], ["reference"], ["reference", "unique"]], ids=len)
def test_a_column_whose_drop_was_killed_half_way_goes_in_the_second_run(already_gone):
    with migrating():
        if "reference" in already_gone:
            columns.drop_reference("town_people", "house_id")
        if "unique" in already_gone:
            columns.drop_unique("town_people", "house_id", "name")

    with migrating():
        columns.drop_column("town_people", "house_id")

    assert names("town_people") == {"id", "name"}
    assert references("town_people") == set()


@pytest.mark.defect("M16")
def test_an_index_that_a_foreign_key_uses_is_dropped_and_the_key_stays():
    with migrating():
        columns.create_index("town_people", "house_id", "id")

    for _ in range(SAID_TWICE):
        with migrating():
            columns.drop_unique("town_people", "house_id", "name")
            columns.drop_index("town_people", "house_id", "id")

    assert references("town_people") == {"fk_town_people_house_id"}
    assert uniques("town_people") == set()
    assert "ix_town_people_house_id_id" not in indexes("town_people")


def test_a_reference_is_added_to_a_column_that_stands_and_dropped():
    with migrating():
        columns.drop_reference("town_people", "house_id")
        columns.drop_reference("town_people", "house_id")
    assert references("town_people") == set()

    for _ in range(SAID_TWICE):
        with migrating():
            columns.add_reference("town_people", "house_id", "town_houses", ondelete="CASCADE")
    assert references("town_people") == {"fk_town_people_house_id"}
    with db.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM town_houses WHERE id = 1"))
    assert people() == ["Ben"]


def test_a_unique_constraint_refuses_twins_until_it_is_dropped():
    with migrating():
        columns.add_unique("town_houses", "street")
        columns.add_unique("town_houses", "street")
    with pytest.raises(sa.exc.IntegrityError):
        _add_mill_lane()

    for _ in range(SAID_TWICE):
        with migrating():
            columns.drop_unique("town_houses", "street")
    _add_mill_lane()


def _add_mill_lane() -> None:
    with db.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO town_houses (id, street) VALUES (3, 'Mill Lane')"))


def test_tables_and_indexes_are_made_and_dropped_twice():
    for _ in range(SAID_TWICE):
        with migrating():
            columns.create_table("town_wells", sa.Column("depth", sa.Integer(), nullable=True))
            columns.create_index("town_wells", "depth")
    assert indexes("town_wells") == {"ix_town_wells_depth"}

    for _ in range(SAID_TWICE):
        with migrating():
            columns.drop_index("town_wells", "depth")
            columns.drop_table("town_wells")
    assert not schema().has_table("town_wells")


def test_a_table_that_refers_to_itself_is_made_again_with_its_rows():
    with migrating():
        columns.create_table(
            "town_trees",
            sa.Column("parent_id", columns.ID, nullable=True),
            columns.refers("town_trees", "parent_id", "town_trees"),
        )
    with db.engine.begin() as connection:
        connection.execute(sa.text("INSERT INTO town_trees (id, parent_id) VALUES (1, NULL), (2, 1)"))

    with migrating():
        columns.add_column("town_trees", sa.Column("height", sa.Integer(), nullable=False), fill=7)

    with db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT id, parent_id, height FROM town_trees ORDER BY id")).all() == [
            (1, None, 7),
            (2, 1, 7),
        ]
    assert schema().get_foreign_keys("town_trees")[0]["referred_table"] == "town_trees"
    with migrating():
        columns.drop_table("town_trees")
