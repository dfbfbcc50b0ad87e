"""The settings: read once, typed, checked, frozen.

Sources, strongest first: the environment, `.env` in the working folder, and `<NAME>_FILE` for secrets. A wrong value
raises ConfigurationError with one sentence that names the setting.
"""

import re
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

from flasky import files
from flasky.errors import ConfigurationError
from flasky.lib import emails, networks, peers, secrecy
from flasky.lib.dkim_keys import SigningKey
from flasky.lib.log_places import log_address
from flasky.lib.secrecy import KEY_MIN

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
SECRETS = ("secret_key", "database_url", "mail_password")
HIDDEN = (*SECRETS, "secret_key_fallbacks", "dev_database_url", "test_database_url", "celery_broker_url")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.ASCII)
DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", re.ASCII)
PLAIN = {
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
    "bool_parsing": "must be true or false",
    "greater_than_equal": "is too small a number",
    "less_than_equal": "is too large a number",
    "enum": "must be one of the words that .env.example names",
}
NAMES = ("development", "testing", "production", "default")
DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
}


class Registration(StrEnum):
    """Who may sign up: everybody, or nobody."""

    OPEN = "open"
    CLOSED = "closed"


class SessionProtection(StrEnum):
    """What happens to a login whose browser or network changed; see `http/protection.py`."""

    STRONG = "strong"
    STRICT = "strict"
    BASIC = "basic"
    NONE = "none"


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
    flasky_dkim_selector: str = ""
    flasky_dkim_key_file: Path | None = None
    flasky_dkim_domain: str = ""
    flasky_admin: str = ""
    flasky_site_url: str = "http://127.0.0.1:5000"
    flasky_trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    flasky_data_dir: Path = Path("data")
    flasky_registration: Registration | None = None
    flasky_session_protection: SessionProtection = SessionProtection.STRONG
    flasky_volatile_data: bool = False
    flasky_posts_per_page: int = Field(default=20, ge=1, le=100)
    flasky_followers_per_page: int = Field(default=50, ge=1, le=100)
    flasky_comments_per_page: int = Field(default=30, ge=1, le=100)
    flasky_slow_db_query_time: float = Field(default=0.5, ge=0)
    flasky_log_to: str = "stderr"
    flask_debug: bool = False
    ratelimit_enabled: bool = True
    celery_broker_url: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_secret_files(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in SECRETS:
            if path := values.get(f"{name}_file"):
                values[name] = files.secret_in(Path(path), name)
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

    @field_validator("secret_key_fallbacks", "flasky_trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("secret_key_fallbacks")
    @classmethod
    def _long_fallbacks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any(len(key) < KEY_MIN for key in value):
            raise ValueError(f"must have at least {KEY_MIN} characters each: a former key opens as much as the new one")
        return value

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
        scheme, separator, host = value.lower().removesuffix("/").partition("://")
        name, colon, port = host.rpartition(":") if not host.endswith("]") else ("", "", "")
        if scheme not in ("http", "https") or not HOST.fullmatch(name if colon and port.isdecimal() else host):
            raise ValueError("must be an origin such as https://blog.example.org, without a path")
        if _is_everywhere(host) or (colon and not 0 < int(port) < 65536):
            raise ValueError("must name a host and a port that people can visit, such as https://blog.example.org")
        return scheme + separator + host

    @field_validator("flasky_trusted_proxies")
    @classmethod
    def _known_proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        peers.proxies_of(value)
        return value

    @field_validator("flasky_mail_sender")
    @classmethod
    def _sender(cls, value: str) -> str:
        if "@" not in parseaddr(value)[1]:
            raise ValueError("must be an address such as Flasky Admin <flasky@example.com>")
        return value

    @field_validator("flasky_dkim_selector", "flasky_dkim_domain")
    @classmethod
    def _domain(cls, value: str) -> str:
        if value and not DOMAIN.fullmatch(value.lower()):
            raise ValueError("must be a name as the DNS has them, of letters, digits, hyphens and dots")
        return value.lower()

    @field_validator("flasky_dkim_key_file", mode="before")
    @classmethod
    def _no_file(cls, value: object) -> object:
        return value or None

    @field_validator("flasky_admin")
    @classmethod
    def _administrator(cls, value: str) -> str:
        if value and emails.normalized(value) is None:
            raise ValueError("must be an e-mail address")
        return emails.normalized(value) or ""

    @field_validator("flasky_log_to")
    @classmethod
    def _known_log(cls, value: str) -> str:
        if log_address(value) is None and value != "stderr":
            raise ValueError("must be stderr, syslog, syslog:/path/of/socket or syslog:host:port")
        return value

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
    def _whole_signature(self) -> Self:
        if bool(self.flasky_dkim_selector) != bool(self.flasky_dkim_key_file):
            raise ValueError(
                "FLASKY_DKIM_SELECTOR and FLASKY_DKIM_KEY_FILE sign letters together: set both, or neither"
            )
        if self.dkim_key and not DOMAIN.fullmatch(self.dkim_domain):
            raise ValueError("FLASKY_MAIL_SENDER has no domain that could sign letters: set FLASKY_DKIM_DOMAIN")
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
        for name, keys in (("SECRET_KEY", (self.secret_key,)), ("SECRET_KEY_FALLBACKS", self.secret_key_fallbacks)):
            if weakness := next(filter(None, map(secrecy.weakness_of, filter(None, keys))), None):
                raise ValueError(f"{name} {weakness}")
        if self._shows_password_to_the_network:
            raise ValueError(
                f"MAIL_PASSWORD would travel to {self.mail_server} in clear text: set MAIL_USE_TLS (mostly with port"
                " 587) or MAIL_USE_SSL (465)"
            )
        return self

    @property
    def _shows_password_to_the_network(self) -> bool:
        is_secured = self.mail_use_tls or self.mail_use_ssl or networks.is_loopback(self.mail_server)
        return bool(self.mail_server and self.mail_username and self.mail_password) and not is_secured

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

    @cached_property
    def dkim_key(self) -> SigningKey | None:
        """The key that letters are signed with, or None. Raises ConfigurationError, when settings are read."""
        return files.signing_key_in(self.flasky_dkim_key_file) if self.flasky_dkim_key_file else None

    @property
    def dkim_domain(self) -> str:
        """The domain that signs letters: where nothing else is said, the sender's."""
        return self.flasky_dkim_domain or parseaddr(self.flasky_mail_sender)[1].rpartition("@")[2].lower()

    @property
    def is_https(self) -> bool:
        """Whether the site is reached by https; switches on secure cookies."""
        return self.flasky_site_url.startswith("https://")

    @property
    def is_local(self) -> bool:
        """Whether the site's address is this machine itself."""
        return networks.is_loopback(urlsplit(self.flasky_site_url).hostname)

    @property
    def hosts(self) -> list[str]:
        """The host names a request may ask for: the site's own and this machine's."""
        return [networks.in_address(urlsplit(self.flasky_site_url).hostname or "localhost"), *LOCAL_HOSTS]

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
        first, *others = _sentences(error)
        raise ConfigurationError(first, others=tuple(others)) from error
    if settings.environment is Environment.PRODUCTION:
        _require_safe_files(settings)
    files.make_folder(settings.flasky_data_dir)
    if settings.secret_key is None:
        settings = settings.model_copy(update={"secret_key": files.key_in(settings.flasky_data_dir)})
    return settings


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Return every setting's name and value, secrets as "(hidden)" or "(unset)", in the order of the class."""
    rows = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        text = ("(hidden)" if value else "(unset)") if name in HIDDEN else _spoken(value)
        rows.append(("FLASK_CONFIG" if name == "environment" else name.upper(), text))
    return rows


def _require_safe_files(settings: Settings) -> None:
    """Raise ConfigurationError for secrets that lie open, and for a public site on a disk that does not last."""
    secret_files = (*SECRETS, "flasky_dkim_key")
    files.require_closed(**{name: getattr(settings, f"{name}_file") for name in secret_files})
    plain = ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "MAIL_PASSWORD")
    files.require_closed_env((*plain, "DATABASE_URL") if settings.database.password else plain)
    if settings.is_local or settings.flasky_volatile_data:
        return
    if settings.secret_key is None:
        files.require_lasting("FLASKY_DATA_DIR", settings.flasky_data_dir.absolute())
    if settings.database.get_backend_name() == "sqlite" and settings.database.database:
        name = "DATABASE_URL" if settings.database_url else "FLASKY_DATA_DIR"
        files.require_lasting(name, Path(settings.database.database))


def _spoken(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _sentences(error: ValidationError) -> list[str]:
    return [_sentence(dict(one)) for one in error.errors(include_url=False, include_context=False)]


def _sentence(wrong: dict[str, Any]) -> str:
    name = str(wrong["loc"][0]).upper() if wrong["loc"] else ""
    words = PLAIN.get(wrong["type"]) or wrong["msg"].removeprefix("Value error, ")
    given = f" (it is {wrong['input']!r})" if name and name.lower() not in HIDDEN else ""
    return f"{name} {words}{given}.".lstrip()


def _driver_of(address: str) -> str | None:
    try:
        return DRIVERS.get(make_url(address).drivername.partition("+")[0])
    except ArgumentError:
        return None


def _is_everywhere(host: str) -> bool:
    return host.startswith(("0.0.0.0", "[::]"))  # noqa: S104 - refused


def _is_in_memory(url: URL) -> bool:
    return url.database in (None, "", ":memory:")
