"""Web workers and the job worker are killed while people write."""

import os
import random
import time
from collections.abc import Callable

from tests.commands import comes
from tests.faults import ledger
from tests.faults.site import Site, kill
from tests.faults.writers import Record, writing

SECONDS = float(os.environ.get("FAULT_SECONDS", "12"))
KILLS = int(os.environ.get("FAULT_KILLS", "4"))  # of each kind


def test_kills_break_no_promise(site: Site, tell: Callable[..., None]) -> None:
    with writing(site) as record:
        silences = kill_by_turns(site, record)

    assert ledger.comes_to_rest(site.database)
    found = ledger.read(site.database)
    assert ledger.broken_promises(found, record, site.mailbox) == []
    assert set(record.answers) <= {303, 422}
    assert "unforeseen error" not in site.log
    tell(**record.figures(), **site.mailbox.figures(), kills=len(silences), longest_silence=f"{max(silences):.2f} s")


def kill_by_turns(site: Site, record: Record) -> list[float]:
    """Kill a web worker and the job worker by turns. Returns the seconds until the site said yes again, each time."""
    return [kill_one(victims, site, record) for victims in (site.web_workers, site.job_workers) * KILLS]


def kill_one(victims: Callable[[], list[int]], site: Site, record: Record) -> float:
    """Kill one process, wait for the next turn, and see that the site came back."""
    assert comes(victims), "nobody came in the place of who was killed"
    moment = time.monotonic()
    kill(random.choice(victims() or [site.main]))
    time.sleep(SECONDS / KILLS / 2 * random.uniform(0.7, 1.3))
    assert comes(lambda: record.silence_after(moment)), "the site did not come back"
    return record.silence_after(moment) or 0
