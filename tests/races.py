"""Several people who do the same thing at the same moment, each in a thread, context and session of their own."""

import contextvars
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy.exc import DBAPIError

from flasky import transaction
from flasky.errors import FlaskyError
from flasky.http.retries import TRIES, is_crossed

AT_ONCE = int(os.environ.get("RACES_AT_ONCE", "8"))
"""How many; more are asked for by hand, in rounds."""
PATIENCE = 60  # seconds until a race counts as stuck


def at_once(app: Flask, act: Callable[[], Any], *, count: int = AT_ONCE) -> list[Any]:
    """Let `count` doors do one act at once, each committing like a door. Returns each one's result or its FlaskyError.

    What the test made must be committed. Rows that were loaded before belong to the test: an act loads its own.
    """
    transaction.rollback()
    together = threading.Barrier(count, timeout=PATIENCE)
    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(contextvars.Context().run, _enter, app, act, together) for _ in range(count)]
        results = [future.result(PATIENCE) for future in futures]
    transaction.rollback()
    return results


def winners(results: list[Any]) -> list[Any]:
    """Return the results that are no refusals."""
    return [result for result in results if not isinstance(result, FlaskyError)]


def _enter(app: Flask, act: Callable[[], Any], together: threading.Barrier) -> Any:
    together.wait()
    with app.app_context():
        for remaining in reversed(range(TRIES)):
            try:
                return _commit(act)
            except DBAPIError as error:
                if not remaining or not is_crossed(error):
                    raise
                transaction.rollback()
    raise AssertionError("unreachable")


def _commit(act: Callable[[], Any]) -> Any:
    try:
        result = act()
        transaction.commit()
    except FlaskyError as error:
        transaction.rollback()
        return error
    return result
