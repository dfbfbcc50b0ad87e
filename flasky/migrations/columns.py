"""The words migrations are written in: column types, and steps that can be run again.

MariaDB commits each DDL statement by itself, so a migration that was killed half-way starts again over what it made.
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
