"""A warning for every statement that takes too long: what it was, how long it took, and where it was asked.

The log must never hold what people wrote or what proves who they are, so of the parameters only numbers, moments and
the length of everything else are written.
"""

import sys
import time
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext

log = structlog.get_logger("flasky.database")
STATEMENT_MAX = 2000  # characters kept of a statement
PARAMETERS_MAX = 50  # parameters shown of a statement, rows shown of a list
SLOW_AFTER = "flasky_slow_after"
PACKAGE = Path(__file__).parent
PLUMBING = frozenset(str(PACKAGE / name) for name in ("slow_queries.py", "database.py", "transaction.py"))


def engine_options(seconds: float) -> dict[str, Any]:
    """Return the arguments of `create_engine` that have statements of so many seconds warned of; 0 warns of all.

    The library's own errors, which end up in the log with their traceback, show no parameters either.
    """
    return {"execution_options": {SLOW_AFTER: seconds}, "hide_parameters": True}


def shape(value: object) -> object:
    """Return a parameter as it may be logged: numbers and moments as they are, of the rest the kind and the length."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): shape(one) for name, one in list(value.items())[:PARAMETERS_MAX]}
    if isinstance(value, list | tuple):
        return [shape(one) for one in value[:PARAMETERS_MAX]]
    return f"{type(value).__name__}({len(value)})" if isinstance(value, str | bytes) else type(value).__name__


@event.listens_for(Engine, "before_cursor_execute")
def _begin(_connection: Connection, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: bool) -> None:
    context.flasky_begun = time.perf_counter()


@event.listens_for(Engine, "after_cursor_execute")
def _end(_connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool) -> None:
    _warn_if_slow(context, statement, parameters)


@event.listens_for(Engine, "handle_error")
def _fail(failure: ExceptionContext) -> None:
    """A statement that waited for a lock until the database gave up is slow as well."""
    if failure.execution_context is not None and failure.statement is not None:
        error = type(failure.original_exception).__name__
        _warn_if_slow(failure.execution_context, failure.statement, failure.parameters, error=error)


def _warn_if_slow(context: Any, statement: str, parameters: Any, **more: str) -> None:
    limit = context.execution_options.get(SLOW_AFTER)
    begun = getattr(context, "flasky_begun", None)
    if limit is None or begun is None or (seconds := time.perf_counter() - begun) < limit:
        return
    log.warning(
        "slow statement",
        seconds=round(seconds, 4),
        statement=" ".join(statement.split())[:STATEMENT_MAX],
        parameters=shape(parameters),
        place=_place(),
        **more,
    )


def _place() -> str:
    """Find the line of ours that asked: the nearest caller that is no plumbing."""
    frame = sys._getframe(1)
    while frame.f_back is not None:
        frame = frame.f_back
        name = frame.f_code.co_filename
        if name.startswith(str(PACKAGE)) and name not in PLUMBING:
            return f"{Path(name).relative_to(PACKAGE)}:{frame.f_lineno} {frame.f_code.co_name}"
    return ""
