"""Rows for a schema of any age: every table that is there gets some, made from what the database says of itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, ForeignKeyConstraint, Integer, MetaData, Table, func, select

from flasky.lib import ids

EACH_TIME = 3
"""How many rows a table gets: the first with every empty place empty, the others with every place filled."""

BEGINNING = datetime(2026, 11, 22, 4, 0, 0, 123456, tzinfo=UTC)

Snapshot = dict[str, dict[int, dict[str, Any]]]
"""Table, then id, then the row as column and value."""


def schema(connection: Connection) -> MetaData:
    """Return the tables that are there now, without Alembic's own."""
    found = MetaData()
    found.reflect(connection)
    found.remove(found.tables["alembic_version"])
    return found


def fill(connection: Connection) -> None:
    """Add rows to every table, parents first, and commit."""
    for table in schema(connection).sorted_tables:
        _fill_table(connection, table)
    connection.commit()


def snapshot(connection: Connection) -> Snapshot:
    """Return every row of every table, and end the transaction."""
    rows = {
        table.name: {row["id"]: dict(row) for row in connection.execute(select(table)).mappings()}
        for table in schema(connection).sorted_tables
    }
    connection.rollback()
    return rows


def in_common(one: Snapshot, other: Snapshot) -> tuple[Snapshot, Snapshot]:
    """Return two snapshots without the tables and columns that only one of them knows."""
    tables = one.keys() & other.keys()
    return _only(one, other, tables), _only(other, one, tables)


def _only(mine: Snapshot, other: Snapshot, tables: set[str]) -> Snapshot:
    return {
        name: {key: {c: row[c] for c in row if c in _columns(other[name])} for key, row in mine[name].items()}
        for name in tables
    }


def _columns(rows: dict[int, dict[str, Any]]) -> set[str]:
    return {column for row in rows.values() for column in row}


def _fill_table(connection: Connection, table: Table) -> None:
    standing = connection.scalar(select(func.count()).select_from(table)) or 0
    for number in range(standing, standing + EACH_TIME):
        row = {
            column.name: _value(connection, column, number)
            for column in table.columns
            if not column.nullable or number % EACH_TIME
        }
        connection.execute(table.insert().values(row))


def _value(connection: Connection, column: Column[Any], number: int) -> Any:
    if column.name == "id":
        return ids.new_id()
    parent = _parent(column)
    if parent is not None:
        return _id_in(connection, parent, number)
    return _plain(column, number)


def _parent(column: Column[Any]) -> Table | None:
    keys = [key for key in column.table.constraints if isinstance(key, ForeignKeyConstraint)]
    return next((key.referred_table for key in keys if column.name in key.column_keys), None)


def _id_in(connection: Connection, parent: Table, number: int) -> int:
    """Return the id of the parent's row of that number, so that no two children share a parent needlessly."""
    found = connection.scalars(select(parent.c.id).order_by(parent.c.id)).all()
    return found[min(number, len(found) - 1)]


def _plain(column: Column[Any], number: int) -> Any:
    kind = column.type
    if isinstance(kind, Integer) and getattr(kind, "display_width", None) == 1:
        return bool(number % 2)  # MariaDB's BOOLEAN
    made = {
        bool: bool(number % 2),
        int: number,
        float: number + 0.5,
        bytes: f"{column.name} {number}".encode(),
        datetime: _moment(kind, number),
        dict: {column.name: number},
        str: f"{number} é of {column.name}"[: getattr(kind, "length", None)],
    }
    return made[kind.python_type]


def _moment(kind: Any, number: int) -> datetime:
    moment = BEGINNING + timedelta(days=number)
    return moment if getattr(kind, "timezone", False) else moment.replace(tzinfo=None)
