"""What WSGI servers and the `flask` command open in a checkout."""

import sys

from flasky.errors import ConfigurationError
from flasky.factory import create_app

try:
    app = create_app()
except ConfigurationError as error:
    print(error, file=sys.stderr)  # noqa: T201 - the whole answer, as `flasky` gives it
    sys.exit(2)
