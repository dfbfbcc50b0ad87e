#!/usr/bin/env python3
"""The book's launcher: `./manage.py db upgrade` is `flasky db upgrade`, and `runserver` is `dev`."""

import sys

try:
    from flasky.__main__ import main
except ModuleNotFoundError as error:
    sys.exit(f"{error.name} is not installed for {sys.executable}: `make run`, then `. .venv/bin/activate`.")

main()
