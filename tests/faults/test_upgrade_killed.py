"""`flasky db upgrade` is killed, again and again, while it makes tables."""

import subprocess
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select

from flasky.models import Base, Role
from tests.commands import PATIENCE, environment, flasky, words
from tests.faults.ledger import connected
from tests.faults.site import SETTINGS

AT_TABLES = (2, 8)
"""How many tables there are at each kill, where others can see them before all is done: on MariaDB."""


@pytest.mark.seed("P11")
@pytest.mark.defect("M16")
def test_an_upgrade_that_was_killed_is_finished_by_the_next(empty: str, tmp_path: Path) -> None:
    settings = {**SETTINGS, "DATABASE_URL": empty}

    seen = [killed_at(tables, tmp_path, settings) for tables in AT_TABLES]
    done = flasky("db", "upgrade", folder=tmp_path, **settings)

    assert done.returncode == 0, done.stderr
    assert seen == sorted(seen)
    with connected(empty) as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert set(connection.scalars(select(Role.name))) == {Role.USER, Role.MODERATOR, Role.ADMINISTRATOR}


def killed_at(tables: int, folder: Path, settings: dict[str, str]) -> int:
    """Start an upgrade, kill it as soon as there are so many tables, and return how many there are then."""
    upgrade = subprocess.Popen(
        words("db", "upgrade"), cwd=folder, env=environment(**settings), stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + PATIENCE
    with connected(settings["DATABASE_URL"]) as connection:
        while upgrade.poll() is None and time.monotonic() < end and len(names(connection)) < tables:
            time.sleep(0.005)
        upgrade.kill()
        upgrade.wait()
        return len(names(connection))


def names(connection) -> list[str]:
    """Return the tables that others see."""
    connection.rollback()
    return inspect(connection).get_table_names()
