"""What a proxy in front says of a request: who called, and whether by https.

Werkzeug's ProxyFix counts hops and believes whoever is that many hops away, so that a caller who reaches the server
past the proxy, or through one hop more, is believed as well. Here the address of the connecting peer decides: the
headers of a proxy that FLASKY_TRUSTED_PROXIES names are taken, anybody else's are as if they were not there.
`X-Forwarded-Host` is taken from nobody: the site's name is FLASKY_SITE_URL.
"""

from collections.abc import Iterable
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from flasky.lib.peers import Proxies

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger("flasky.http")
WARN_EVERY = 60.0  # seconds


class BehindProxies:
    """The WSGI application behind proxies. Of several headers of one name the server hands over the last."""

    def __init__(self, app: "WSGIApplication", proxies: Proxies, *, is_https: bool) -> None:
        """Wrap an application. `is_https`: the site is one, so that a proxy nobody told us of is worth a warning."""
        self._app = app
        self._proxies = proxies
        self._is_https = is_https
        self._warned_at = -WARN_EVERY

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request, after learning from its proxy where it came from."""
        peer = str(environ.get("REMOTE_ADDR") or "")
        if self._proxies.include(peer):
            self._believe(environ, peer)
        elif self._is_https and _scheme_of(environ) == "https":
            self._warn(peer)
        return self._app(environ, start_response)

    def _believe(self, environ: "WSGIEnvironment", peer: str) -> None:
        environ["REMOTE_ADDR"] = self._proxies.client_behind(peer, environ.get("HTTP_X_FORWARDED_FOR", ""))
        scheme = _scheme_of(environ)
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme

    def _warn(self, peer: str) -> None:
        """Say, at most once a minute, why browsers are sent round in circles."""
        if monotonic() - self._warned_at >= WARN_EVERY:
            self._warned_at = monotonic()
            log.warning("a peer that FLASKY_TRUSTED_PROXIES does not name says https: it is not believed", peer=peer)


def _scheme_of(environ: "WSGIEnvironment") -> str:
    """Return what the connecting peer says itself: the last word, where proxies behind it said more."""
    return str(environ.get("HTTP_X_FORWARDED_PROTO", "")).rpartition(",")[2].strip().lower()
