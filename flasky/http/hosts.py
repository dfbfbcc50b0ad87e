"""Which hosts a request may ask for: the site's own name, and this machine's."""

from apiflask import APIFlask
from flask import Request
from werkzeug.exceptions import SecurityError
from werkzeug.routing import MapAdapter
from werkzeug.sansio.utils import host_is_trusted

from flasky import addresses

FOR_MACHINES = frozenset({addresses.health(), addresses.ready()})
"""Asked from inside, past the proxy, by whatever name a machine has for this one."""


class HostFlask(APIFlask):
    """APIFlask that knows its hosts, IPv6 addresses among them.

    Flask's own TRUSTED_HOSTS stays unset: Werkzeug cuts the hosts of that list at the first colon, so that no IPv6
    address can be on it.
    """

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the routes to a request. Raises SecurityError (400) for a request to a host that is not the site's."""
        if request is not None and request.path not in FOR_MACHINES:
            require_known(request.host, hosts=self.extensions["settings"].hosts)
        return super().create_url_adapter(request)


def require_known(host: str, *, hosts: list[str]) -> None:
    """Raise SecurityError for a Host header that names none of the hosts; the port does not matter."""
    literal = host[: host.rfind("]") + 1]
    is_known = host_is_trusted(host) and literal in hosts if literal else host_is_trusted(host, hosts)
    if not is_known:
        raise SecurityError(f"Host {host!r} is not trusted.")
