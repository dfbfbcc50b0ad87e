"""Made-up people and posts: `flasky demo`."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky import transaction
from flasky.cli.database import prepare
from flasky.config import Environment, Settings
from flasky.errors import SiteInUse
from flasky.lib import passwords
from flasky.operations import demo as operation
from flasky.operations.demo import SAMPLES
from flasky.queries.acting import OPERATOR

if TYPE_CHECKING:
    from rich.progress import Progress

AT_ONCE = 100  # posts stored in one transaction
PASSWORD_BYTES = 9
OTHERS_PASSWORD = "password"  # noqa: S105 - for development, where everybody may know it


@click.command()
@click.option("--users", default=50, show_default=True, type=click.IntRange(0, 10_000), help="People beside the six.")
@click.option("--posts", default=300, show_default=True, type=click.IntRange(0, 100_000), help="Posts in all.")
@click.option("--seed", default="1", show_default=True, help="Another word makes other people and posts.")
@click.option("--remove", is_flag=True, help="Take the made-up people and everything they wrote away.")
@with_appcontext
def demo(users: int, posts: int, seed: str, remove: bool) -> None:
    """Fill an empty site with made-up people who write, follow, comment and like, to try it out.

    The six people susan, sam, jack, eric, mayra and bob are among them; everybody's address is NAME@example.com. Run
    again with the same numbers it adds nothing, with larger ones what is missing. A site where anybody but
    administrators has signed up is refused.
    """
    prepare()
    if remove:
        _remove()
        return
    given = _passwords()
    try:
        new = _add_people(users, seed, given)
    except SiteInUse as error:
        raise click.ClickException("Real people have accounts here, and a demo would mix with them.") from error
    follows = _add_follows(users, seed)
    written = _add_posts(users, posts, seed)
    _tell(given, new, written, follows)


def _remove() -> None:
    removed = 0
    while some := operation.remove_some(OPERATOR):
        transaction.commit()
        removed += some
    click.echo(f"{removed} made-up people and their posts were removed.")


def _passwords() -> dict[str, str]:
    """Choose the passwords: those of the seeds, but in production, where everybody could try them, random ones.

    The one under the empty name is everybody else's.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.environment is Environment.PRODUCTION:
        return {name: secrets.token_urlsafe(PASSWORD_BYTES) for name in (*SAMPLES, "")}
    return {**SAMPLES, "": OTHERS_PASSWORD}


def _add_people(number: int, seed: str, given: dict[str, str]) -> list[str]:
    with transaction.reading():
        operation.require_nobody_real()
    hashes = {name: passwords.hash_password(password) for name, password in given.items()}
    new = operation.add_people(OPERATOR, number=number, seed=seed, hashes=hashes, other_hash=hashes[""])
    transaction.commit()
    return new


def _add_follows(users: int, seed: str) -> int:
    follows = operation.add_follows(OPERATOR, operation.authors(number=users, seed=seed), seed=seed)
    transaction.commit()
    return follows


def _add_posts(users: int, number: int, seed: str) -> int:
    with transaction.reading():
        missing = operation.unwritten(operation.authors(number=users, seed=seed), number=number, seed=seed)
    written = 0
    with _progress() as progress:
        task = progress.add_task("Writing", total=number)
        while chunk := list(islice(missing, AT_ONCE)):
            operation.add_posts(OPERATOR, chunk)
            transaction.commit()
            written += len(chunk)
            progress.update(task, completed=written)
    return written


@contextmanager
def _progress() -> "Iterator[Progress]":
    """Yield a progress bar on standard error, which shows only at a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        yield progress


def _tell(given: dict[str, str], new: list[str], written: int, follows: int) -> None:
    click.echo(f"{len(new)} people and {written} posts were added.")
    if follows:
        click.echo(f"They follow each other {follows} times, and comment and like.")
    for name in SAMPLES:
        if name in new:
            click.echo(f"  {name:<6} logs in with {given[name]}")
    if set(new) - set(SAMPLES):
        click.echo(f"  all others log in with {given['']}")
    if set(SAMPLES) - set(new):
        click.echo("Those who were here before keep their passwords.")
