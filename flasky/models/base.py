"""What all rows share: types that mean the same on three databases, names of constraints, ids."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects.mysql import DATETIME, MEDIUMTEXT, VARCHAR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

from flasky.lib import ids

Id = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit id. SQLite's INTEGER is one, and as a primary key it is the row's own place."""

LongText = Text().with_variant(MEDIUMTEXT(collation="utf8mb4_unicode_ci"), "mysql")
"""Text of any length we accept; MariaDB's TEXT ends at 64 KiB."""


def Key(length: int) -> TypeEngine[str]:  # noqa: N802 - it stands where a type's name stands
    """Return a string type that compares exactly, letter for letter, on all databases."""
    return String(length).with_variant(VARCHAR(length, collation="utf8mb4_bin"), "mysql")


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, aware, in UTC, to the microsecond. Naive moments are refused."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "mysql":
            return dialect.type_descriptor(DATETIME(fsp=6))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The root of all rows."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UTCDateTime}

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False, default=ids.new_id)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"
