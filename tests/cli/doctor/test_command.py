"""`flasky doctor`: on a healthy site, and on sites that lack something."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import update

from flasky import migrations, transaction
from flasky.extensions import db
from flasky.lib import clock
from flasky.models import Job, Role
from flasky.operations import roles, users
from flasky.queries.acting import NOBODY
from flasky.worker import loop
from tests.commands import flasky
from tests.worker.post_office import PostOffice, free_port

HEALTHY = {"FLASKY_SITE_URL": "http://127.0.0.1:5000", "FLASKY_ADMIN": "susan@example.org"}


def levels(output: str) -> dict[str, str]:
    """Return how bad each thing is that the doctor spoke of."""
    lines = [line for line in output.splitlines() if line.startswith(("ok ", "warning ", "problem "))]
    return {line[9:26].strip(): line[:8].strip() for line in lines}


@pytest.fixture(scope="module")
def healthy(tmp_path_factory):
    """A site with an administrator and a worker that was there."""
    folder = tmp_path_factory.mktemp("healthy")
    assert flasky("deploy", folder=folder, **HEALTHY).returncode == 0
    susan = ("user", "create", "susan", "susan@example.org", "--role", "Administrator", "--password-stdin")
    assert flasky(*susan, folder=folder, typed="a good password\n", **HEALTHY).returncode == 0
    assert flasky("worker", "--once", folder=folder, **HEALTHY).returncode == 0
    return folder


@pytest.fixture
def site(healthy, tmp_path):
    """A copy of the healthy site, to be made ill."""
    return Path(shutil.copytree(healthy, tmp_path / "site"))


def test_a_healthy_site_is_fine_line_by_line(site):
    with PostOffice() as office:
        mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(office.port), "FLASKY_MAIL_SENDER": "us@flasky.test"}
        done = flasky("doctor", folder=site, **HEALTHY, **mail)

    seen = levels(done.stdout)
    assert done.returncode == 0, done.stdout
    assert len(seen) >= 20
    assert set(seen.values()) == {"ok"}
    assert done.stdout.endswith(f"\n{len(seen)} checks: 0 problems, 0 warnings.\n")
    assert office.letters == []


@pytest.mark.defect("D45")
def test_a_mail_server_that_is_down_is_a_problem_with_advice(site):
    mail = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(free_port())}

    done = flasky("doctor", folder=site, **HEALTHY, **mail)

    assert done.returncode == 1
    assert levels(done.stdout)["mail server"] == "problem"
    assert "nobody listens on port" in done.stdout
    assert "Set MAIL_PORT" in done.stdout


def test_a_file_that_is_damaged_is_a_problem(site):
    file = site / "data" / "data.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = bytearray(file.read_bytes())
    pages[4096 * 3 : 4096 * 8] = b"\xa5" * 4096 * 5
    file.write_bytes(bytes(pages))

    done = flasky("doctor", folder=site, **HEALTHY)

    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert "problem" in levels(done.stdout).values()


@pytest.mark.parametrize("content", [b"This is no database at all. " * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_a_problem(site, content):
    for file in (site / "data").glob("data.sqlite*"):
        file.unlink()
    (site / "data" / "data.sqlite").write_bytes(content)

    done = flasky("doctor", folder=site, **HEALTHY)

    assert done.returncode == 1, done.stderr
    assert levels(done.stdout)["database"] == "problem"
    assert "Traceback" not in done.stderr


def test_without_a_database_none_is_made(tmp_path):
    done = flasky("doctor", folder=tmp_path, **HEALTHY)

    assert done.returncode == 1
    assert levels(done.stdout)["database"] == "problem"
    assert "`flasky run` makes it" in done.stdout
    assert not (tmp_path / "data" / "data.sqlite").exists()


def test_a_database_server_that_is_away_is_a_problem(tmp_path):
    away = f"postgresql://flasky:hidden@127.0.0.1:{free_port()}/flasky"

    done = flasky("doctor", folder=tmp_path, DATABASE_URL=away, **HEALTHY)

    assert done.returncode == 1
    assert levels(done.stdout)["database"] == "problem"
    assert "hidden" not in done.stdout + done.stderr


def test_each_setting_that_is_wrong_is_a_line_and_no_other_command_is_needed(tmp_path):
    done = flasky("doctor", folder=tmp_path, MAIL_PORT="smtp", FLASKY_POSTS_PER_PAGE="0")

    assert done.returncode == 1
    assert "MAIL_PORT must be a whole number" in done.stdout
    assert "FLASKY_POSTS_PER_PAGE is too small" in done.stdout
    assert "2 checks: 2 problems, 0 warnings." in done.stdout


def test_the_schema_that_is_behind_is_a_problem(run):
    run("db", "downgrade", "base")
    try:
        result = run("doctor")
    finally:
        run("db", "upgrade")

    assert result.exit_code == 1
    assert levels(result.stdout)["schema"] == "problem"
    assert "`flasky deploy`" in result.stdout


def test_the_schema_of_a_newer_flasky_or_of_another_program_is_a_problem(run):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'theirs'")
    try:
        result = run("doctor")
    finally:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrations.head()}'")

    assert result.exit_code == 1
    assert levels(result.stdout)["schema"] == "problem"
    assert "theirs" in result.stdout


@pytest.mark.defect("D51")
def test_roles_that_are_missing_are_a_problem(run):
    transaction.session.execute(update(Role).where(Role.name == Role.USER).values(name="Other"))
    transaction.commit()
    try:
        result = run("doctor")
    finally:
        transaction.session.execute(update(Role).where(Role.name == "Other").values(name=Role.USER))
        roles.insert_roles()
        transaction.commit()

    assert result.exit_code == 1
    assert levels(result.stdout)["roles"] == "problem"
    assert "`flasky deploy` inserts them" in result.stdout


def test_work_that_nobody_does_is_a_problem(run, alice):
    users.ask_reset(NOBODY, email="alice@example.com")
    transaction.commit()

    with time_machine.travel(clock.now() + timedelta(minutes=10)):
        result = run("doctor")

    assert result.exit_code == 1
    assert levels(result.stdout)["worker"] == "problem"
    assert "nobody does it" in result.stdout


def test_a_worker_that_has_not_been_seen_and_letters_that_were_given_up_are_warnings(run, alice):
    users.ask_reset(NOBODY, email="alice@example.com")
    loop.expand_facts()
    transaction.session.execute(update(Job).values(due_at=None, dead_at=clock.now()))
    transaction.commit()

    result = run("doctor")

    seen = levels(result.stdout)
    assert result.exit_code == 0, result.stdout
    assert (seen["worker"], seen["dead letters"], seen["administrator"]) == ("warning", "warning", "warning")


def test_every_line_that_is_not_fine_is_followed_by_what_to_do(run):
    lines = run("doctor").stdout.splitlines()

    troubled = [number for number, line in enumerate(lines) if line.startswith(("warning", "problem"))]
    assert troubled
    assert all(lines[number + 1].startswith(" " * 26) for number in troubled)
