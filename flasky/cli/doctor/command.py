"""`flasky doctor`."""

from collections.abc import Iterator

import click
from flask import Flask
from flask.cli import ScriptInfo

from flasky import transaction
from flasky.cli.doctor import database, machine, settings, work
from flasky.cli.doctor.findings import Finding, Level, ok, problem
from flasky.config import Settings
from flasky.errors import ConfigurationError
from flasky.queries import diagnosis

COLORS = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}
ABOUT = 17  # columns


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Look the whole site over and say what to do.

    Checks settings, files, database, mail and jobs, a line each. Ends with status 1 when there is a problem, and with 0
    when all is fine or there are warnings only.
    """
    levels = []
    for finding in findings(context.ensure_object(ScriptInfo)):
        _show(finding)
        levels.append(finding.level)
    warnings, problems = levels.count(Level.WARNING), levels.count(Level.PROBLEM)
    click.echo(f"\n{len(levels)} checks: {_count(problems, 'problem')}, {_count(warnings, 'warning')}.")
    context.exit(1 if problems else 0)


def findings(info: ScriptInfo) -> Iterator[Finding]:
    """Yield what the checks find, in order, each when it is done. What cannot be asked any more is left out."""
    try:
        app = info.load_app()
    except ConfigurationError as error:
        for sentence in (str(error), *error.others):
            yield problem("settings", sentence, advice="Set it right in .env or the environment, then ask again.")
        return
    yield ok("settings", "every one can be read")
    with app.app_context():
        yield from _of_site(app)


def _of_site(app: Flask) -> Iterator[Finding]:
    given: Settings = app.extensions["settings"]
    for check in (*settings.CHECKS, *machine.CHECKS, *work.CHECKS):
        yield check(given)
    with transaction.reading():
        yield from _of_database(given)


def _of_database(given: Settings) -> Iterator[Finding]:
    for check in database.FIRST:
        finding = database.asked(check, given)
        yield finding
        if finding.level is Level.PROBLEM:
            return
    more = database.OF_SQLITE if diagnosis.is_sqlite() else database.OF_SERVERS
    for each in (*database.CHECKS, *more, *work.OF_JOBS):
        yield database.asked(each, given)


def _show(finding: Finding) -> None:
    level = click.style(f"{finding.level:<8}", fg=COLORS[finding.level])
    click.echo(f"{level} {finding.about:<{ABOUT}} {finding.words}")
    if finding.advice:
        click.echo(f"{'':<9}{'':<{ABOUT}} {finding.advice}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
