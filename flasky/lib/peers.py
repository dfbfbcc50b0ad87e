"""The machines that connect to a server, and which of them are proxies whose word is taken."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

UNIX = "unix"
WIDEST = {4: 8, 6: 7}
"""Bits of the widest network that can still be one owner's: 10.0.0.0/8 and fc00::/7 are."""


@dataclass(frozen=True)
class Proxies:
    """Proxies by address. `unix`: whoever may open the server's socket file is one too; such a peer has no address."""

    networks: tuple[Network, ...] = ()
    unix: bool = False

    def include(self, peer: str) -> bool:
        """Tell whether a peer is one of the proxies: an address, or "" for a peer on a socket file."""
        if not peer:
            return self.unix
        address = address_of(peer)
        return address is not None and any(address in network for network in self.networks)

    def client_behind(self, peer: str, forwarded_for: str) -> str:
        """Return who called, for a peer that is one of the proxies.

        `forwarded_for` is X-Forwarded-For: each proxy adds at the right whom it heard. So it is read from the right,
        over the proxies, up to the first address that is none of them. What stands left of that one, or is no address,
        was written by nobody we trust.
        """
        client = peer
        for word in reversed(forwarded_for.split(",")):
            address = address_of(word)
            if address is None:
                return client
            client = str(address)
            if not self.include(client):
                return client
        return client


def proxies_of(words: Iterable[str]) -> Proxies:
    """Return the proxies that addresses, networks and the word "unix" name.

    Raises ValueError, whose message says what is wrong, for a word that is neither and for a network so wide that
    strangers are in it.
    """
    given = list(words)
    return Proxies(tuple(_network(word) for word in given if word != UNIX), unix=UNIX in given)


def address_of(word: str) -> Address | None:
    """Return the address that a word of X-Forwarded-For names, perhaps with a port, or None."""
    bare = word.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network(word: str) -> Network:
    try:
        network = ipaddress.ip_network(word, strict=False)
    except ValueError as error:
        raise ValueError(
            f"names {word!r}, which is no address, no network such as 10.0.0.0/24, and not `unix`"
        ) from error
    if network.prefixlen < WIDEST[network.version]:
        raise ValueError(f"names {word}, a network so wide that strangers are in it: name the proxies")
    return network
