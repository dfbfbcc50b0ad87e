"""The site itself: `flasky run` and `flasky dev`."""

import ipaddress
import os
import secrets

import click
from flask import current_app
from flask.cli import with_appcontext
from werkzeug.serving import is_running_from_reloader, run_simple

from flasky.cli import assets, current, processes
from flasky.cli.database import prepare
from flasky.config import Settings
from flasky.database import THREADS
from flasky.errors import ConfigurationError
from flasky.extensions import db

DEFAULT_PORT = 5000
BACKLOG_PER_WORKER = 128
WORKERS = 2

host_option = click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
port_option = click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535))


@click.command()
@host_option
@port_option
@click.option("--workers", default=WORKERS, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Run no jobs here: a `flasky worker` elsewhere does.")
@with_appcontext
def run(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Migrate, serve the site, and run its jobs."""
    settings: Settings = current_app.extensions["settings"]
    site = _get_ready(settings, host, port)
    db.engine.dispose()
    click.echo(f"Flasky is at {site} (stop it with Ctrl-C).")
    with processes.kept_alive(_job_worker(), wanted=not no_worker):
        processes.serve_until_told(host, port, workers=workers, threads=THREADS, backlog=BACKLOG_PER_WORKER)


@click.command()
@host_option
@port_option
@with_appcontext
def dev(host: str, port: int) -> None:
    """Serve for development: reloader, debugger, jobs."""
    app = current.app()
    if not is_running_from_reloader():
        click.echo(f"Flasky is at {_get_ready(app.extensions['settings'], host, port)} (for development).")
    app.debug = True
    with processes.kept_alive(_job_worker(), wanted=is_running_from_reloader()):
        run_simple(host, port, app, use_reloader=True, use_debugger=True, threaded=True)


def _job_worker() -> list[str]:
    """Return the command of this site's job worker. All that are started one after another bear one name."""
    return ["worker", "--child", "--parent", str(os.getpid()), "--name", secrets.token_hex(8)]


def _get_ready(settings: Settings, host: str, port: int) -> str:
    """Build what must be built, migrate, and return the site's address, which child processes are told too."""
    if not _is_loopback(host) and not settings.is_https and settings.environment == "production":
        raise ConfigurationError(
            f"FLASKY_SITE_URL is {settings.flasky_site_url}, but --host {host} opens it to the network: use https."
        )
    assets.build_if_missing()
    prepare()
    if "flasky_site_url" in settings.model_fields_set:
        return settings.flasky_site_url
    site = f"http://{host}:{port}"
    os.environ["FLASKY_SITE_URL"] = site
    return site


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
