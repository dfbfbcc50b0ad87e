"""Jobs only: `flasky worker`."""

import signal

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky.cli.database import require_current
from flasky.extensions import db
from flasky.worker.loop import Worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option("--child", is_flag=True, hidden=True, help="End when the process that started this one is gone.")
@with_appcontext
def worker(once: bool, child: bool) -> None:
    """Send letters and do all other work that waits."""
    require_current()
    db.session.close()
    one = Worker(current_app._get_current_object())  # type: ignore[attr-defined]
    if once:
        click.echo(f"{one.run_once()} jobs done.")
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, one.stop)
    one.run(while_parent_lives=child)
