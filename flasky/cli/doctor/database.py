"""Checks of the database. The first two come before all others, which ask it more."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flasky import migrations
from flasky.cli.database import SQLITE_SAFE
from flasky.cli.doctor.findings import Finding, ok, problem, warning
from flasky.config import Settings
from flasky.database import SQLITE_MODULE
from flasky.errors import ConfigurationError, Unanswered
from flasky.extensions import db
from flasky.queries import diagnosis

SECONDS_WANTED = timedelta(seconds=2)
SECONDS_BEARABLE = timedelta(seconds=60)


def database(settings: Settings) -> Finding:
    """The database answers. A SQLite file that is not there is not made by asking."""
    place = settings.database.render_as_string(hide_password=True)
    if settings.database.get_backend_name() == "sqlite" and not Path(settings.database.database or "").exists():
        advice = "`flasky run` makes it at the first start, `flasky deploy` makes it without serving."
        return problem("database", f"There is no database yet ({place}).", advice=advice)
    diagnosis.reach()
    return ok("database", place)


def schema(settings: Settings) -> Finding:
    """The schema is the one this code works with."""
    del settings
    try:
        migrations.require_known(db.engine)
    except ConfigurationError as error:
        return problem("schema", str(error), advice="Install the newer Flasky, or look whether DATABASE_URL is right.")
    revision = migrations.current(db.engine)
    if not migrations.is_current(db.engine):
        words = f"The schema is at {revision or 'nothing'}, and this Flasky works with {migrations.head()}."
        return problem("schema", words, advice="Back the database up, then `flasky deploy`.")
    return ok("schema", f"newest ({revision})")


def roles(settings: Settings) -> Finding:
    """The roles are there: without them nobody can sign up."""
    del settings
    if missing := diagnosis.missing_roles():
        return problem(
            "roles", f"These roles are missing: {', '.join(missing)}.", advice="`flasky deploy` inserts them."
        )
    return ok("roles", "all there")


def administrator(settings: Settings) -> Finding:
    """Somebody may administer the site."""
    del settings
    if number := diagnosis.administrators():
        return ok("administrator", f"{number} of them")
    advice = "`flasky user create NAME ADDRESS --role Administrator`, or `flasky user promote NAME`."
    return warning("administrator", "Nobody administers the site.", advice=advice)


def sqlite_version(settings: Settings) -> Finding:
    """The SQLite in use has no known bug that damages files."""
    del settings
    version = SQLITE_MODULE.sqlite_version
    if SQLITE_MODULE.sqlite_version_info < SQLITE_SAFE:
        words = f"SQLite {version} has a rare bug that can damage a database in use."
        return warning("SQLite version", words, advice="Install the package pysqlite3, or a Python with SQLite 3.51.3.")
    return ok("SQLite version", version)


def sqlite_journal(settings: Settings) -> Finding:
    """Readers and the writer do not wait for each other."""
    mode = diagnosis.journal_mode()
    if mode == "wal":
        return ok("SQLite journal", "wal")
    words = f"{settings.database.database} writes in the mode {mode}, not in WAL, so everybody waits for every write."
    return problem(
        "SQLite journal", words, advice="Move FLASKY_DATA_DIR to a disk of this machine: networks cannot WAL."
    )


def sqlite_file(settings: Settings) -> Finding:
    """The file is sound."""
    if damage := diagnosis.damage():
        words = f"{settings.database.database} is damaged: {'; '.join(damage)[:200]}"
        return problem("SQLite file", words, advice="Stop the site, keep a copy of the file, and restore a backup.")
    return ok("SQLite file", "sound")


def clocks(settings: Settings) -> Finding:
    """This machine and the database's agree on what time it is."""
    del settings
    ahead = diagnosis.clock_difference()
    seconds = f"{abs(ahead.total_seconds()):.0f} seconds"
    words = f"This machine's clock is {seconds} {'ahead of' if ahead > timedelta() else 'behind'} the database's."
    advice = "Let both machines keep time by NTP."
    if abs(ahead) > SECONDS_BEARABLE:
        return problem("clocks", words, advice=advice)
    if abs(ahead) > SECONDS_WANTED:
        return warning("clocks", words, advice=advice)
    return ok("clocks", "this machine and the database agree")


def asked(check: "Check", settings: Settings) -> Finding:
    """Make a check that asks a database which may be away, or too sick to answer."""
    try:
        return diagnosis.asked(lambda: check(settings))
    except Unanswered as error:
        about = check.__name__.replace("_", " ")
        return problem(about, f"The database did not answer: {error}", advice=_way_back(settings))


def _way_back(settings: Settings) -> str:
    if settings.database.get_backend_name() == "sqlite":
        return f"Stop the site, keep a copy of {settings.database.database}, and restore a backup."
    return "See that the server runs and that DATABASE_URL has the right host, name, user and password."


Check = Callable[[Settings], Finding]
FIRST: tuple[Check, ...] = (database, schema)
CHECKS: tuple[Check, ...] = (roles, administrator)
OF_SQLITE: tuple[Check, ...] = (sqlite_version, sqlite_journal, sqlite_file)
OF_SERVERS: tuple[Check, ...] = (clocks,)
