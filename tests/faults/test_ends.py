"""The site ends under load: killed whole, or asked to stop."""

import pytest

from tests.commands import comes
from tests.faults import ledger
from tests.faults.record import Record
from tests.faults.site import Site, kill
from tests.faults.writers import writing

ENOUGH = 30  # acknowledged writes
GONE_WITHIN = 10  # seconds


def is_well_under_way(record: Record) -> bool:
    """Tell whether the writers have written enough."""
    return len(record.acknowledged_at) >= ENOUGH


@pytest.mark.seed("P14")
@pytest.mark.defect("D37")
def test_a_site_killed_whole_lost_nothing_when_it_comes_back(site: Site) -> None:
    with writing(site) as record:
        assert comes(lambda: is_well_under_way(record))
        site.kill_whole()

    ledger.let_leases_run_out(site.database)
    site.start()
    assert ledger.comes_to_rest(site.database)
    assert ledger.broken_promises(ledger.read(site.database), record, site.mailbox) == []


def test_nobody_outlives_the_main_process(site: Site) -> None:
    with writing(site) as record:
        assert comes(lambda: is_well_under_way(record))
        kill(site.main)

        assert comes(lambda: site.processes() == [], within=GONE_WITHIN)

    site.start()
    assert ledger.lost(ledger.read(site.database), record) == []


def test_a_site_asked_to_stop_does_what_it_took_and_no_more(site: Site) -> None:
    with writing(site) as record:
        assert comes(lambda: is_well_under_way(record))
        site.mailbox.seconds_to_take = 1
        assert comes(lambda: site.mailbox.in_conversation)

        assert site.terminate() == 0
        assert site.processes() == []

    found = ledger.read(site.database)
    assert [one for one in record.unknown if one in found.posts or one in found.usernames] == []
    assert set(record.answers) <= {303, 410, 422}
    assert record.cut == 0
    assert found.leased == 0
    assert max(site.mailbox.copies_of_letters().values()) == 1
