"""Every address and who may call it: `flasky routes`."""

import click
from flask import Flask
from flask.cli import with_appcontext

from flasky.cli import current
from flasky.http import access
from flasky.http.access import SAFE_METHODS

HEADS = ("Address", "Methods", "Who may", "Endpoint")


@click.command()
@with_appcontext
def routes() -> None:
    """List every address and who may call it."""
    rows = [HEADS, *sorted(_rows(current.app()))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    for row in rows:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def _rows(app: Flask) -> list[tuple[str, str, str, str]]:
    """Return (address, methods, who may, endpoint) of each route. HEAD and OPTIONS go without saying."""
    return [
        (rule.rule, _methods(rule.methods or set()), _who_may(app, rule.endpoint), rule.endpoint)
        for rule in app.url_map.iter_rules()
    ]


def _methods(methods: set[str]) -> str:
    return ", ".join(sorted(methods - (SAFE_METHODS - {"GET"})))


def _who_may(app: Flask, endpoint: str) -> str:
    rule = access.rule_of(app, endpoint)
    return rule.in_words() if rule else "nobody"
