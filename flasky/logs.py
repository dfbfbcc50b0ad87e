"""Logging: JSON lines in production, readable ones elsewhere, one shape for all libraries."""

import logging
import sys

import structlog
from structlog.typing import Processor

from flasky.config import Environment, Settings

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure(settings: Settings) -> None:
    """Send everything that is logged to standard error, one event a line, with the request's id."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(settings))
    logger = logging.getLogger("flasky")
    logger.handlers[:] = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = settings.environment is Environment.TESTING


def _formatter(settings: Settings) -> logging.Formatter:
    if settings.environment is Environment.PRODUCTION:
        last: list[Processor] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        last = [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    processors = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=SHARED, processors=processors)
