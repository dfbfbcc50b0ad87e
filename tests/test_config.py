"""The settings: where they come from, which databases they mean, what they keep to themselves."""

import stat
import subprocess
from pathlib import Path

import pytest

from flasky import config
from flasky.errors import ConfigurationError
from tests.commands import environment, flasky, words

KEY = "k" * 32
SECRETS = {
    "SECRET_KEY": "hidden-key-" + "x" * 32,
    "SECRET_KEY_FALLBACKS": "hidden-fallback-" + "x" * 32,
    "DATABASE_URL": "postgresql://flasky:hidden-a@db.example/flasky",
    "DEV_DATABASE_URL": "mysql://flasky:hidden-b@db.example/flasky",
    "TEST_DATABASE_URL": "mysql://flasky:hidden-c@db.example/flasky",
    "MAIL_PASSWORD": "hidden-d",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder and an environment without settings."""
    for name in config.Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("FLASK_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.seed("E10")
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("development", "data-dev.sqlite"),
        ("default", "data-dev.sqlite"),
        ("testing", "data-test.sqlite"),
        ("production", "data.sqlite"),
        (None, "data.sqlite"),
    ],
)
def test_without_an_address_a_file_in_the_data_folder_is_the_database(folder, name, file):
    url = config.load(name).database

    assert url.drivername == "sqlite"
    assert url.database == str(folder / "data" / file)


@pytest.mark.seed("E10")
@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("development", {"DEV_DATABASE_URL", "DATABASE_URL"}, "dev_database_url"),
        ("development", {"DATABASE_URL"}, "database_url"),
        ("default", {"DEV_DATABASE_URL", "DATABASE_URL"}, "dev_database_url"),
        ("production", {"DEV_DATABASE_URL", "TEST_DATABASE_URL", "DATABASE_URL"}, "database_url"),
        ("testing", {"DEV_DATABASE_URL", "TEST_DATABASE_URL", "DATABASE_URL"}, "test_database_url"),
        ("testing", {"DEV_DATABASE_URL", "DATABASE_URL"}, str),
        ("production", {"DEV_DATABASE_URL", "TEST_DATABASE_URL"}, str),
    ],
)
def test_each_configuration_has_its_own_address(folder, monkeypatch, name, given, expected):
    for setting in given:
        monkeypatch.setenv(setting, f"postgresql://127.0.0.1/{setting.lower()}")

    url = config.load(name).database

    assert url.drivername == "sqlite" if expected is str else url.database == expected


@pytest.mark.seed("P10")
@pytest.mark.defect("D44")
@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("postgres://flasky:pass@127.0.0.1:5433/flasky", "postgresql+psycopg"),
        ("postgresql://flasky:pass@127.0.0.1:5433/flasky", "postgresql+psycopg"),
        ("postgresql+psycopg2://flasky:pass@127.0.0.1:5433/flasky", "postgresql+psycopg"),
        ("mysql://flasky:pass@127.0.0.1:5433/flasky", "mysql+pymysql"),
        ("mariadb://flasky:pass@127.0.0.1:5433/flasky", "mysql+pymysql"),
        ("mysql+mysqldb://flasky:pass@127.0.0.1:5433/flasky", "mysql+pymysql"),
    ],
)
def test_every_spelling_of_a_server_reaches_our_driver(folder, address, driver):
    url = config.load("production", database_url=address).database

    assert url.drivername == driver
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "flasky",
        "pass",
        "127.0.0.1",
        5433,
        "flasky",
    )


@pytest.mark.seed("E10")
def test_a_windows_path_parses(folder):
    url = config.load("production", database_url="sqlite:///c:/flasky/data.sqlite").database

    assert url.drivername == "sqlite"
    assert url.database.endswith("c:/flasky/data.sqlite")


def test_a_relative_sqlite_path_counts_from_the_working_folder(folder):
    assert config.load("production", database_url="sqlite:///here.sqlite").database.database == str(
        folder / "here.sqlite"
    )


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(folder, address):
    with pytest.raises(ConfigurationError, match=r"^DATABASE_URL names no file"):
        config.load("production", database_url=address)


def test_the_env_file_is_read_and_the_environment_is_stronger(folder, monkeypatch):
    (folder / ".env").write_text("FLASKY_POSTS_PER_PAGE=7\nMAIL_SERVER=mail.example\nSOMEBODY_ELSES=1\n")
    monkeypatch.setenv("MAIL_SERVER", "stronger.example")

    settings = config.load()

    assert settings.flasky_posts_per_page == 7
    assert settings.mail_server == "stronger.example"


def test_an_override_wins_over_everything(folder, monkeypatch):
    monkeypatch.setenv("FLASK_CONFIG", "development")
    monkeypatch.setenv("MAIL_PORT", "26")

    settings = config.load("testing", mail_port=27, environment="production")

    assert (settings.environment, settings.mail_port) == ("testing", 27)


@pytest.mark.parametrize("name", config.SECRETS)
def test_a_secret_can_stand_in_a_file(folder, monkeypatch, name):
    value = "postgresql://127.0.0.1/from_a_file" if name == "database_url" else "from-a-file-" + KEY
    (folder / "secret").write_text(value + "\n")
    (folder / "secret").chmod(0o600)
    monkeypatch.setenv(f"{name.upper()}_FILE", str(folder / "secret"))

    assert getattr(config.load(), name) == value


def test_the_administrator_is_kept_in_the_spelling_of_addresses(folder):
    assert config.load(flasky_admin="Boss@Example.COM").flasky_admin == "boss@example.com"


@pytest.mark.parametrize(
    ("site", "https", "local", "host"),
    [
        ("https://blog.example.org/", True, False, "blog.example.org"),
        ("http://localhost:5000", False, True, "localhost"),
        ("http://[::1]:5000", False, True, "[::1]"),
        ("https://[2001:db8::7]", True, False, "[2001:db8::7]"),
        ("HTTPS://Blog.Example.org:8443/", True, False, "blog.example.org"),
    ],
)
def test_the_site_s_address_tells_how_it_is_reached(folder, site, https, local, host):
    settings = config.load(flasky_site_url=site)

    assert (settings.is_https, settings.is_local, settings.hosts[0]) == (https, local, host)
    assert settings.flasky_site_url == site.lower().removesuffix("/")


@pytest.mark.defect("D11")
def test_a_key_is_made_on_the_first_start_and_kept(folder):
    first, second = config.load("production"), config.load("production")

    assert first.secret_key == second.secret_key
    assert len(first.secret_key or "") >= config.KEY_MIN


def test_only_the_owner_can_read_the_key_and_the_data_folder(folder):
    config.load("production")

    assert stat.S_IMODE((folder / "data" / "secret_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / "data").stat().st_mode) == 0o700
    assert [file.name for file in (folder / "data").iterdir()] == ["secret_key"]


def test_two_processes_that_start_together_make_one_key(folder):
    keys = "import flasky.config; print(flasky.config.load('production').secret_key)"
    command = [words()[0], "-c", keys]

    started = [
        subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    made = {process.communicate(timeout=60)[0] for process in started}

    assert made == {(folder / "data" / "secret_key").read_text() + "\n"}


def test_the_one_who_comes_second_takes_the_first_one_s_key(folder, monkeypatch):
    data = folder / "data"

    def another_was_faster(_aside, path):
        Path(path).write_text("f" * 40)
        raise FileExistsError

    monkeypatch.setattr("os.link", another_was_faster)

    assert config.load("production").secret_key == "f" * 40
    assert [file.name for file in data.iterdir()] == ["secret_key"]


def test_config_show_names_every_setting_and_no_secret(tmp_path):
    done = flasky("config", "show", folder=tmp_path, FLASK_CONFIG="production", MAIL_SERVER="mail.example", **SECRETS)

    assert done.returncode == 0
    assert "hidden-" not in done.stdout + done.stderr
    assert all(f"\n{name}" in f"\n{done.stdout}" for name in SECRETS)
    assert "MAIL_SERVER" in done.stdout
    assert "mail.example" in done.stdout


def test_what_is_shown_tells_set_from_unset(folder):
    rows = dict(config.shown(config.load("testing", mail_password="hidden")))

    assert rows["FLASK_CONFIG"] == "testing"
    assert rows["MAIL_PASSWORD"] == "(hidden)"
    assert rows["DATABASE_URL"] == "(unset)"
