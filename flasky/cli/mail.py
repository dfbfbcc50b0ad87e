"""Letters from the command line: `flasky mail ...`."""

from dataclasses import replace

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky.config import Settings
from flasky.http import sites
from flasky.http.mail import signer, site, way_out
from flasky.lib import dkim_keys
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


@mail.command()
@with_appcontext
def dkim() -> None:
    """Print the DNS record that receivers check our signature by, as it stands in a zone file."""
    own = signer(current_app.extensions["settings"])
    if own is None:
        raise click.ClickException(
            "Letters are not signed: set FLASKY_DKIM_SELECTOR and FLASKY_DKIM_KEY_FILE. docs/run/mail.md tells how."
        )
    strings = " ".join(f'"{chunk}"' for chunk in dkim_keys.chunks(own.key.record))
    click.echo(f"{own.place}. IN TXT ( {strings} )")


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
    return replace(via, terminal=None) if isinstance(via, Outbox) else via


def _tell(outcome: trial.Outcome, via: Smtp | Outbox) -> None:
    if not outcome.succeeded:
        raise click.ClickException(f"{outcome.words}\nCause: {outcome.cause}\nWhat to do: {outcome.advice}")
    if isinstance(via, Outbox):
        click.echo(f"The letter was not sent but kept in {outcome.words}. Set MAIL_SERVER to send letters.")
    else:
        click.echo(f"The mail server took the letter: {outcome.words}")
