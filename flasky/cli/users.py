"""Accounts from the command line: `flasky user ...`."""

import sys
from collections.abc import Callable

import click
from flask.cli import with_appcontext

from flasky import transaction
from flasky.cli.database import require_current
from flasky.errors import InvalidInput, NotFound
from flasky.lib.paging import PageRequest
from flasky.models import Role, User
from flasky.models.role import BITS_OF_ROLES
from flasky.operations import people
from flasky.operations import users as operation
from flasky.queries import roles, users
from flasky.queries.acting import OPERATOR

ROLES = click.Choice(list(BITS_OF_ROLES), case_sensitive=False)
PER_PAGE = 100


@click.group()
def user() -> None:
    """Make accounts, list them, give roles."""


@user.command()
@click.argument("username")
@click.argument("email")
@click.option("--role", type=ROLES, default=Role.USER, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@with_appcontext
def create(username: str, email: str, role: str, password_stdin: bool) -> None:
    """Make a confirmed account.

    USERNAME and EMAIL must be free. The password is asked for, unless it comes on standard input.
    """
    require_current()
    password = _password(from_stdin=password_stdin)
    try:
        made = operation.create(OPERATOR, email=email, username=username, password=password, role=roles.by_name(role))
    except InvalidInput as error:
        raise click.ClickException(f"{error.field}: {error.sentence}") from error
    transaction.commit()
    click.echo(f"{made.username} <{made.address}> is {made.role.name} now.")


@user.command()
@click.argument("username")
@click.option("--role", type=ROLES, default=Role.ADMINISTRATOR, show_default=True)
@with_appcontext
def promote(username: str, role: str) -> None:
    """Give somebody a role with more rights."""
    _change_role(username, role)


@user.command()
@click.argument("username")
@click.option("--role", type=ROLES, default=Role.USER, show_default=True)
@with_appcontext
def demote(username: str, role: str) -> None:
    """Give somebody a role with fewer rights."""
    _change_role(username, role)


@user.command()
@click.argument("username")
@with_appcontext
def confirm(username: str) -> None:
    """Take somebody's address as proved, without a letter."""
    one = _look_after(username, people.confirm)
    click.echo(f"{one.username} <{one.address}> is confirmed.")


@user.command()
@click.argument("username")
@with_appcontext
def suspend(username: str) -> None:
    """Close somebody's account for now; they are logged out everywhere at once."""
    one = _look_after(username, people.suspend)
    click.echo(f"{one.username} is suspended and was logged out everywhere. `flasky user unsuspend` undoes it.")


@user.command()
@click.argument("username")
@with_appcontext
def unsuspend(username: str) -> None:
    """Open a suspended account again."""
    one = _look_after(username, people.unsuspend)
    click.echo(f"{one.username} may log in again.")


@user.command(name="list")
@click.option("--before", type=int, help="The id to go on from, as the last line of a page says.")
@with_appcontext
def list_all(before: int | None) -> None:
    """List accounts, newest first, 100 at a time."""
    require_current()
    page = users.all_of_them(page=PageRequest(PER_PAGE, before=before))
    for one in page.items:
        click.echo(f"{one.username:<24} {one.address:<40} {one.role.name:<14} {_state(one)}")
    if page.older_than is not None:
        click.echo(f"... more: flasky user list --before {page.older_than}")


def _change_role(username: str, role: str) -> None:
    one = _look_after(username, lambda by, user: people.change_role(by, user=user, role=roles.by_name(role)))
    click.echo(f"{one.username} is {one.role.name} now.")


def _look_after(username: str, act: Callable[..., None]) -> User:
    """Do something to somebody's account and return it; a refusal ends the command with its sentence."""
    require_current()
    try:
        one = users.by_name(username)
        act(OPERATOR, user=one)
    except NotFound as error:
        raise click.ClickException(f"Nobody is called {username}.") from error
    except InvalidInput as error:
        raise click.ClickException(str(error.sentence)) from error
    transaction.commit()
    return one


def _password(*, from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    password = sys.stdin.readline().rstrip("\n")
    if not password:
        raise click.ClickException("No password came on standard input.")
    return password


def _state(user: User) -> str:
    if not user.is_active:
        return "suspended"
    return "confirmed" if user.confirmed else "unconfirmed"
