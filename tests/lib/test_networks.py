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


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.7", False),
        ("localhost.example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_loopback_is_this_machine(host, expected):
    assert networks.is_loopback(host) is expected


def test_ipv6_stands_in_brackets_in_an_address():
    assert [networks.in_address(host) for host in ("::1", "127.0.0.1", "localhost")] == [
        "[::1]",
        "127.0.0.1",
        "localhost",
    ]
