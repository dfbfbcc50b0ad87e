"""The schema's history, inside the package so that an installed Flasky can migrate.

Alembic does the work; this module is the only one that calls it, and imports it late: it takes a third of a second,
and a site that is up to date starts without it. Migrations never import `flasky.models`: they describe the past, the
models the present.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, MetaData, inspect, text

from flasky.errors import ConfigurationError

FOLDER = Path(__file__).parent
LOCK_NAME = "flasky_migrations"
LOCK_NUMBER = 0x666C61736B79  # "flasky"
LOCK_SECONDS = 60
REVISION = re.compile(r'^(revision|down_revision) = "([^"]+)"', re.MULTILINE)

OURS = frozenset({"actors", "mail_links"})
"""Tables that every schema of Flasky has had, and hardly anybody else's has. A first migration that broke off has them
not yet, but the table of revisions, still empty."""

if TYPE_CHECKING:
    from alembic.config import Config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision. Two processes that try at once wait for each other."""
    from alembic import command

    with locked(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "-1") -> None:
    """Bring the schema down to a revision: `-1` for one step, `base` for nothing at all."""
    from alembic import command

    with locked(engine) as connection:
        command.downgrade(_config(connection), revision)


def write_revision(engine: Engine, metadata: MetaData, *, message: str, autogenerate: bool) -> Path:
    """Write a migration file, filled with the differences between models and database if asked. Returns its path."""
    from alembic import command
    from alembic.script import Script

    with engine.connect() as connection:
        script = command.revision(_config(connection, metadata), message=message, autogenerate=autogenerate)
    assert isinstance(script, Script)  # noqa: S101 - one message makes one file
    return Path(script.path)


def current(engine: Engine) -> str | None:
    """Return the revision the database is at, or None for a database without a schema."""
    if not inspect(engine).has_table("alembic_version"):
        return None
    with engine.connect() as connection:
        revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def head() -> str | None:
    """Return the newest revision this code knows: the one that no other follows."""
    found = [match for file in FOLDER.glob("versions/*.py") for match in REVISION.findall(file.read_text("utf-8"))]
    followed = {identity for name, identity in found if name == "down_revision"}
    return next((identity for name, identity in found if name == "revision" and identity not in followed), None)


def history() -> list[tuple[str, str]]:
    """Return (revision, what it does) of every migration, newest first."""
    from alembic.script import ScriptDirectory

    return [(script.revision, script.doc) for script in ScriptDirectory.from_config(_config()).walk_revisions()]


def require_known(engine: Engine) -> None:
    """Raise ConfigurationError when the schema was made by a newer Flasky than this one, or by another program."""
    revision = current(engine)
    if revision == head() or (revision is not None and revision in {known for known, _ in history()}):
        return
    names = set(inspect(engine).get_table_names())
    is_versioned, others = "alembic_version" in names, sorted(names - {"alembic_version"})
    if others and not names >= OURS and not (is_versioned and revision is None):
        raise ConfigurationError(
            f"DATABASE_URL names a database with tables of another program ({', '.join(others[:3])}):"
            " give Flasky a database of its own."
        )
    if revision is not None:
        raise ConfigurationError(
            f"DATABASE_URL names a database whose schema ({revision}) is newer than this Flasky: update Flasky."
        )


def is_current(engine: Engine) -> bool:
    """Tell whether the database is at the newest revision."""
    return current(engine) == head()


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that alone migrates: SQLite's write lock, a named lock elsewhere."""
    with engine.connect() as connection:
        _lock(connection)
        try:
            yield connection
        finally:
            connection.rollback()
            _unlock(connection)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": LOCK_NUMBER})
        connection.commit()
    elif connection.dialect.name == "mysql":
        connection.execute(text("SELECT GET_LOCK(:name, :seconds)"), {"name": LOCK_NAME, "seconds": LOCK_SECONDS})
        connection.commit()
    else:
        _mind_foreign_keys(connection, on=False)


def _unlock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": LOCK_NUMBER})
        connection.commit()
    elif connection.dialect.name == "mysql":
        connection.execute(text("SELECT RELEASE_LOCK(:name)"), {"name": LOCK_NAME})
        connection.commit()
    else:
        _mind_foreign_keys(connection, on=True)


def _mind_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys: a table made again is dropped once, and that would delete what refers to it.

    Said to the driver's connection, because in a transaction the switch does nothing.
    """
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - a connection that is open has one
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _config(connection: Connection | None = None, metadata: MetaData | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata
    return config
