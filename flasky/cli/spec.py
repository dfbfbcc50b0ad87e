"""The document of the API: `flasky spec`."""

import json

import click
from flask.cli import with_appcontext

from flasky.api import openapi
from flasky.cli import current


@click.command()
@with_appcontext
def spec() -> None:
    """Print the OpenAPI document of the API."""
    click.echo(json.dumps(openapi.document(current.app()), indent=2))
