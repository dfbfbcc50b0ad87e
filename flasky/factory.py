"""The factory: knows every room, is known by none."""

from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

from flasky import api, cli, config, extensions, feeds, logs, oauth, slow_queries, web
from flasky.config import Environment, Settings
from flasky.database import engine_options
from flasky.errors import ConfigurationError
from flasky.http import access, errors, guard, headers, limits, retries
from flasky.http.converters import FeedConverter, IdConverter, MarkConverter
from flasky.http.https import OnlyHttps
from flasky.http.proxies import BehindProxies
from flasky.lib import parents, peers, signals
from flasky.models import AnonymousUser, Login

PACKAGE = Path(__file__).parent
STATIC = PACKAGE / "static"
TWO_MIB = 2 * 1024 * 1024


def create_app(configuration: str | None = None, **overrides: Any) -> Flask:
    """Make the app for a configuration: development, testing, production, default (None: FLASK_CONFIG).

    Overrides are settings by their names in lower case. Raises ConfigurationError.
    """
    if configuration is not None and configuration not in config.NAMES:
        raise ConfigurationError(f"FLASK_CONFIG must be one of {', '.join(config.NAMES)} (it is {configuration!r}).")
    return make(config.load(configuration, **overrides))


def web_process() -> Flask:
    """Make the app of one web process of `flasky run`, which ends when the main process is gone."""
    signals.end_at_once_while_loading()
    signals.wake_main_thread()
    parents.end_with_parent()
    return create_app()


def make(settings: Settings) -> Flask:
    """Make the app for settings that were loaded."""
    app = retries.PatientFlask(
        "flasky",
        root_path=str(PACKAGE),
        static_folder=None,  # type: ignore[arg-type]  # what Flask takes for none
        template_folder=str(PACKAGE / "templates"),
        json_errors=False,
        enable_openapi=False,
    )
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["settings"] = settings
    logs.configure(settings)
    _bind_libraries(app)
    app.url_map.converters |= {"id": IdConverter, "mark": MarkConverter, "feed": FeedConverter}
    app.url_map.strict_slashes = True
    errors.init_app(app)
    guard.init_app(app)
    limits.init_app(app)
    web.init_app(app)
    api.init_app(app)
    feeds.init_app(app)
    oauth.init_app(app)
    access.require_declarations(app)
    cli.init_app(app)
    _serve_files(app, settings)
    _stand_behind_proxies(app, settings)
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    host = "__Host-" if settings.is_https else ""
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.secret_key_fallbacks),
        "TESTING": settings.environment is Environment.TESTING,
        "DEBUG": settings.flask_debug,
        "PROPAGATE_EXCEPTIONS": False,
        "PREFERRED_URL_SCHEME": "https" if settings.is_https else "http",
        "MAX_CONTENT_LENGTH": TWO_MIB,
        "MAX_FORM_MEMORY_SIZE": TWO_MIB,
        "SESSION_COOKIE_NAME": f"{host}session",
        "SESSION_COOKIE_SECURE": settings.is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_PROTECTION": None,
        "PERMANENT_SESSION_LIFETIME": Login.ABSOLUTE,  # Flask refuses an older cookie, whatever the login's row says
        "REMEMBER_COOKIE_DURATION": Login.ABSOLUTE,
        "REMEMBER_COOKIE_SECURE": settings.is_https,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_SSL_STRICT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SQLALCHEMY_ENGINES": {"default": _engine_options(settings)},
    }


def _engine_options(settings: Settings) -> dict[str, Any]:
    return {**engine_options(settings.database), **slow_queries.engine_options(settings.flasky_slow_db_query_time)}


def _bind_libraries(app: Flask) -> None:
    extensions.db.init_app(app)
    extensions.csrf.init_app(app)
    extensions.babel.init_app(app)
    extensions.login_manager.init_app(app)
    extensions.login_manager.anonymous_user = AnonymousUser
    extensions.login_manager.session_protection = None


def _serve_files(app: Flask, settings: Settings) -> None:
    """Serve `static/` in front of the app. Names with a hash never change, so they may be kept for ever."""

    def add_headers(given: Headers, _path: str, _url: str) -> None:
        for name, value in headers.same_everywhere(settings).items():
            given[name] = value

    refresh = settings.environment is Environment.DEVELOPMENT
    whitenoise = WhiteNoise(
        app.wsgi_app,
        autorefresh=refresh,
        max_age=3600,
        immutable_file_test=_is_hashed,
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
    whitenoise.add_files(str(STATIC), prefix="static/")
    app.wsgi_app = whitenoise  # type: ignore[method-assign]  # how Flask is wrapped


def _stand_behind_proxies(app: Flask, settings: Settings) -> None:
    """Learn from trusted proxies who asks and how, before anything else; pages and files of an https site need it."""
    inner = OnlyHttps(app.wsgi_app, origin=settings.flasky_site_url) if settings.is_https else app.wsgi_app
    proxies = peers.proxies_of(settings.flasky_trusted_proxies)
    app.wsgi_app = BehindProxies(inner, proxies, is_https=settings.is_https)  # type: ignore[method-assign]  # as above


def _is_hashed(_path: str, url: str) -> bool:
    return url.startswith("/static/dist/") and "-" in url.rpartition("/")[2]
