"""Letters from the command line: `flasky mail ...`."""

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky.config import Settings
from flasky.http import sites
from flasky.http.mail import site, way_out
from flasky.mail import trial
from flasky.mail.sender import Outbox, Smtp


@click.group()
def mail() -> None:
    """Try the mail settings out."""


@mail.command()
@click.argument("address", required=False)
@with_appcontext
def test(address: str | None) -> None:
    """Send one letter and tell what the mail server said.

    ADDRESS is where it goes: your own, so that you see it arrive. Without one it goes to MAIL_USERNAME, else to
    FLASKY_ADMIN. When the server refuses, the answer says why and which setting mends it, and the status is 1.
    """
    settings: Settings = current_app.extensions["settings"]
    recipient = address or _own_address(settings)
    via = way_out(settings)
    click.echo(f"A letter from {settings.flasky_mail_sender} to {recipient}, by {_in_words(via)} ...")
    try:
        outcome = trial.try_out(_quiet(via), site=site(settings, name=sites.current().name), recipient=recipient)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    _tell(outcome, via)


def _own_address(settings: Settings) -> str:
    for address in (settings.mail_username, settings.flasky_admin):
        if "@" in address:
            return address
    raise click.UsageError("Say to whom: flasky mail test you@example.org (MAIL_USERNAME holds no address).")


def _in_words(via: Smtp | Outbox) -> str:
    if isinstance(via, Outbox):
        return "the outbox (MAIL_SERVER is not set)"
    lock = "TLS" if via.use_ssl else "STARTTLS" if via.use_tls else "no encryption"
    who = f"as {via.username}" if via.username else "without logging in"
    return f"{via.host}, port {via.port}, {lock}, {who}"


def _quiet(via: Smtp | Outbox) -> Smtp | Outbox:
    return Outbox(via.folder) if isinstance(via, Outbox) else via


def _tell(outcome: trial.Outcome, via: Smtp | Outbox) -> None:
    if not outcome.succeeded:
        raise click.ClickException(f"{outcome.words}\nCause: {outcome.cause}\nWhat to do: {outcome.advice}")
    if isinstance(via, Outbox):
        click.echo(f"The letter was not sent but kept in {outcome.words}. Set MAIL_SERVER to send letters.")
    else:
        click.echo(f"The mail server took the letter: {outcome.words}")
