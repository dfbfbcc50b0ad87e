"""Whether this process can serve people right now."""

import os
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from flasky import migrations, transaction
from flasky.extensions import db
from flasky.http.settings import settings

log = structlog.get_logger("flasky.http")


def trouble() -> str | None:
    """Return, as one sentence for an operator, what keeps the site from serving, or None. Two statements.

    A database that is away may take its time limit (5 seconds) to be noticed. A full disk is none: reading goes on.
    """
    return _of_the_database() or _of_the_folder(settings().flasky_data_dir)


def _of_the_database() -> str | None:
    transaction.rollback()
    try:
        is_current = migrations.is_current(db.engine)
    except SQLAlchemyError as error:
        log.error("not ready", cause=str(getattr(error, "orig", error))[:300])
        return "The database does not answer."
    return None if is_current else "The database has another schema than this version: run `flasky deploy`."


def _of_the_folder(folder: Path) -> str | None:
    is_usable = os.access(folder, os.W_OK | os.X_OK)
    return None if is_usable else "The data folder cannot be written to."
