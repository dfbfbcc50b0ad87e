"""The network a client calls from, and this machine's own."""

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


def is_loopback(host: str | None) -> bool:
    """Tell whether a host is this machine itself: `localhost` or a loopback address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def in_address(host: str) -> str:
    """Return a host as it stands in an address or a Host header: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
