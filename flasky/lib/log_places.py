"""Where a log can go besides the terminal: places of syslog."""

SYSLOG = "/dev/log"


def log_address(value: str) -> str | tuple[str, int] | None:
    """Return where FLASKY_LOG_TO sends the log: the path of a socket, or (host, port) by UDP; None for anything else.

    `syslog` alone is the socket of this machine's own log.
    """
    kind, _, place = value.partition(":")
    if kind != "syslog" or place.startswith("/") or value == "syslog":
        return (place or SYSLOG) if kind == "syslog" else None
    host, _, port = place.rpartition(":")
    known = host and port.isascii() and port.isdigit() and 0 < int(port) < 65536
    return (host.strip("[]"), int(port)) if known else None
