"""Jobs only: `flasky worker`."""

import signal

import click
from flask.cli import with_appcontext

from flasky.cli import current
from flasky.cli.database import require_current
from flasky.extensions import db
from flasky.worker.loop import Worker


@click.command()
@click.option("--once", is_flag=True, help="Do what is due and end.")
@click.option("--child", is_flag=True, hidden=True, help="End when the process that started this one is gone.")
@click.option("--parent", type=int, hidden=True, help="That process, for it may go before this one can look.")
@click.option("--name", default="", hidden=True, help="Who this is; a worker of this name that was killed held jobs.")
@with_appcontext
def worker(once: bool, child: bool, parent: int | None, name: str) -> None:
    """Do the jobs: send letters, clean up.

    `flasky run` starts one too; this is for a second machine, or beside another server.
    """
    require_current()
    db.session.close()
    one = Worker(current.app(), name=name, parent=parent)
    if once:
        click.echo(f"{one.run_once()} jobs done.")
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, one.stop)
    one.run(while_parent_lives=child)
