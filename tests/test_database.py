"""How each kind of database is opened."""

import contextvars
import threading
import traceback

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, OperationalError

from flasky.database import cannot_write, engine_options, means_to_write


@pytest.fixture
def engine(tmp_path):
    """A SQLite file with one table."""
    made = create_engine(**engine_options(make_url(f"sqlite:///{tmp_path}/test.sqlite")))
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    yield made
    made.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("busy_timeout", 15_000), ("mmap_size", 0)],
)
def test_sqlite_is_opened_durable_and_patient(engine, pragma, value):
    with engine.connect() as connection:
        assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_reader_on_sqlite_waits_for_no_writer(engine):
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO notes VALUES ('first')"))

        assert contextvars.Context().run(_count, engine) == 0

    assert contextvars.Context().run(_count, engine) == 1


def _count(engine) -> int:
    means_to_write.set(False)
    with engine.connect() as reader:
        return reader.execute(text("SELECT count(*) FROM notes")).scalar_one()


def test_two_who_read_and_then_write_on_sqlite_take_turns(engine):
    def add() -> None:
        for _ in range(20):
            with engine.begin() as connection:
                known = connection.execute(text("SELECT count(*) FROM notes")).scalar_one()
                connection.execute(text("INSERT INTO notes VALUES (:known)"), {"known": known})

    threads = [threading.Thread(target=contextvars.Context().run, args=(add,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    with engine.connect() as connection:
        assert [int(words) for (words,) in connection.execute(text("SELECT words FROM notes"))] == list(range(80))


def test_a_write_that_was_announced_as_a_read_is_refused_when_another_wrote(engine):
    context = contextvars.Context()
    context.run(means_to_write.set, False)
    reader = context.run(engine.connect)
    context.run(reader.execute, text("SELECT count(*) FROM notes"))
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO notes VALUES ('first')"))

    with pytest.raises(OperationalError, match="locked"):
        context.run(reader.execute, text("INSERT INTO notes VALUES ('second')"))
    reader.close()


@pytest.mark.parametrize("kind", ["postgresql+psycopg", "mysql+pymysql"])
def test_servers_are_opened_read_committed_with_limits(kind):
    options = engine_options(make_url(f"{kind}://somebody@127.0.0.1/flasky"))

    assert options["isolation_level"] == "READ COMMITTED"
    assert options["pool_pre_ping"] is True
    assert options["connect_args"]["connect_timeout"] == 5


def test_mariadb_speaks_all_of_unicode_and_is_strict():
    options = engine_options(make_url("mysql+pymysql://somebody@127.0.0.1/flasky"))

    assert options["url"].query["charset"] == "utf8mb4"
    assert "STRICT_ALL_TABLES" in options["connect_args"]["init_command"]


def test_postgresql_ends_what_takes_too_long():
    options = engine_options(make_url("postgresql+psycopg://somebody@127.0.0.1/flasky"))["connect_args"]["options"]

    assert all(limit in options for limit in ("lock_timeout=5s", "statement_timeout=60s", "timezone=utc"))


class Refusal(Exception):
    """What a driver raises: PostgreSQL's with a state, the others' with arguments."""

    def __init__(self, *arguments, sqlstate=None):
        super().__init__(*arguments)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (Refusal("database or disk is full"), True),
        (Refusal("disk I/O error"), True),
        (Refusal("attempt to write a readonly database"), True),
        (Refusal(sqlstate="53100"), True),
        (Refusal(sqlstate="25006"), True),
        (Refusal(1021, "Disk full (/tmp); waiting for someone to free some space"), True),
        (Refusal(1290, "The MariaDB server is running with the --read-only option"), True),
        (Refusal("database is locked"), False),
        (Refusal("connection refused", sqlstate="08006"), False),
        (Refusal(2006, "MySQL server has gone away"), False),
        (Refusal(), False),
    ],
)
def test_full_or_read_only_disk_is_told_from_a_database_that_is_away(refusal, expected):
    assert cannot_write(OperationalError("INSERT", {}, refusal)) is expected


def test_error_of_the_pool_says_nothing_of_a_disk():
    assert not cannot_write(TimeoutError("no connection is free"))


POSTGRESQL_SAYS = """duplicate key value violates unique constraint "uq_users_email"
DETAIL:  Key (email)=(bob@example.com) already exists."""
REFUSED_ROW = """null value in column "name" of relation "actors" violates not-null constraint
DETAIL:  Failing row contains (7, bob@example.com, $argon2id$)."""
MARIADB_SAYS = "Duplicate entry 'bob@example.com' for key 'uq_users_email'"


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (POSTGRESQL_SAYS, "uq_users_email"),
        (REFUSED_ROW, "violates not-null constraint"),
        (MARIADB_SAYS, "for key 'uq_users_email'"),
        ("Incorrect string value: 'bob@example.com' for column 'name' at row 1", "column 'name' at row 1"),
    ],
)
def test_what_people_wrote_is_not_in_the_words_of_a_database_that_refuses_it(engine, words, kept):
    said = words.replace("'", "''")
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE TRIGGER refuse BEFORE INSERT ON notes BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )

    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(text("INSERT INTO notes VALUES ('any')"))

    trace = "".join(traceback.format_exception(refused.value))
    assert "bob@" not in trace
    assert "argon2" not in trace
    assert kept in trace
