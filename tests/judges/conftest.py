"""The site as others meet it: over HTTP."""

import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from flasky import transaction


class Quiet(WSGIRequestHandler):
    """Keeps connections open, and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_what: object) -> None:
        """Write nothing."""


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of the running site. What a test makes has to be committed before it asks."""
    transaction.rollback()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
