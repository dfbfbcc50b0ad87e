"""The settings: read once, typed, checked, frozen.

Sources, strongest first: the environment, `.env` in the working folder, and `<NAME>_FILE` for secrets. A wrong value
raises ConfigurationError with one sentence that names the setting.
"""

import os
import secrets
from email.utils import parseaddr
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from flasky.errors import ConfigurationError
from flasky.lib import emails

KEY_MIN = 32
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SECRETS = ("secret_key", "database_url", "mail_password")
HIDDEN = (*SECRETS, "secret_key_fallbacks", "dev_database_url", "test_database_url", "celery_broker_url")
PLAIN = {
    "int_parsing": "must be a whole number",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "is too small a number",
    "less_than_equal": "is too large a number",
}
NAMES = ("development", "testing", "production", "default")
DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
}


class Environment(StrEnum):
    """The configurations: FLASK_CONFIG takes these names, and `default` for development."""

    DEVELOPMENT = "development"
    TESTING = "testing"
    PRODUCTION = "production"


DATABASE_FILES = {
    Environment.DEVELOPMENT: "data-dev.sqlite",
    Environment.TESTING: "data-test.sqlite",
    Environment.PRODUCTION: "data.sqlite",
}


class Settings(BaseSettings):
    """All settings. A field is the setting of the same name in capitals; `.env.example` says what each means."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    environment: Environment = Field(default=Environment.PRODUCTION, validation_alias="flask_config")
    secret_key: str | None = None
    secret_key_file: Path | None = None
    secret_key_fallbacks: Annotated[tuple[str, ...], NoDecode] = ()
    database_url: str = ""
    database_url_file: Path | None = None
    dev_database_url: str = ""
    test_database_url: str = ""
    mail_server: str = ""
    mail_port: int = Field(default=25, ge=1, le=65535)
    mail_use_tls: bool = False
    mail_use_ssl: bool = False
    mail_username: str = ""
    mail_password: str = ""
    mail_password_file: Path | None = None
    flasky_mail_subject_prefix: str = "[Flasky]"
    flasky_mail_sender: str = "Flasky Admin <flasky@example.com>"
    flasky_admin: str = ""
    flasky_site_url: str = "http://127.0.0.1:5000"
    flasky_data_dir: Path = Path("data")
    flasky_posts_per_page: int = Field(default=20, ge=1, le=100)
    flask_debug: bool = False
    ratelimit_enabled: bool = True
    celery_broker_url: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in SECRETS:
            if path := values.get(f"{name}_file"):
                values[name] = _secret_in(Path(path), name)
        return values

    @field_validator("environment", mode="before")
    @classmethod
    def _known_environment(cls, value: object) -> object:
        if value not in NAMES:
            raise ValueError(f"must be one of {', '.join(NAMES)}")
        return Environment.DEVELOPMENT if value == "default" else value

    @field_validator("secret_key")
    @classmethod
    def _long_key(cls, value: str | None) -> str | None:
        if value is not None and len(value) < KEY_MIN:
            raise ValueError(
                f"must have at least {KEY_MIN} characters: unset it to have one made, or give a long random one"
            )
        return value

    @field_validator("secret_key_fallbacks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("database_url", "dev_database_url", "test_database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and _driver_of(value) is None:
            raise ValueError("must start with sqlite:///, postgresql://, postgres://, mysql:// or mariadb://")
        if value and make_url(value).get_backend_name() == "sqlite" and _is_in_memory(make_url(value)):
            raise ValueError("names no file, and the processes of a site cannot share a database in memory: name one")
        return value

    @field_validator("flasky_site_url")
    @classmethod
    def _origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError("must be an origin such as https://blog.example.org, without a path")
        return value.rstrip("/")

    @field_validator("flasky_mail_sender")
    @classmethod
    def _sender(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1]:
            raise ValueError("must be an address such as Flasky Admin <flasky@example.com>")
        return value

    @field_validator("flasky_admin")
    @classmethod
    def _administrator(cls, value: str) -> str:
        if value and emails.normalized(value) is None:
            raise ValueError("must be an e-mail address")
        return emails.normalized(value) or ""

    @field_validator("celery_broker_url")
    @classmethod
    def _no_broker(cls, value: str) -> str:
        if value:
            raise ValueError("is set, but this version runs its jobs with its own worker only: unset it")
        return value

    @model_validator(mode="after")
    def _one_mail_security(self) -> Self:
        if self.mail_use_tls and self.mail_use_ssl:
            raise ValueError(
                "MAIL_USE_TLS and MAIL_USE_SSL are both on: STARTTLS (TLS) or SSL, your provider says which"
            )
        return self

    @model_validator(mode="after")
    def _safe_in_production(self) -> Self:
        if self.environment is not Environment.PRODUCTION:
            return self
        if self.flask_debug:
            raise ValueError("FLASK_DEBUG is on in production, where it would hand the server to strangers: unset it")
        if not self.is_https and not self.is_local:
            raise ValueError(
                "FLASKY_SITE_URL is a public http address, passwords would travel in clear text: use https"
            )
        return self

    @cached_property
    def database(self) -> URL:
        """The database of this environment, with the driver that is used."""
        given = self._database_given()
        if not given:
            return URL.create(
                "sqlite", database=str(self.flasky_data_dir.absolute() / DATABASE_FILES[self.environment])
            )
        url = make_url(given).set(drivername=_driver_of(given) or "sqlite")
        if url.get_backend_name() == "sqlite" and url.database:
            url = url.set(database=str(Path(url.database).absolute()))
        return url

    def _database_given(self) -> str:
        if self.environment is Environment.TESTING:
            return self.test_database_url
        if self.environment is Environment.DEVELOPMENT:
            return self.dev_database_url or self.database_url
        return self.database_url

    @property
    def is_https(self) -> bool:
        """Whether the site is reached by https; switches on secure cookies."""
        return self.flasky_site_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether the site's address is this machine itself."""
        return urlsplit(self.flasky_site_url).hostname in ("localhost", "127.0.0.1", "::1")

    @property
    def hosts(self) -> list[str]:
        """The host names a request may ask for: the site's own and this machine's."""
        return [urlsplit(self.flasky_site_url).hostname or "localhost", *LOCAL_HOSTS]

    @property
    def outbox(self) -> Path:
        """The folder of letters when no mail server is configured."""
        return self.flasky_data_dir / "outbox"


def load(name: str | None = None, **overrides: Any) -> Settings:
    """Return the settings of a configuration (None: FLASK_CONFIG, else production).

    Makes the data folder and, where no key is given, a secret key in it (mode 600). Overrides are settings by their
    names in lower case, and win. Raises ConfigurationError.
    """
    try:
        settings = Settings(**({**overrides, "environment": name} if name else overrides))
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from error
    _make_folder(settings.flasky_data_dir)
    if settings.secret_key is None:
        settings = settings.model_copy(update={"secret_key": _key_in(settings.flasky_data_dir)})
    return settings


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Return every setting's name and value, secrets as "(hidden)" or "(unset)", in the order of the class."""
    rows = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        text = ("(hidden)" if value else "(unset)") if name in HIDDEN else str(value)
        rows.append(("FLASK_CONFIG" if name == "environment" else name.upper(), text))
    return rows


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    name = str(first["loc"][0]).upper() if first["loc"] else ""
    words = PLAIN.get(first["type"]) or first["msg"].removeprefix("Value error, ")
    given = f" (it is {first['input']!r})" if name and name.lower() not in HIDDEN else ""
    return f"{name} {words}{given}.".lstrip()


def _driver_of(address: str) -> str | None:
    try:
        return DRIVERS.get(make_url(address).drivername.partition("+")[0])
    except ArgumentError:
        return None


def _is_in_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")


def _secret_in(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{name.upper()}_FILE names {path}, which cannot be read: {error}.") from error


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"FLASKY_DATA_DIR is {folder}, which cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ConfigurationError(f"FLASKY_DATA_DIR is {folder}, which cannot be written to by this user.")


def _key_in(folder: Path) -> str:
    """Return the secret key kept in the data folder, made on the first start.

    The key is written aside and linked into place, so that of two processes that start at once both read one key.
    """
    path = folder / "secret_key"
    if not path.exists():
        aside = folder / f".secret_key-{secrets.token_hex(8)}"
        aside.touch(mode=0o600)
        aside.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < KEY_MIN:
        raise ConfigurationError(
            f"SECRET_KEY is read from {path}, which is shorter than {KEY_MIN} characters: remove the file."
        )
    return key
