"""What every test stands on: a real database, the app, the cast.

The whole suite runs on SQLite. What touches the database runs on every other one that TEST_DATABASE_URLS names too
(addresses of empty databases to make, separated by spaces); REQUIRE_SERVICES=1 refuses to run without them.
"""

import itertools
import math
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage
from flask import Flask
from sqlalchemy import exists, select, update
from sqlalchemy.engine import URL, make_url

from flasky import transaction
from flasky.cli.database import prepare
from flasky.config import DRIVERS, Registration
from flasky.extensions import db
from flasky.factory import create_app
from flasky.http import sites
from flasky.lib import ids
from flasky.models import Base, Post, Role, User
from tests import databases, factories
from tests.browsers import Browser

EVERYWHERE = ("models", "queries", "operations", "migrations", "worker", "faults")
LOOK_AT_THE_WHOLE = ("architecture", "deploy", "faults", "journeys", "security")
SITE = "http://localhost"


def other_databases() -> list[str]:
    """Return the addresses of the databases beside SQLite, with the drivers Flasky uses."""
    return [_with_driver(make_url(url)) for url in os.environ.get("TEST_DATABASE_URLS", "").split()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        folder = Path(metafunc.definition.path).relative_to(Path(__file__).parent).parts[0]
        urls = ["sqlite", *(other_databases() if folder in EVERYWHERE else [])]
        names = [make_url(url).get_backend_name() if url != "sqlite" else url for url in urls]
        metafunc.parametrize("database", urls, ids=names, indirect=True, scope="session")


def pytest_report_header() -> list[str]:
    return [] if shutil.which("chromium") else ["no `chromium` here: the journeys are left out"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if os.environ.get("REQUIRE_SERVICES") and len(other_databases()) < 2:
        raise pytest.UsageError("REQUIRE_SERVICES is set, but TEST_DATABASE_URLS does not name PostgreSQL and MariaDB")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let coverage rest during a test that it is not asked about: up to Python 3.11 it makes everything slower."""
    measuring = None if is_measured(item) else Coverage.current()
    if measuring is None:
        return (yield)
    measuring.stop()
    try:
        return (yield)
    finally:
        measuring.start()


def is_measured(item: pytest.Item) -> bool:
    """Tell whether coverage counts what a test runs.

    It asks whether each part of the code has tests of its own. Those mirror the code, and one database is enough for
    them; what only other tests run counts as not covered.
    """
    database = item.callspec.params.get("database", "sqlite") if hasattr(item, "callspec") else "sqlite"
    of_the_whole = Path(item.path).relative_to(Path(__file__).parent).parts[0] in LOOK_AT_THE_WHOLE
    return database == "sqlite" and not of_the_whole and not item.get_closest_marker("unmeasured")


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of this process's own."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/test.sqlite"
        return
    own = make_url(request.param)
    own = own.set(database=f"{own.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    databases.make_again(own)
    yield own.render_as_string(hide_password=False)
    databases.drop(own)


@pytest.fixture(scope="session")
def app(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app on that database, migrated, with the roles."""
    app = create_app(
        "testing",
        test_database_url=database,
        flasky_data_dir=tmp_path_factory.mktemp("data"),
        flasky_site_url=SITE,
        flasky_admin="admin@example.com",
        ratelimit_enabled=False,
        mail_server="",
    )
    with app.app_context():
        databases.hurry(db.engine)
        prepare()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def _app_context(request: pytest.FixtureRequest) -> Iterator[None]:
    """Push an app context around a test that uses the app, and leave empty tables behind."""
    if "app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    with app.app_context():
        _know_the_site(app)
        transaction.writes()
        yield
        transaction.rollback()
        _empty_tables()
        _empty_outbox(app)


@pytest.fixture(autouse=True)
def _ids_of_today() -> Iterator[None]:
    """Let ids go back after a test that moved the clock: in a process they never do."""
    yield
    ids._last = 0


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor's browser."""
    return Browser(app)


@pytest.fixture
def alice(app: Flask) -> User:
    """Alice writes."""
    return factories.person("alice")


@pytest.fixture
def bob(app: Flask) -> User:
    """Bob follows alice."""
    return factories.person("bob")


@pytest.fixture
def carol(app: Flask) -> User:
    """Carol is a stranger."""
    return factories.person("carol")


@pytest.fixture
def mod(app: Flask) -> User:
    """A moderator."""
    return factories.person("mod", role=Role.MODERATOR)


@pytest.fixture
def admin(app: Flask) -> User:
    """An administrator."""
    return factories.person("admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def unconfirmed(app: Flask) -> User:
    """Somebody who did not confirm the address yet."""
    return factories.unconfirmed("una")


def _know_the_site(app: Flask) -> None:
    """Let pages take the site as nobody chose it, without a look into the database every five seconds."""
    registration = app.extensions["settings"].flasky_registration or Registration.OPEN
    app.extensions[sites.EXTENSION] = (math.inf, sites.SiteOnPage(registration=registration))


TABLES = [table for table in reversed(Base.metadata.sorted_tables) if table.name != "roles"]
WHICH_HAVE_ROWS = select(*(exists().select_from(table) for table in TABLES))


def _empty_tables() -> None:
    """Delete all rows. Most tables are empty after most tests, and one question finds out which are not."""
    have_rows = transaction.session.execute(WHICH_HAVE_ROWS).one()
    for table in itertools.compress(TABLES, have_rows):
        if table is Post.__table__:
            loose = update(Post).values(reply_to_id=None, root_id=None, thread_id=None)  # MariaDB looks row by row
            transaction.session.execute(loose)
        transaction.session.execute(table.delete())
    transaction.commit()


def _empty_outbox(app: Flask) -> None:
    for file in app.extensions["settings"].outbox.glob("*.eml"):
        file.unlink()


def _with_driver(url: URL) -> str:
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)
