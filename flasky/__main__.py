"""The command `flasky`, also `python -m flasky`."""

import os
import sys

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, OperationalError

from flasky import __version__
from flasky.cli import COMMANDS
from flasky.errors import ConfigurationError
from flasky.factory import create_app

CONFIGURATION_OF = {"dev": "development", "runserver": "development", "test": "testing"}
WRONG_SETTING = 2
TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: what starts Flasky may wait and start it again
HELP = """Flasky: the social blog a community owns.

`flasky run` serves a site from the folder you are in, and `flasky doctor` says what it lacks. Settings come from the
environment or a file .env; `flasky config show` lists them.
"""


def main() -> None:
    """Run a command.

    One sentence and exit status 2 end it for a wrong setting, and status 75 for a database that does not do its part.
    """
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command in CONFIGURATION_OF:
        os.environ.setdefault("FLASK_CONFIG", CONFIGURATION_OF[command])
    try:
        group().main(prog_name="flasky")
    except ConfigurationError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the whole answer
        sys.exit(WRONG_SETTING)
    except DBAPIError as error:
        if not _is_the_databases_fault(error):
            raise
        print(_said_by_the_database(error), file=sys.stderr)  # noqa: T201 - the whole answer
        sys.exit(TRY_AGAIN)


def _is_the_databases_fault(error: DBAPIError) -> bool:
    """Tell whether a database is away, full, or (SQLite) a file of another kind; anything else is a mistake of ours."""
    return isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError


def _said_by_the_database(error: DBAPIError) -> str:
    arguments = getattr(error.orig, "args", ())
    words = " ".join(str(arguments[-1] if arguments else error.orig).split())
    return f"DATABASE_URL names a database that cannot be used right now: {words[:300].rstrip('.?!')}."


def group() -> FlaskGroup:
    """Return the command with all its subcommands. They make the app when they run; help needs none, and no folder."""
    made = _Flasky(
        name="flasky",
        help=HELP,
        create_app=create_app,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        set_debug_flag=False,
    )
    made.params = []  # Flask's own options choose other apps and another debugger
    for command in COMMANDS:
        made.add_command(command)
    return click.version_option(__version__, prog_name="Flasky")(made)


class _Flasky(FlaskGroup):
    """Flask's group asks the app which commands there are; ours knows."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return sorted(self.commands)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 - as click calls it
        return self.commands.get(name)


if __name__ == "__main__":
    main()
