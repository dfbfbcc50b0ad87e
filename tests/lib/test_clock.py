"""The one clock."""

from datetime import UTC, datetime, timedelta

import time_machine

from flasky.lib import clock


def test_now_is_aware_and_in_utc_to_the_microsecond():
    moment = datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC)

    with time_machine.travel(moment, tick=False):
        now = clock.now()

    assert now == moment
    assert now.utcoffset() == timedelta(0)
