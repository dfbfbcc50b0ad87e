"""Which network a client calls from."""

import pytest

from flasky.lib import networks


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        (None, "unknown"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_a_limit_counts_an_ipv4_address_or_a_whole_ipv6_customer(address, network):
    assert networks.network_of(address) == network


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.7", "203.0.113.0/24"),
        ("2001:db8:1:2::1", "2001:db8:1::/48"),
        ("::ffff:203.0.113.7", "203.0.113.0/24"),
        (None, "unknown"),
        ("mail.example.com", "unknown"),
    ],
)
def test_a_login_keeps_only_a_part_of_the_address(address, kept):
    assert networks.truncated(address) == kept
