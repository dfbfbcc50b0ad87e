"""The one clock of the house."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC, to the microsecond."""
    return datetime.now(UTC)
