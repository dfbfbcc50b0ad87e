"""The database hangs up on everybody, again and again, while people write."""

import time

from tests.commands import comes
from tests.faults import ledger
from tests.faults.disturbances import disturb
from tests.faults.site import Site
from tests.faults.writers import writing

TIMES = 5
APART = 0.7  # seconds


def test_a_database_that_hangs_up_costs_an_apology_at_most(site: Site) -> None:
    with writing(site) as record:
        processes = site.serving()
        for _ in range(TIMES):
            time.sleep(APART)
            disturb(site.database)
        moment = time.monotonic()

        assert comes(lambda: record.silence_after(moment))
        assert site.serving() == processes

    assert set(record.answers) <= {303, 410, 422, 503}
    assert "unforeseen error" not in site.log
    assert ledger.comes_to_rest(site.database)
    assert ledger.broken_promises(ledger.read(site.database), record, site.mailbox) == []
