"""The site itself: `flasky run` and `flasky dev`."""

import copy
import os
import secrets

import click
from flask import current_app
from flask.cli import with_appcontext
from werkzeug.serving import is_running_from_reloader, run_simple

from flasky import addresses, transaction
from flasky.cli import assets, current, processes
from flasky.cli.database import prepare
from flasky.config import Settings
from flasky.database import THREADS
from flasky.errors import ConfigurationError
from flasky.extensions import db
from flasky.http import tokens
from flasky.lib import networks
from flasky.queries import users

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
    """Serve the site and do its jobs.

    Brings the database to the newest schema first, and keeps web and job processes alive until it is stopped. The data
    lie in FLASKY_DATA_DIR, which is `data` in the folder you are in.
    """
    settings: Settings = current_app.extensions["settings"]
    site = get_ready(settings, host, port)
    click.echo(f"Flasky is at {site} (stop it with Ctrl-C).")
    _invite(site)
    db.engine.dispose()
    with processes.kept_alive(_job_worker(), wanted=not no_worker):
        processes.serve_until_told(host, port, workers=workers, threads=THREADS, backlog=BACKLOG_PER_WORKER)


@click.command()
@host_option
@port_option
@with_appcontext
def dev(host: str, port: int) -> None:
    """Serve for development, with reloader and debugger.

    On a database of its own (`data-dev.sqlite` unless DEV_DATABASE_URL says otherwise), and with the jobs.
    """
    app = current.app()
    if not is_running_from_reloader():
        site = get_ready(app.extensions["settings"], host, port)
        click.echo(f"Flasky is at {site} (for development).")
        _invite(site)
    app.debug = True
    with processes.kept_alive(_job_worker(), wanted=is_running_from_reloader()):
        run_simple(host, port, app, use_reloader=True, use_debugger=True, threaded=True)


runserver = copy.copy(dev)
"""The book's name for it."""
runserver.name, runserver.hidden = "runserver", True


def _job_worker() -> list[str]:
    """Return the command of this site's job worker. All that are started one after another bear one name."""
    return ["worker", "--child", "--parent", str(os.getpid()), "--name", secrets.token_hex(8)]


def get_ready(settings: Settings, host: str, port: int) -> str:
    """Build what must be built, migrate, and return the site's address, which child processes are told too."""
    if settings.environment == "production":
        _require_safe_way_in(settings, host)
    assets.build_if_missing()
    prepare()
    if "flasky_site_url" in settings.model_fields_set:
        return settings.flasky_site_url
    site = f"http://{networks.in_address(host)}:{port}"
    os.environ["FLASKY_SITE_URL"] = site
    return site


def _invite(site: str) -> None:
    """Print the one-time link of the first administrator, while there is none."""
    if not users.is_any_administrator():
        link = addresses.absolute(addresses.set_up(tokens.set_up_token()), origin=site)
        click.echo(f"It has no administrator yet. Set it up here, once: {link}")
    transaction.rollback()


def _require_safe_way_in(settings: Settings, host: str) -> None:
    """Raise ConfigurationError when people would come by http, or come by a proxy that is not believed."""
    if not networks.is_loopback(host) and not settings.is_https:
        raise ConfigurationError(
            f"FLASKY_SITE_URL is {settings.flasky_site_url}, but --host {host} opens it to the network:"
            " set it to the https address of the proxy in front."
        )
    if settings.is_https and not settings.flasky_trusted_proxies:
        raise ConfigurationError(
            "FLASKY_TRUSTED_PROXIES is empty, but FLASKY_SITE_URL is https: name the proxy that speaks https for this"
            " server, for instance 127.0.0.1."
        )
