"""What is done by the clock."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flasky import transaction
from flasky.operations import housekeeping, incidents, schedule, sitemap, tags, timelines
from flasky.worker import notifications, previews, statistics

TASKS: dict[str, tuple[timedelta, Callable[[], object]]] = {
    "error report": (timedelta(minutes=1), incidents.report),
    "housekeeping": (timedelta(hours=1), housekeeping.purge),
    "trends": (timedelta(minutes=10), tags.count_trends),
    "old timelines": (timedelta(minutes=1), timelines.purge),
    "previews": (timedelta(days=1), previews.sweep),
    "sitemap": (timedelta(minutes=10), sitemap.follow),
    "statistics": (timedelta(hours=1), statistics.count),
    "digests": (timedelta(days=1), notifications.ask_digests),
}


class Schedule:
    """Remembers which turns this worker has seen, so that the database is asked once a turn."""

    def __init__(self) -> None:
        self._seen: dict[str, datetime] = {}

    def run_due(self) -> list[str]:
        """Do the tasks whose turn has come and that no other worker took. Returns their names."""
        return [name for name in TASKS if self._run(name)]

    def _run(self, name: str) -> bool:
        every, task = TASKS[name]
        slot = schedule.slot_of(every)
        if self._seen.get(name) == slot:
            return False
        taken = schedule.take_turn(name, slot=slot)
        if taken:
            task()
        transaction.commit()
        self._seen[name] = slot
        return taken
