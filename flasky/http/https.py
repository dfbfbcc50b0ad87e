"""A site that is reached by https answers to nothing else: a plain request is sent to the same address there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.wrappers import Response

from flasky.http.headers import ALWAYS
from flasky.http.hosts import FOR_MACHINES

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

UNTOUCHED = "/@:!$&'()*+,;=~-._"


class OnlyHttps:
    """The WSGI application of an https site."""

    def __init__(self, app: "WSGIApplication", *, origin: str) -> None:
        """Wrap an application whose https origin is given."""
        self._app = app
        self._origin = origin

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request that came by https or from a machine; send any other to https."""
        if environ["wsgi.url_scheme"] == "https" or environ.get("PATH_INFO") in FOR_MACHINES:
            return self._app(environ, start_response)
        return self._sent_there(environ)(environ, start_response)

    def _sent_there(self, environ: "WSGIEnvironment") -> Response:
        """Redirect; 308 keeps the method and the form, which browsers ask for before they send them again."""
        status = 301 if environ["REQUEST_METHOD"] in ("GET", "HEAD") else 308
        location = self._origin + _path_of(environ)
        return Response(status=status, headers={**ALWAYS, "Location": location, "Cache-Control": "no-cache"})


def _path_of(environ: "WSGIEnvironment") -> str:
    """Return path and query as they were asked for; always a path, so that no other host can stand in it."""
    path = quote(str(environ.get("PATH_INFO", "")).encode("latin-1", "replace"), safe=UNTOUCHED)
    query = quote(str(environ.get("QUERY_STRING", "")), safe=UNTOUCHED + "?%", encoding="latin-1")
    return (path if path.startswith("/") else "/") + (f"?{query}" if query else "")
