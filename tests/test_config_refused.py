"""A wrong setting stops the start: one sentence that names it, exit status 2, no traceback."""

import os
import sqlite3
from contextlib import closing

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from flasky import config
from flasky.__main__ import main
from flasky.errors import ConfigurationError
from tests.commands import environment, flasky
from tests.lib.test_dkim_keys import pem_of

HTTPS = {"FLASKY_SITE_URL": "https://blog.example.org"}
POST_OFFICE = {"MAIL_SERVER": "mail.example.org", "MAIL_USERNAME": "blog", "MAIL_PASSWORD": "tiger"}
KEY = "a key of this test that is long enough"
REFUSED = {
    "unknown configuration": ({"FLASK_CONFIG": "staging"}, "FLASK_CONFIG must be one of"),
    "short key": ({"SECRET_KEY": "short"}, "SECRET_KEY must have at least 32 characters"),
    "empty key": ({"SECRET_KEY": ""}, "SECRET_KEY must have at least 32 characters"),
    "key of the book": ({"SECRET_KEY": "hard to guess string" * 2}, "SECRET_KEY is one of those that stand in books"),
    "key of a sample": ({"SECRET_KEY": "changeme-" * 4}, "SECRET_KEY is one of those that stand in books"),
    "key of one letter": ({"SECRET_KEY": "x" * 64}, "SECRET_KEY repeats a few characters"),
    "weak former key": (
        {"SECRET_KEY": KEY, "SECRET_KEY_FALLBACKS": f"{KEY},{'ab' * 16}"},
        "SECRET_KEY_FALLBACKS repeats a few characters",
    ),
    "short former key": ({"SECRET_KEY_FALLBACKS": "short"}, "SECRET_KEY_FALLBACKS must have at least 32 characters"),
    "key file that is not there": ({"SECRET_KEY_FILE": "missing"}, "SECRET_KEY_FILE names missing"),
    "debug in production": ({"FLASK_DEBUG": "1"}, "FLASK_DEBUG is on in production"),
    "public http": ({"FLASKY_SITE_URL": "http://blog.example.org"}, "FLASKY_SITE_URL is a public http address"),
    "site with a path": ({"FLASKY_SITE_URL": "https://example.org/blog"}, "FLASKY_SITE_URL must be an origin"),
    "every host": ({"FLASKY_SITE_URL": "https://*.example.org"}, "FLASKY_SITE_URL must be an origin"),
    "every address": ({"FLASKY_SITE_URL": "https://0.0.0.0"}, "FLASKY_SITE_URL must name a host and a port"),
    "every visitor a proxy": ({"FLASKY_TRUSTED_PROXIES": "0.0.0.0/0"}, "FLASKY_TRUSTED_PROXIES names 0.0.0.0/0"),
    "proxy by name": ({"FLASKY_TRUSTED_PROXIES": "127.0.0.1,nginx"}, "FLASKY_TRUSTED_PROXIES names 'nginx'"),
    "TLS and SSL": ({"MAIL_USE_TLS": "1", "MAIL_USE_SSL": "1"}, "MAIL_USE_TLS and MAIL_USE_SSL are both on"),
    "mail password in clear": (POST_OFFICE, "MAIL_PASSWORD would travel to mail.example.org in clear text"),
    "port no number": ({"MAIL_PORT": "smtp"}, "MAIL_PORT must be a whole number (it is 'smtp')"),
    "unknown database": ({"DATABASE_URL": "oracle://scott:tiger@db/x"}, "DATABASE_URL must start with sqlite:///"),
    "database in memory": ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL names no file"),
    "data folder under a file": ({"FLASKY_DATA_DIR": "/dev/null/data"}, "FLASKY_DATA_DIR is /dev/null/data"),
    "data in memory": ({**HTTPS, "FLASKY_DATA_DIR": "/dev/shm/data"}, "FLASKY_DATA_DIR leads to /dev/shm/data"),
    "database file in memory": (
        {**HTTPS, "SECRET_KEY": KEY, "FLASKY_DATA_DIR": "/srv", "DATABASE_URL": "sqlite:////dev/shm/site.sqlite"},
        "DATABASE_URL leads to /dev/shm/site.sqlite, which is in memory",
    ),
    "Celery": ({"CELERY_BROKER_URL": "redis://127.0.0.1"}, "CELERY_BROKER_URL is set, but this version"),
}
WRONG = {
    "port too large": ({"MAIL_PORT": "70000"}, "MAIL_PORT is too large a number"),
    "port too small": ({"MAIL_PORT": "0"}, "MAIL_PORT is too small a number"),
    "no yes or no": ({"MAIL_USE_TLS": "perhaps"}, "MAIL_USE_TLS must be true or false"),
    "sender": ({"FLASKY_MAIL_SENDER": "Flasky"}, "FLASKY_MAIL_SENDER must be an address"),
    "site with a name and a password": ({"FLASKY_SITE_URL": "https://a:b@example.org"}, "FLASKY_SITE_URL must be an"),
    "site at port 0": ({"FLASKY_SITE_URL": "https://example.org:0"}, "FLASKY_SITE_URL must name a host and a port"),
    "site at a port too large": ({"FLASKY_SITE_URL": "https://example.org:70000"}, "FLASKY_SITE_URL must name a host"),
    "site with a fragment": ({"FLASKY_SITE_URL": "https://example.org#x"}, "FLASKY_SITE_URL must be an origin"),
    "site in other letters": ({"FLASKY_SITE_URL": "https://bücher.example"}, "FLASKY_SITE_URL must be an origin"),
    "empty site": ({"FLASKY_SITE_URL": "https://"}, "FLASKY_SITE_URL must be an origin"),
    "DKIM without a key": ({"FLASKY_DKIM_SELECTOR": "one"}, "FLASKY_DKIM_SELECTOR and FLASKY_DKIM_KEY_FILE sign"),
    "DKIM without a selector": ({"FLASKY_DKIM_KEY_FILE": "k"}, "FLASKY_DKIM_SELECTOR and FLASKY_DKIM_KEY_FILE sign"),
    "DKIM selector": ({"FLASKY_DKIM_SELECTOR": "a;d=b"}, "FLASKY_DKIM_SELECTOR must be a name as the DNS has them"),
    "DKIM domain": ({"FLASKY_DKIM_DOMAIN": "bücher.example"}, "FLASKY_DKIM_DOMAIN must be a name as the DNS has them"),
    "DKIM key not there": (
        {"FLASKY_DKIM_SELECTOR": "one", "FLASKY_DKIM_KEY_FILE": "missing"},
        "FLASKY_DKIM_KEY_FILE names missing, which cannot be read",
    ),
    "DKIM key that is none": (
        {"FLASKY_DKIM_SELECTOR": "one", "FLASKY_DKIM_KEY_FILE": "/dev/null"},
        "FLASKY_DKIM_KEY_FILE names /dev/null, which holds no private key in PEM format",
    ),
    "administrator": ({"FLASKY_ADMIN": "the boss"}, "FLASKY_ADMIN must be an e-mail address"),
    "site without http": ({"FLASKY_SITE_URL": "blog.example.org"}, "FLASKY_SITE_URL must be an origin"),
    "site with a query": ({"FLASKY_SITE_URL": "https://example.org?x"}, "FLASKY_SITE_URL must be an origin"),
    "database without a scheme": ({"DEV_DATABASE_URL": "data.sqlite"}, "DEV_DATABASE_URL must start with"),
    "secret in a database": ({"TEST_DATABASE_URL": "x://u:hidden@h/d"}, "TEST_DATABASE_URL must start with"),
    "folder for a file": ({"DATABASE_URL_FILE": "/"}, "DATABASE_URL_FILE names /, which cannot be read"),
}


@pytest.mark.seed("P15")
@pytest.mark.defect("D11")
@pytest.mark.defect("D45")
@pytest.mark.advisory("CVE-2024-34069")
@pytest.mark.parametrize(("settings", "sentence"), REFUSED.values(), ids=REFUSED)
def test_the_command_ends_with_one_sentence_and_status_2(tmp_path, monkeypatch, capsys, settings, sentence):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["flasky", "config", "check"])
    for name in os.environ.keys() - environment().keys():
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit) as end:
        main()

    said = capsys.readouterr()
    assert end.value.code == 2
    assert said.err.startswith(sentence)
    assert said.err.strip().count("\n") == 0
    assert "tiger" not in said.err
    assert said.out == ""


@pytest.mark.parametrize("name", ["short key", "unknown database", "public http"])
def test_the_process_ends_so_too(tmp_path, name):
    settings, sentence = REFUSED[name]

    done = flasky("config", "check", folder=tmp_path, **settings)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(sentence)
    assert done.stderr.strip().count("\n") == 0


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


def test_a_dkim_key_that_lies_open_or_signs_for_no_domain_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    key = tmp_path / "key"
    key.write_bytes(pem_of(ed25519.Ed25519PrivateKey.generate()))
    signing = {"flasky_dkim_selector": "one", "flasky_dkim_key_file": key}

    key.chmod(0o644)
    with pytest.raises(
        ConfigurationError, match=r"^FLASKY_DKIM_KEY_FILE names .*key, which every user of this machine"
    ):
        config.load(**signing)
    with pytest.raises(ConfigurationError, match="FLASKY_MAIL_SENDER has no domain"):
        config.load(**signing, flasky_mail_sender="Flasky <flasky@büro>")


def test_a_kept_key_that_was_cut_short_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret_key").write_text("cut")

    with pytest.raises(ConfigurationError, match=r"^SECRET_KEY is read from .*secret_key, which is shorter"):
        config.load("testing", flasky_data_dir=tmp_path)


def test_a_data_folder_that_may_not_be_written_to_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("os.access", lambda *_question: False)

    with pytest.raises(ConfigurationError, match=r"^FLASKY_DATA_DIR is .*, which cannot be written to by this user"):
        config.load("testing", flasky_data_dir=tmp_path)


@pytest.mark.seed("P15")
@pytest.mark.defect("D39")
@pytest.mark.parametrize("name", ["development", "testing", "production", "default"])
def test_every_configuration_starts_without_a_setting(tmp_path, name):
    done = flasky("config", "check", folder=tmp_path, FLASK_CONFIG=name)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The settings are fine (")


@pytest.mark.parametrize("name", config.SECRETS)
def test_secret_in_a_file_that_everybody_reads_is_named(tmp_path, name):
    (tmp_path / "secret").write_text("sqlite:///data.sqlite" if name == "database_url" else KEY)
    (tmp_path / "secret").chmod(0o644)

    done = flasky("config", "check", folder=tmp_path, **{f"{name.upper()}_FILE": "secret"})

    assert done.returncode == 2
    assert (
        done.stderr
        == f"{name.upper()}_FILE names secret, which every user of this machine can read: `chmod 600 secret`.\n"
    )


@pytest.mark.parametrize("line", [f"SECRET_KEY={KEY}", "DATABASE_URL=mysql://a:tiger@db/x", "MAIL_PASSWORD='tiger'"])
def test_secret_in_an_env_file_that_everybody_reads_is_named(tmp_path, line):
    (tmp_path / ".env").write_text(f"FLASKY_POSTS_PER_PAGE=7\n{line}\n")
    (tmp_path / ".env").chmod(0o644)

    refused = flasky("config", "check", folder=tmp_path)
    (tmp_path / ".env").chmod(0o600)
    taken = flasky("config", "check", folder=tmp_path)

    assert refused.returncode == 2
    assert refused.stderr.startswith(
        f"{line.partition('=')[0]} stands in .env, which every user of this machine can read"
    )
    assert "tiger" not in refused.stderr
    assert taken.returncode == 0


def test_env_file_without_a_secret_may_be_read_by_everybody(tmp_path):
    (tmp_path / ".env").write_text("# SECRET_KEY=\nMAIL_SERVER=127.0.0.1\nDATABASE_URL=sqlite:///here.sqlite\n")
    (tmp_path / ".env").chmod(0o644)

    assert flasky("config", "check", folder=tmp_path).returncode == 0


@pytest.mark.parametrize(
    "settings",
    [
        {**HTTPS, "FLASKY_VOLATILE_DATA": "true"},
        {"FLASKY_SITE_URL": "http://localhost:5000"},
        {**HTTPS, "SECRET_KEY": KEY, "DATABASE_URL": "postgresql://127.0.0.1/flasky"},
    ],
    ids=["said to be fine", "on this machine only", "nothing of worth there"],
)
def test_data_folder_in_memory_is_taken_where_nothing_can_be_lost(tmp_path, monkeypatch, settings):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("flasky.lib.mounts.volatile_place", lambda _path: "in memory")
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    assert config.load("production").flasky_data_dir.is_dir()


@pytest.mark.parametrize("security", ["MAIL_USE_TLS", "MAIL_USE_SSL"])
def test_mail_password_that_travels_in_secret_is_taken(tmp_path, security):
    assert flasky("config", "check", folder=tmp_path, **POST_OFFICE, **{security: "1"}).returncode == 0


def test_mail_password_for_this_machine_is_taken(tmp_path):
    settings = {**POST_OFFICE, "MAIL_SERVER": "localhost"}

    assert flasky("config", "check", folder=tmp_path, **settings).returncode == 0


def test_weak_key_is_good_enough_to_develop(tmp_path):
    assert flasky("config", "check", folder=tmp_path, FLASK_CONFIG="development", SECRET_KEY="x" * 32).returncode == 0


def test_kept_key_that_cannot_be_read_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret_key").mkdir()

    with pytest.raises(ConfigurationError, match=r"^SECRET_KEY is kept in .*secret_key, which cannot be used: "):
        config.load("production", flasky_data_dir=tmp_path)


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
