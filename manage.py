#!/usr/bin/env python3
"""The book's launcher: `./manage.py db upgrade` is `flasky db upgrade`."""

from flasky.__main__ import main

main()
