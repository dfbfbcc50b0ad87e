"""Logging: JSON lines in production, readable ones elsewhere, one shape for all libraries; to stderr or to syslog."""

import logging
import re
import socket
import sys
from contextlib import closing
from logging.handlers import SysLogHandler
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from flasky.config import Environment, Settings
from flasky.errors import ConfigurationError
from flasky.lib.log_places import log_address

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)
IDENTITY = "flasky: "
LINE_MAX = 8000  # characters: what rsyslog and journald take of one message
ADDRESS = re.compile(r"[^\s<>()\[\]{}\"',;:=/@]{1,64}@[\w.-]{1,255}")
"""An e-mail address, as mail servers and errors quote it."""


def configure(settings: Settings) -> None:
    """Send everything that is logged to where FLASKY_LOG_TO says, one event a line, with the request's id.

    Raises ConfigurationError when nobody takes the log there.
    """
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = _handler(settings)
    logger = logging.getLogger("flasky")
    for former in logger.handlers:
        former.close()
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = settings.environment is Environment.TESTING


class _OneLine(logging.Formatter):
    """A message of syslog: one line, cut where the log would cut or refuse it."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return self._inner.format(record)[:LINE_MAX]


def _handler(settings: Settings) -> logging.Handler:
    address = log_address(settings.flasky_log_to)
    if address is None:
        to_stderr = logging.StreamHandler(sys.stderr)
        to_stderr.setFormatter(_formatter(as_json=settings.environment is Environment.PRODUCTION))
        return to_stderr
    _require_listener(address)
    to_syslog = SysLogHandler(address, facility=SysLogHandler.LOG_DAEMON)
    to_syslog.ident = IDENTITY
    to_syslog.append_nul = False
    to_syslog.setFormatter(_OneLine(_formatter(as_json=True)))
    return to_syslog


def _require_listener(address: str | tuple[str, int]) -> None:
    """Say at the start what syslog's own client keeps to itself: that there is no such socket, or no such host."""
    try:
        if isinstance(address, tuple):
            socket.getaddrinfo(*address, type=socket.SOCK_DGRAM)
            return
        with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as probe:
            probe.connect(address)
    except OSError as error:
        place = address if isinstance(address, str) else address[0]
        raise ConfigurationError(f"FLASKY_LOG_TO names {place}, where no syslog is: {error.strerror}.") from error


def _formatter(*, as_json: bool) -> logging.Formatter:
    if as_json:
        last: list[Processor] = [
            structlog.processors.format_exc_info,
            _hide_addresses,
            structlog.processors.JSONRenderer(),
        ]
    else:
        last = [
            _hide_addresses,
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=processors)


def _hide_addresses(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Write nobody's address: to whom a letter did not get, administrators read on their page."""
    return {name: ADDRESS.sub("(address)", value) if isinstance(value, str) else value for name, value in event.items()}
