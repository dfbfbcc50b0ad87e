"""The command `flasky`, also `python -m flasky`."""

import os
import sys

from flask.cli import FlaskGroup

from flasky.errors import ConfigurationError
from flasky.factory import create_app

CONFIGURATION_OF = {"dev": "development", "test": "testing"}
WRONG_SETTING = 2


def main() -> None:
    """Run a command. A wrong setting ends it with one sentence and exit status 2."""
    command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if command in CONFIGURATION_OF:
        os.environ.setdefault("FLASK_CONFIG", CONFIGURATION_OF[command])
    try:
        group().main(prog_name="flasky")
    except ConfigurationError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the whole answer
        sys.exit(WRONG_SETTING)


def group() -> FlaskGroup:
    """Return the command with all its subcommands, which `cli` gave to the app."""
    return FlaskGroup(
        name="flasky",
        help="Flasky: the social blog a community owns.",
        create_app=create_app,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        set_debug_flag=False,
    )


if __name__ == "__main__":
    main()
