"""The words migrations are written in: column types, and steps that can be run again.

MariaDB commits each DDL statement by itself, so a migration that was killed half-way starts again over what it made.
SQLite cannot change a column or a constraint: there Alembic makes the table again and copies the rows.
"""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LONG_TEXT = sa.Text().with_variant(mysql.MEDIUMTEXT(collation="utf8mb4_unicode_ci"), "mysql")
MOMENT = sa.DateTime(timezone=True).with_variant(mysql.DATETIME(fsp=6), "mysql")


def exact(length: int) -> sa.types.TypeEngine[str]:
    """Return a string type that compares letter for letter."""
    return sa.String(length).with_variant(mysql.VARCHAR(length, collation="utf8mb4_bin"), "mysql")


def create_table(name: str, *columns: Any) -> None:
    """Create a table with an `id`, unless a killed run of this migration made it already."""
    op.create_table(
        name,
        sa.Column("id", ID, autoincrement=False, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        if_not_exists=True,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_ci",
    )


def create_index(table: str, *columns: str) -> None:
    """Create an index named after its table and columns, unless it is there."""
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), if_not_exists=True)


def add_column(table: str, column: sa.Column[Any], *, fill: Any = None) -> None:
    """Add a column, unless it is there.

    `fill` is the value, or the SQL expression over the row's other columns, that the standing rows get. A column that
    may not be null needs one; it leaves no default behind in the schema.
    """
    add_columns(table, (column, fill))


def add_columns(table: str, *wanted: tuple[sa.Column[Any], Any]) -> None:
    """Add columns, each with its `fill` or None, those that are not there yet; see `add_column`.

    All that may not be null become so in one step: SQLite makes the table again for each.
    """
    standing = _names(table)
    for column, _fill in wanted:
        if column.name not in standing:
            op.add_column(table, sa.Column(column.name, column.type, nullable=True))
    for column, fill in wanted:
        if fill is not None:
            here = sa.table(table, sa.column(column.name, column.type))
            op.execute(here.update().where(here.c[column.name].is_(None)).values({column.name: fill}))
    required = [column for column, _fill in wanted if not column.nullable]
    if required:
        with op.batch_alter_table(table) as batch:
            for column in required:
                batch.alter_column(column.name, existing_type=column.type, nullable=False)


def drop_column(table: str, column: str) -> None:
    """Drop a column, unless it is gone, and first the keys and indexes it stands in."""
    drop_columns(table, column)


def drop_columns(table: str, *names: str) -> None:
    """Drop the columns that are still there, in one step, and first the keys and indexes they stand in.

    The foreign keys go before the indexes: MariaDB keeps an index that a foreign key uses.
    """
    going = [name for name in names if _stands(table) and name in _names(table)]
    if not going:
        return
    for column in going:
        drop_reference(table, column)
    for name, columns in _uniques(table).items():
        if set(columns) & set(going):
            drop_unique(table, *columns, name=name)
    for name, columns in _indexes(table).items():
        if set(columns) & set(going):
            drop_index(table, *columns, name=name)
    with op.batch_alter_table(table) as batch:
        for column in going:
            batch.drop_column(column)


def add_reference(table: str, column: str, target: str, *, ondelete: str | None = None) -> None:
    """Make a column refer to the target's `id`, unless it does."""
    name = op.f(f"fk_{table}_{column}")
    if name not in _references(table):
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(name, target, [column], ["id"], ondelete=ondelete)


def drop_reference(table: str, column: str) -> None:
    """Drop the foreign keys a column stands in, if there are any, and the index that MariaDB made for each."""
    for name, columns in _references(table).items() if _stands(table) else ():
        if column in columns:
            with op.batch_alter_table(table) as batch:
                batch.drop_constraint(op.f(name), type_="foreignkey")
            drop_index(table, *columns, name=name)


def add_unique(table: str, *columns: str) -> None:
    """Let no two rows share these columns, unless that is so already."""
    name = op.f(f"uq_{table}_{'_'.join(columns)}")
    if name not in _uniques(table):
        with op.batch_alter_table(table) as batch:
            batch.create_unique_constraint(name, list(columns))


def drop_unique(table: str, *columns: str, name: str | None = None) -> None:
    """Drop a unique constraint, unless it is gone."""
    name = name or f"uq_{table}_{'_'.join(columns)}"
    if _stands(table) and name in _uniques(table):
        _keep_references_indexed(table, without=name)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(name), type_="unique")


def drop_index(table: str, *columns: str, name: str | None = None) -> None:
    """Drop an index, unless it is gone."""
    name = name or f"ix_{table}_{'_'.join(columns)}"
    if _stands(table) and name in _indexes(table):
        _keep_references_indexed(table, without=name)
        op.drop_index(op.f(name), table)


def drop_table(name: str) -> None:
    """Drop a table, unless it is gone."""
    op.drop_table(name, if_exists=True)


def refers(table: str, column: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Return a foreign key named after its table and column, to the target's `id`."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"), ondelete=ondelete)


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    """Return a unique constraint named after its table and columns."""
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def describe(kind: str, obj: Any, _context: Any) -> str | Literal[False]:
    """Write a column type in the words of this page when Alembic writes a migration (its `render_item` hook)."""
    if kind != "type":
        return False
    name = type(obj).__name__
    if name == "UTCDateTime":
        return "columns.MOMENT"
    if isinstance(obj, sa.BigInteger):
        return "columns.ID"
    if isinstance(obj, sa.Text):
        return "columns.LONG_TEXT"
    if isinstance(obj, sa.String) and "mysql" in getattr(obj, "_variant_mapping", {}):
        return f"columns.exact({obj.length})"
    return False


def _names(table: str) -> set[str]:
    return {column["name"] for column in _inspector().get_columns(table)}


def _references(table: str) -> dict[str, list[str]]:
    return {str(key["name"]): key["constrained_columns"] for key in _inspector().get_foreign_keys(table)}


def _uniques(table: str) -> dict[str, list[str]]:
    return {str(key["name"]): key["column_names"] for key in _inspector().get_unique_constraints(table)}


def _indexes(table: str) -> dict[str, list[str]]:
    """Return the columns of each index that stands for itself. Unique constraints have one too, left out here."""
    uniques = _uniques(table)
    return {
        str(index["name"]): [str(column) for column in index["column_names"]]
        for index in _inspector().get_indexes(table)
        if index["name"] not in uniques
    }


def _stands(table: str) -> bool:
    return _inspector().has_table(table)


def _inspector() -> sa.Inspector:
    """Return what the database says now: a step before this one may have changed it."""
    return sa.inspect(op.get_bind())


def _keep_references_indexed(table: str, *, without: str) -> None:
    """Give each foreign key that uses this index only one of its own: MariaDB would not let the index go."""
    if op.get_bind().dialect.name != "mysql":
        return
    others = [columns for name, columns in (_indexes(table) | _uniques(table)).items() if name != without]
    for name, columns in _references(table).items():
        if not any(index[: len(columns)] == columns for index in others):
            op.create_index(op.f(name), table, columns, if_not_exists=True)
