"""Ids that order by time: 42 bits of milliseconds since 2020, then 21 bits of chance.

They fit a signed 64-bit column until 2159, cannot be guessed one from the next, and never go back inside a process
even when its clock does.
"""

import secrets
import threading
from datetime import UTC, datetime, timedelta

from flasky.lib import clock

EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
RANDOM_BITS = 21
LARGEST = 2**63 - 1

_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """Return an id for something that happens now, larger than every id this process made before."""
    global _last  # noqa: PLW0603 - the one counter of the process, guarded by the lock
    with _lock:
        _last = max(id_at(clock.now()), _last + 1)
        return _last


def new_ids(count: int) -> int:
    """Return the id before `count` ones that this process gives to nothing else: for rows that a database numbers."""
    global _last  # noqa: PLW0603 - see new_id
    with _lock:
        first = max(id_at(clock.now()), _last)
        _last = first + count
        return first


def id_at(moment: datetime) -> int:
    """Return an id for something that happened at an aware moment."""
    milliseconds = (moment - EPOCH) // timedelta(milliseconds=1)
    return (milliseconds << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


def first_id_at(moment: datetime) -> int:
    """Return the smallest id that a moment can have: ids below it are older."""
    return ((moment - EPOCH) // timedelta(milliseconds=1)) << RANDOM_BITS


def time_of(identity: int) -> datetime:
    """Return the moment an id was made for, aware, in UTC, to the millisecond."""
    return EPOCH + timedelta(milliseconds=identity >> RANDOM_BITS)
