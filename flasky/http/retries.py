"""Requests that the database refused because two of them crossed: done once more."""

import structlog
from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError

from flasky import transaction
from flasky.http.hosts import HostFlask

log = structlog.get_logger("flasky.http")
TRIES = 3
CROSSED = ("40001", "40P01")
CROSSED_ON_MARIADB = (1020, 1205, 1213, 1305)
"""1305: the savepoint to go back to is not there any more, because a deadlock ended the whole transaction."""


def is_crossed(error: DBAPIError) -> bool:
    """Tell whether an error is a deadlock or a serialization failure: nothing was written, a second try may succeed."""
    if getattr(error.orig, "sqlstate", None) in CROSSED:
        return True
    arguments: tuple[object, ...] = getattr(error.orig, "args", ())
    return bool(arguments) and arguments[0] in CROSSED_ON_MARIADB


class PatientFlask(HostFlask):
    """Flask that runs a view again when its transaction lost a deadlock; views commit last, nothing happens twice."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Run the view, up to three times."""
        for remaining in reversed(range(TRIES)):
            try:
                return super().dispatch_request()
            except DBAPIError as error:
                if not remaining or not is_crossed(error):
                    raise
                log.info("crossed transactions, once more", endpoint=request.endpoint)
                transaction.rollback()
        raise AssertionError("unreachable")
