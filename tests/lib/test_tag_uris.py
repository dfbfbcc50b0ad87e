"""Names for what has no address that lasts."""

from datetime import UTC, datetime

import pytest

from flasky.lib.tag_uris import tag_uri


@pytest.mark.parametrize("origin", ["https://blog.example.org", "http://blog.example.org:5000"])
def test_a_name_holds_the_host_and_a_day(origin):
    day = datetime(2026, 11, 8, tzinfo=UTC)

    assert tag_uri("person/7", origin=origin, day=day) == "tag:blog.example.org,2026-11-08:person/7"
