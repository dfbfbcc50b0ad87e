"""Web workers and the job worker are killed while people write."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable

from tests.commands import comes
from tests.faults import ledger
from tests.faults.record import Record
from tests.faults.site import Site, kill
from tests.faults.writers import writing

SECONDS = float(os.environ.get("FAULT_SECONDS", "12"))
KILLS = int(os.environ.get("FAULT_KILLS", "4"))  # of each kind
CHANGES = int(os.environ.get("FAULT_CHANGES", "100"))  # acknowledged at least


def test_kills_break_no_promise(site: Site, tell: Callable[..., None]) -> None:
    with writing(site) as record:
        silences = kill_by_turns(site, record)

    assert ledger.comes_to_rest(site.database)
    broken = ledger.broken_promises(ledger.read(site.database), record, site.mailbox)
    kinds = Counter(promise.partition(":")[0] for promise in broken)
    tell(
        kills=len(silences),
        **record.figures(),
        **{kind: kinds[kind] for kind in ("lost", "partial", "doubled")},
        **site.mailbox.figures(),
        longest_silence=f"{max(silences):.2f} s",
    )
    assert broken == []
    assert set(record.answers) <= {303, 410, 422}
    assert "unforeseen error" not in site.log


def kill_by_turns(site: Site, record: Record) -> list[float]:
    """Kill a web worker and the job worker by turns, until there were enough kills and enough changes.

    Returns the seconds until the site said yes again, each time.
    """
    silences: list[float] = []
    while len(silences) < 2 * KILLS or len(record.acknowledged_at) < CHANGES:
        silences += [kill_one(victims, site, record) for victims in (site.web_workers, site.job_workers)]
    return silences


def kill_one(victims: Callable[[], list[int]], site: Site, record: Record) -> float:
    """Kill one process, wait for the next turn, and see that the site came back."""
    assert comes(victims), "nobody came in the place of who was killed"
    moment = time.monotonic()
    kill(random.choice(victims() or [site.main]))
    time.sleep(SECONDS / KILLS / 2 * random.uniform(0.7, 1.3))
    assert comes(lambda: record.silence_after(moment)), "the site did not come back"
    return record.silence_after(moment) or 0
