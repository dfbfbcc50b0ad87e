"""A wrong setting stops the start: one sentence that names it, exit status 2, no traceback."""

import sqlite3
from contextlib import closing

import pytest

from flasky import config
from flasky.errors import ConfigurationError
from tests.commands import flasky

REFUSED = {
    "unknown configuration": ({"FLASK_CONFIG": "staging"}, "FLASK_CONFIG must be one of"),
    "short key": ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
    "empty key": ({"SECRET_KEY": ""}, "SECRET_KEY must have at least 32 characters"),
    "key file that is not there": ({"SECRET_KEY_FILE": "missing"}, "SECRET_KEY_FILE names missing"),
    "debug in production": ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG is on in production"),
    "public http": ({"FLASKY_SITE_URL": "http://blog.example.org"}, "FLASKY_SITE_URL is a public http address"),
    "site with a path": ({"FLASKY_SITE_URL": "https://example.org/blog"}, "FLASKY_SITE_URL must be an origin"),
    "TLS and SSL": ({"MAIL_USE_TLS": "1", "MAIL_USE_SSL": "1"}, "MAIL_USE_TLS and MAIL_USE_SSL are both on"),
    "port no number": ({"MAIL_PORT": "smtp"}, "MAIL_PORT must be a whole number (it is 'smtp')"),
    "unknown database": ({"DATABASE_URL": "oracle://scott:tiger@db/x"}, "DATABASE_URL must start with sqlite:///"),
    "data folder under a file": ({"FLASKY_DATA_DIR": "/dev/null/data"}, "FLASKY_DATA_DIR is /dev/null/data"),
    "Celery": ({"CELERY_BROKER_URL": "redis://127.0.0.1"}, "CELERY_BROKER_URL is set, but this version"),
}
WRONG = {
    "port too large": ({"MAIL_PORT": "70000"}, "MAIL_PORT is too large a number"),
    "port too small": ({"MAIL_PORT": "0"}, "MAIL_PORT is too small a number"),
    "no yes or no": ({"MAIL_USE_TLS": "perhaps"}, "MAIL_USE_TLS must be true or false"),
    "sender": ({"FLASKY_MAIL_SENDER": "Flasky"}, "FLASKY_MAIL_SENDER must be an address"),
    "administrator": ({"FLASKY_ADMIN": "the boss"}, "FLASKY_ADMIN must be an e-mail address"),
    "site without http": ({"FLASKY_SITE_URL": "blog.example.org"}, "FLASKY_SITE_URL must be an origin"),
    "site with a query": ({"FLASKY_SITE_URL": "https://example.org?x"}, "FLASKY_SITE_URL must be an origin"),
    "database without a scheme": ({"DEV_DATABASE_URL": "data.sqlite"}, "DEV_DATABASE_URL must start with"),
    "secret in a database": ({"TEST_DATABASE_URL": "x://u:hidden@h/d"}, "TEST_DATABASE_URL must start with"),
    "folder for a file": ({"DATABASE_URL_FILE": "/"}, "DATABASE_URL_FILE names /, which cannot be read"),
}


@pytest.mark.seed("P15")
@pytest.mark.defect("D11")
@pytest.mark.parametrize(("settings", "sentence"), REFUSED.values(), ids=REFUSED)
def test_the_command_ends_with_one_sentence_and_status_2(tmp_path, settings, sentence):
    done = flasky("config", "check", folder=tmp_path, **settings)

    assert done.returncode == 2
    assert done.stderr.startswith(sentence)
    assert done.stderr.strip().count("\n") == 0
    assert "tiger" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(("settings", "sentence"), [*REFUSED.values(), *WRONG.values()], ids=[*REFUSED, *WRONG])
def test_every_wrong_value_is_named(tmp_path, monkeypatch, settings, sentence):
    monkeypatch.chdir(tmp_path)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError) as refusal:
        config.load()

    assert str(refusal.value).startswith(sentence)
    assert "hidden" not in str(refusal.value)


def test_a_key_file_that_is_not_text_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "key").write_bytes(b"\xff\xfe" * 40)

    with pytest.raises(ConfigurationError, match=r"^SECRET_KEY_FILE names .*key, which cannot be read"):
        config.load("testing", secret_key_file=tmp_path / "key")


def test_a_kept_key_that_was_cut_short_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret_key").write_text("cut")

    with pytest.raises(ConfigurationError, match=r"^SECRET_KEY is read from .*secret_key, which is shorter"):
        config.load("testing", flasky_data_dir=tmp_path)


def test_a_data_folder_that_may_not_be_written_to_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_question: False)

    with pytest.raises(ConfigurationError, match=r"^FLASKY_DATA_DIR is .*, which cannot be written to by this user"):
        config.load("testing", flasky_data_dir=tmp_path)


@pytest.mark.parametrize("command", [("db", "upgrade"), ("user", "list"), ("run",)])
def test_a_schema_newer_than_the_code_stops_every_command(tmp_path, command):
    (tmp_path / "data").mkdir()
    with closing(sqlite3.connect(tmp_path / "data" / "data.sqlite")) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('2099')")
        connection.commit()

    done = flasky(*command, folder=tmp_path)

    assert done.returncode == 2
    assert "DATABASE_URL names a database whose schema (2099) is newer than this Flasky: update Flasky." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_a_schema_is_named(tmp_path):
    done = flasky("user", "list", folder=tmp_path)

    assert done.returncode == 2
    assert "DATABASE_URL names a database that lacks migrations: run `flasky db upgrade` first." in done.stderr
