"""Who called, told by proxies: only those that were named are believed, whatever else a header holds."""

import pytest

from flasky.lib.peers import Proxies, address_of, proxies_of

NGINX, BALANCER, VISITOR = "127.0.0.1", "10.0.0.7", "203.0.113.9"
BOTH = proxies_of([NGINX, "10.0.0.0/24", "2001:db8::/64"])


@pytest.mark.parametrize(
    ("words", "peer", "expected"),
    [
        (["127.0.0.1"], "127.0.0.1", True),
        (["127.0.0.1"], "127.0.0.2", False),
        (["127.0.0.1"], "::ffff:127.0.0.1", True),
        (["10.0.0.0/24"], "10.0.0.200", True),
        (["10.0.0.9/24"], "10.0.0.200", True),
        (["10.0.0.0/24"], "10.0.1.1", False),
        (["2001:db8::/64"], "2001:db8::5", True),
        (["2001:db8::/64"], "2001:db8:1::5", False),
        (["::1"], "127.0.0.1", False),
        (["127.0.0.1"], "", False),
        (["unix"], "", True),
        (["unix"], "127.0.0.1", False),
        (["127.0.0.1"], "localhost", False),
        ([], "127.0.0.1", False),
    ],
)
def test_peer_is_a_proxy_by_its_address(words, peer, expected):
    assert proxies_of(words).include(peer) is expected


@pytest.mark.parametrize(
    ("forwarded_for", "client"),
    [
        (VISITOR, VISITOR),
        (f"1.2.3.4, {VISITOR}", VISITOR),
        (f"1.2.3.4, 5.6.7.8 , {VISITOR} ", VISITOR),
        (f"1.2.3.4, {VISITOR}, {BALANCER}", VISITOR),
        (f"{VISITOR}, {BALANCER}, {BALANCER}", VISITOR),
        (f"127.0.0.1, {VISITOR}", VISITOR),
        (f"{VISITOR}:50123", VISITOR),
        ("2a00:1450::1", "2a00:1450::1"),
        ("[2a00:1450::1]:443", "2a00:1450::1"),
        ("::ffff:203.0.113.9", VISITOR),
        (BALANCER, BALANCER),
        (f"{NGINX}, {BALANCER}", NGINX),
        ("", NGINX),
        ("unknown", NGINX),
        (f"{VISITOR}, unknown", NGINX),
        (f"{VISITOR}, unknown, {BALANCER}", BALANCER),
        (f"{VISITOR},", NGINX),
        ("<script>", NGINX),
        ("1.2.3.4.5", NGINX),
        ("9" * 5000, NGINX),
    ],
)
def test_client_is_the_first_from_the_right_that_is_no_proxy(forwarded_for, client):
    assert BOTH.client_behind(NGINX, forwarded_for) == client


def test_nobody_behind_a_socket_file_is_nobody():
    assert proxies_of(["unix"]).client_behind("", "") == ""
    assert proxies_of(["unix"]).client_behind("", f"1.2.3.4, {VISITOR}") == VISITOR


@pytest.mark.parametrize("word", ["nginx", "10.0.0.0/33", "300.1.1.1", "10.0.0.1-10.0.0.9", "*", "https://10.0.0.1"])
def test_word_that_is_no_address_is_named(word):
    with pytest.raises(ValueError, match="which is no address"):
        proxies_of([NGINX, word])


@pytest.mark.parametrize("network", ["0.0.0.0/0", "::/0", "128.0.0.0/1", "10.0.0.0/7", "2000::/3"])
def test_network_that_strangers_are_in_is_refused(network):
    with pytest.raises(ValueError, match="so wide that strangers are in it"):
        proxies_of([network])


def test_networks_of_one_owner_are_taken():
    assert proxies_of(["10.0.0.0/8", "fc00::/7", "172.16.0.0/12"]).include("10.200.3.4")


def test_nobody_is_a_proxy_unless_named():
    assert not Proxies().include(NGINX)
    assert not Proxies().include("")


@pytest.mark.parametrize("word", ["", " ", "[::1", "::1:::", "1.2.3.4:5:6", "[", "]", "fe80::1%eth0%"])
def test_word_of_rubbish_is_no_address_or_a_plain_one(word):
    assert address_of(word) is None or str(address_of(word)) == "::1"
