"""The container's entry script, run as the container runs it: the database down, then up; the end when told."""

import os
import select
import signal
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.commands import ROOT, comes, environment

pytestmark = [pytest.mark.seed("L9"), pytest.mark.defect("D44")]
ENTRY = ROOT / "deploy" / "container" / "entry.sh"
HEALTH = ROOT / "deploy" / "container" / "health.py"
START_WITHIN = 90  # seconds
PORTS = {"postgresql": 5432, "mysql": 3306}


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Gate(socketserver.ThreadingTCPServer):
    """Passes connections on to a database server once it is open."""

    daemon_threads = True

    def __init__(self, host: str, port: int) -> None:
        super().__init__(("127.0.0.1", free_port()), Passage, bind_and_activate=False)
        self.target = (host, port)

    def open(self) -> None:
        """Let everybody through from now on."""
        self.server_bind()
        self.server_activate()
        threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    def close(self) -> None:
        """Let nobody through any more."""
        if self.socket.getsockname()[1]:
            self.shutdown()
        self.server_close()


class Passage(socketserver.BaseRequestHandler):
    """One connection, passed on until either side ends it."""

    server: Gate

    def handle(self) -> None:
        """Hand on whatever comes."""
        with suppress(OSError), socket.create_connection(self.server.target) as inner:
            across = {self.request: inner, inner: self.request}
            while True:
                for source in select.select([*across], [], [])[0]:
                    piece = source.recv(65536)
                    if not piece:
                        return
                    across[source].sendall(piece)


@pytest.fixture
def late(empty: str, tmp_path: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """The address of a database that is down, and how it comes up."""
    url = make_url(empty)
    if not url.host:
        folder = tmp_path / "later"
        yield f"sqlite:///{folder}/site.sqlite", folder.mkdir
        return
    gate = Gate(url.host, url.port or PORTS[url.get_backend_name()])
    here = url.set(host="127.0.0.1", port=gate.server_address[1])
    yield here.render_as_string(hide_password=False), gate.open
    gate.close()


class Container:
    """The processes of a container, with its environment and none of its walls."""

    def __init__(self, folder: Path, database: str, *words: str, **settings: str) -> None:
        self.port, self._log = free_port(), folder / "container.log"
        self._health = [sys.executable, str(HEALTH), f"http://127.0.0.1:{self.port}/readyz"]
        command = words or ("run", "--host", "127.0.0.1", "--port", str(self.port))
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                ["sh", str(ENTRY), *command],
                cwd=folder,
                env=self._environment(folder, database, settings),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _environment(self, folder: Path, database: str, settings: dict[str, str]) -> dict[str, str]:
        given = {
            "DATABASE_URL": database,
            "FLASKY_DATA_DIR": str(folder / "data"),
            "FLASKY_SITE_URL": "https://blog.example.org",
            "FLASKY_TRUSTED_PROXIES": "172.30.77.2",
            "FLASKY_VOLATILE_DATA": "true",
            "FLASKY_DATABASE_PAUSE": "0.2",
        }
        found = environment(**{**given, **settings})
        return {**found, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{found['PATH']}"}

    @property
    def log(self) -> str:
        """What the container wrote."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def health(self) -> subprocess.CompletedProcess[str]:
        """Ask as the container's HEALTHCHECK does."""
        return subprocess.run(self._health, capture_output=True, text=True, check=False, timeout=60)

    def is_healthy(self) -> bool:
        """Tell whether it can serve."""
        return self.health().returncode == 0

    def tries(self) -> int:
        """Return how often the database did not answer so far."""
        return self.log.count("cannot be used right now")


@contextmanager
def started(folder: Path, database: str, *words: str, **settings: str) -> Iterator[Container]:
    """Run a container while the block lasts."""
    container = Container(folder, database, *words, **settings)
    try:
        yield container
    finally:
        with suppress(ProcessLookupError):
            os.killpg(container.process.pid, signal.SIGKILL)
        container.process.wait(30)


def test_container_waits_for_its_database_serves_and_ends_when_told(late, tmp_path):
    database, comes_up = late
    with started(tmp_path, database) as container:
        assert comes(lambda: container.tries() >= 2), container.log
        assert not container.is_healthy()

        comes_up()

        assert comes(container.is_healthy, within=START_WITHIN), container.log
        assert '"status":"ready"' in container.health().stdout.replace(" ", "")
        container.process.terminate()
        assert container.process.wait(60) == 0
    assert "Traceback" not in container.log


def test_container_that_waits_ends_at_once_when_told(late, tmp_path):
    with started(tmp_path, late[0], FLASKY_DATABASE_PAUSE="600") as container:
        assert comes(lambda: container.tries() == 1), container.log

        container.process.terminate()

        assert container.process.wait(30) == 143


def test_container_gives_up_after_so_many_tries(late, tmp_path):
    with started(tmp_path, late[0], FLASKY_DATABASE_TRIES="2") as container:
        assert container.process.wait(60) == 75
        assert container.tries() == 2


def test_container_does_not_wait_for_a_wrong_setting_to_become_right(tmp_path):
    with started(tmp_path, "sqlite:///x.sqlite", FLASKY_SITE_URL="https://blog.example.org/path") as container:
        assert container.process.wait(60) == 2
        assert container.log.startswith("FLASKY_SITE_URL must be an origin")


def test_container_does_any_other_command_as_it_is(tmp_path):
    with started(tmp_path, "sqlite:///x.sqlite", "config", "check") as container:
        assert container.process.wait(60) == 0
        assert container.log == "The settings are fine (production, https://blog.example.org).\n"


def test_health_is_bad_where_nobody_answers(tmp_path):
    done = subprocess.run(
        [sys.executable, str(HEALTH), "http://127.0.0.1:1/readyz"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout.startswith("http://127.0.0.1:1/readyz does not answer")) == (1, True)
