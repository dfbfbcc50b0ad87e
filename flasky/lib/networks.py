"""The network a client calls from."""

import ipaddress


def network_of(address: str | None) -> str:
    """Return an IPv4 address whole and an IPv6 address as its /64, since one customer holds a whole /64."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def truncated(address: str | None) -> str:
    """Return the part of an address worth keeping: an IPv4 /24, an IPv6 /48, or "unknown"."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    seen = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ipaddress.ip_network((seen, 24 if seen.version == 4 else 48), strict=False))
