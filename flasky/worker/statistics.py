"""Counting by the clock."""

from flasky import transaction
from flasky.operations import statistics as operation
from flasky.queries import statistics


def count() -> None:
    """Count people and posts, while nobody waits for the write lock, and keep the numbers."""
    transaction.commit()
    with transaction.reading():
        usage = statistics.count()
    operation.keep_usage(usage)
