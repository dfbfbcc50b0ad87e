"""Another WSGI server serves the same app: gunicorn, on a port and behind a proxy on a socket file."""

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.browsers import hidden_fields
from tests.commands import comes, environment, flasky
from tests.deploy.site import free_port
from tests.faults.visitor import PASSWORD, Visitor

APP = "flasky.factory:create_app()"
VISITOR = "203.0.113.9"


class SocketFile(HTTPConnection):
    """A connection to a server that listens on a socket file, as a proxy of this machine makes it."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        """Connect."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self._path))


@contextmanager
def gunicorn(folder: Path, bind: str, **settings: str) -> Iterator[None]:
    """Serve a folder's site with gunicorn while the block lasts; alice can log in."""
    assert flasky("deploy", folder=folder, **settings).returncode == 0
    account = ("user", "create", "alice", "alice@example.com", "--password-stdin")
    assert flasky(*account, folder=folder, typed=PASSWORD, **settings).returncode == 0
    words = [sys.executable, "-m", "gunicorn", APP, "--bind", bind, "--workers", "2", "--threads", "4"]
    with (folder / "gunicorn.log").open("wb") as log:
        server = subprocess.Popen(words, cwd=folder, env=environment(**settings), stdout=log, stderr=log)
    try:
        yield
        server.terminate()
        assert server.wait(60) == 0
    finally:
        if server.poll() is None:
            server.kill()
            server.wait(30)


def answers(connection: HTTPConnection) -> bool:
    """Tell whether a site says that it is ready."""
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def test_person_reads_logs_in_and_writes(tmp_path):
    port = free_port()
    with gunicorn(tmp_path, f"127.0.0.1:{port}"):
        assert comes(lambda: answers(HTTPConnection("127.0.0.1", port, timeout=30)), within=60)
        visitor = Visitor(port)

        assert "Hello, Stranger!" in visitor.get("/").text
        visitor.log_in("alice")
        published = visitor.send("/write", title="By gunicorn", body="Words that another server served.")

        assert published.status == 303
        assert "Words that another server served." in visitor.get("/").text


@pytest.fixture
def socket_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for a socket file whose name is short enough for one."""
    return tmp_path_factory.mktemp("s") / "s"


def ask(path: Path, method: str, address: str, body: str = "", **headers: str) -> tuple[HTTPResponse, str]:
    """Make a request through a socket file as a proxy of an https site does."""
    given = {"Host": "blog.example.org", "X-Forwarded-For": f"1.2.3.4, {VISITOR}", **headers}
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    with closing(SocketFile(path)) as connection:
        connection.request(method, address, body or None, {**given, **kind})
        response = connection.getresponse()
        return response, response.read().decode()


@pytest.mark.seed("L8")
def test_proxy_on_a_socket_file_is_believed_when_it_is_named(tmp_path, socket_file):
    settings = {
        "FLASKY_SITE_URL": "https://blog.example.org",
        "FLASKY_TRUSTED_PROXIES": "unix",
        "FLASKY_VOLATILE_DATA": "true",
    }
    with gunicorn(tmp_path, f"unix:{socket_file}", **settings):
        assert comes(lambda: answers(SocketFile(socket_file)), within=60)

        plain, _text = ask(socket_file, "GET", "/auth/login", **{"X-Forwarded-Proto": "http"})
        page, text = ask(socket_file, "GET", "/auth/login", **{"X-Forwarded-Proto": "https"})
        form = {"email": "alice", "password": PASSWORD, "csrf_token": hidden_fields(text)["csrf_token"]}
        cookie = {"X-Forwarded-Proto": "https", "Cookie": page.headers["Set-Cookie"].partition(";")[0]}
        done, _text = ask(socket_file, "POST", "/auth/login", urlencode(form), **cookie)

    assert [plain.status, page.status, done.status] == [301, 200, 303]
    with closing(sqlite3.connect(tmp_path / "data" / "data.sqlite")) as connection:
        assert connection.execute("SELECT network FROM logins").fetchall() == [("203.0.113.0/24",)]
