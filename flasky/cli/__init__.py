"""The command line: what whoever runs the site can do from the machine."""

from flask import Flask

from flasky.cli import database, development, server, settings, users, worker


def init_app(app: Flask) -> None:
    """Give the app its commands; `flasky ...` and `flask ...` both find them there."""
    for command in (
        server.run,
        server.dev,
        worker.worker,
        development.shell,
        development.test,
        database.db,
        database.deploy,
        settings.config,
        users.user,
    ):
        app.cli.add_command(command)
    app.shell_context_processor(development.names)
