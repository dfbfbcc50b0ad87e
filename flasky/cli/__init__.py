"""The command line: what whoever runs the site can do from the machine."""

import click
from flask import Flask

from flasky.cli import (
    database,
    demo,
    development,
    mail,
    profiling,
    repair,
    routes,
    server,
    settings,
    spec,
    users,
    worker,
)
from flasky.cli.doctor.command import doctor

COMMANDS: tuple[click.Command, ...] = (
    server.run,
    server.dev,
    server.runserver,
    worker.worker,
    development.shell,
    development.test,
    database.db,
    database.deploy,
    settings.config,
    users.user,
    mail.mail,
    demo.demo,
    repair.repair,
    doctor,
    profiling.profile,
    routes.routes,
    spec.spec,
)


def init_app(app: Flask) -> None:
    """Give the app its commands, where `flask ...` finds them; `flasky ...` has them without an app."""
    for command in COMMANDS:
        app.cli.add_command(command)
    app.shell_context_processor(development.names)
