"""For whoever works on Flasky or in it: `flasky shell` and `flasky test`."""

import code
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from flasky import models, transaction
from flasky.cli import current
from flasky.cli.database import engine
from flasky.errors import ConfigurationError
from flasky.extensions import db

CHECKOUT = Path(__file__).parent.parent.parent


def names() -> dict[str, Any]:
    """Return what a shell has at hand: app, db, session and every model."""
    rows = {name: getattr(models, name) for name in models.__all__}
    return {"app": current.app(), "db": db, "session": transaction.session, **rows}


@click.command()
@with_appcontext
def shell() -> None:
    """Open Python with the app and the models at hand.

    `app`, `db`, `session` and every model are there by name. A script on standard input is run instead of a talk.
    """
    engine()
    transaction.only_reads()  # a shell that waits for its user must not hold SQLite's write lock
    if sys.stdin.isatty():
        code.interact(banner="app, db, session and every model are at hand.", local=names())
    else:
        exec(compile(sys.stdin.read(), "<stdin>", "exec"), names())  # noqa: S102 - that is what a shell does


@click.command()
@click.option("--coverage/--no-coverage", default=False, help="Measure coverage and write a report to htmlcov/.")
@click.argument("tests", nargs=-1)
def test(coverage: bool, tests: tuple[str, ...]) -> None:
    """Run the tests, or those whose file or name is given.

    Ends with another status than 0 when a test fails, or when --coverage finds less than the project asks for.
    """
    if not (CHECKOUT / "tests").is_dir():
        raise ConfigurationError("The tests are part of a checkout, and this is an installed Flasky.")
    command = [sys.executable, "-m", "pytest", *_selected(tests)]
    if coverage:
        command += ["--cov", "--cov-report=term-missing:skip-covered", "--cov-report=html"]
    sys.exit(subprocess.run(command, cwd=CHECKOUT, check=False).returncode)  # noqa: S603 - our own command


def _selected(tests: tuple[str, ...]) -> list[str]:
    files = [name for name in tests if (CHECKOUT / name.partition("::")[0]).exists()]
    words = [name for name in tests if name not in files]
    return [*files, *(["-k", " or ".join(words)] if words else [])]
