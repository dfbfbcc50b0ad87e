"""The schema: `flasky db ...` and `flasky deploy`."""

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky import migrations, transaction
from flasky.database import SQLITE_MODULE, Engine
from flasky.errors import ConfigurationError
from flasky.extensions import db as extension
from flasky.models import Base
from flasky.operations import roles

SQLITE_SAFE = (3, 51, 3)


def engine() -> Engine:
    """Return the app's engine, after saying which database it opens."""
    settings = current_app.extensions["settings"]
    click.echo(f"Database: {settings.database.render_as_string(hide_password=True)}", err=True)
    return extension.engine


def prepare() -> None:
    """Bring the database to the newest schema and insert the roles. Can be run again at any time.

    Raises ConfigurationError for a schema this code does not know.
    """
    target = engine()
    migrations.require_known(target)
    if not migrations.is_current(target):
        migrations.upgrade(target)
    roles.insert_roles()
    transaction.commit()
    _warn_of_old_sqlite(target)


def require_current() -> None:
    """Raise ConfigurationError when the schema is not the one this code works with."""
    target = engine()
    migrations.require_known(target)
    if not migrations.is_current(target):
        raise ConfigurationError("DATABASE_URL names a database that lacks migrations: run `flasky db upgrade` first.")


@click.group()
def db() -> None:
    """Bring the schema of the database up or down."""


@db.command()
@click.option("-m", "--message", required=True, help="What the migration does, in a few words.")
@with_appcontext
def migrate(message: str) -> None:
    """Write a migration from models and database.

    It holds the difference between the two, for you to read and mend before `flasky db upgrade`.
    """
    click.echo(migrations.write_revision(engine(), Base.metadata, message=message, autogenerate=True))


@db.command()
@click.option("-m", "--message", required=True, help="What the migration does, in a few words.")
@with_appcontext
def revision(message: str) -> None:
    """Write an empty migration."""
    click.echo(migrations.write_revision(engine(), Base.metadata, message=message, autogenerate=False))


@db.command()
@click.argument("to", default="head")
@with_appcontext
def upgrade(to: str) -> None:
    """Bring the schema up.

    To the newest revision, and with the roles inserted, unless TO names another revision.
    """
    if to == "head":
        prepare()
    else:
        migrations.upgrade(engine(), to)


@db.command()
@click.argument("to", default="-1")
@with_appcontext
def downgrade(to: str) -> None:
    """Bring the schema down.

    By one step, unless TO names a revision, or `base` for nothing at all. What the tables held is lost.
    """
    migrations.downgrade(engine(), to)


@db.command()
@with_appcontext
def current() -> None:
    """Say which revision the database is at."""
    click.echo(migrations.current(engine()) or "(no schema)")


@db.command()
@with_appcontext
def history() -> None:
    """List the migrations, newest first."""
    for identity, words in migrations.history():
        click.echo(f"{identity}  {words}")


@click.command()
@with_appcontext
def deploy() -> None:
    """Bring schema and roles to the newest version.

    What `flasky run` does before it serves. It can be repeated; nothing changes the second time.
    """
    prepare()
    click.echo("The database is up to date.")


def _warn_of_old_sqlite(target: Engine) -> None:
    if target.dialect.name == "sqlite" and SQLITE_MODULE.sqlite_version_info < SQLITE_SAFE:
        version = SQLITE_MODULE.sqlite_version
        click.echo(
            f"Warning: SQLite {version} has a rare bug that can damage a database in use; 3.51.3 and newer have not.",
            err=True,
        )
