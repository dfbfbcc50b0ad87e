"""Accounts from the command line: `flasky user ...`."""

import sys

import click
from flask.cli import with_appcontext

from flasky import transaction
from flasky.cli.database import require_current
from flasky.errors import InvalidInput, NotFound
from flasky.lib.paging import PageRequest
from flasky.models import Role, User
from flasky.models.role import BITS_OF_ROLES
from flasky.operations import users as operation
from flasky.queries import roles, users
from flasky.queries.acting import OPERATOR

ROLES = click.Choice(list(BITS_OF_ROLES), case_sensitive=False)
PER_PAGE = 100


@click.group()
def user() -> None:
    """Accounts."""


@user.command()
@click.argument("username")
@click.argument("email")
@click.option("--role", type=ROLES, default=Role.USER, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from the first line of standard input.")
@with_appcontext
def create(username: str, email: str, role: str, password_stdin: bool) -> None:
    """Make a confirmed account."""
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
    require_current()
    try:
        one = users.by_name(username)
    except NotFound as error:
        raise click.ClickException(f"Nobody is called {username}.") from error
    operation.change_role(OPERATOR, user=one, role=roles.by_name(role))
    transaction.commit()
    click.echo(f"{one.username} is {one.role.name} now.")


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
