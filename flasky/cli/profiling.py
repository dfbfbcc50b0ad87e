"""Where the time of a request goes: `flasky profile`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import with_appcontext

from flasky.cli import current
from flasky.cli.server import get_ready, host_option, port_option

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


@click.command()
@host_option
@port_option
@click.option(
    "--length", default=25, show_default=True, type=click.IntRange(1, 1000), help="Functions shown a request."
)
@click.option(
    "--profile-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep each request's profile in this folder.",
)
@with_appcontext
def profile(host: str, port: int, length: int, profile_dir: Path | None) -> None:
    """Serve, and print the slowest functions of each request.

    One request at a time, without jobs and without profiles of files under /static/. The profiles of --profile-dir are
    read with `python -m pstats FILE`.
    """
    from werkzeug.serving import run_simple

    app = current.app()
    site = get_ready(app.extensions["settings"], host, port)
    app.wsgi_app = _profiled(app.wsgi_app, length=length, folder=profile_dir)  # type: ignore[assignment, method-assign]  # how Flask is wrapped
    click.echo(f"Flasky is at {site}, and prints where the time of each request goes (stop it with Ctrl-C).")
    run_simple(host, port, app, threaded=False)


def _profiled(inner: "WSGIApplication", *, length: int, folder: Path | None) -> "WSGIApplication":
    """Return an app that profiles the requests of another one, files left out."""
    from werkzeug.middleware.profiler import ProfilerMiddleware

    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    measured = ProfilerMiddleware(
        inner, stream=sys.stdout, restrictions=(length,), profile_dir=str(folder) if folder else None
    )

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        is_file = environ.get("PATH_INFO", "").startswith("/static/")
        answer = (inner if is_file else measured)(environ, start_response)
        sys.stdout.flush()
        return answer

    return app
