"""A whole site as whoever runs one starts it: a folder, `flasky run`, and the processes that come of it."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from tests.commands import comes, environment, words
from tests.faults.mailbox import Mailbox
from tests.faults.visitor import Visitor

START_WITHIN = 60  # seconds
STOP_WITHIN = 60
SETTINGS = {"RATELIMIT_ENABLED": "false", "SECRET_KEY": "a key for tests that is long enough to be taken"}


@dataclass(frozen=True)
class Process:
    """A process of this machine."""

    pid: int
    parent: int
    session: int
    command: str


class Site:
    """`flasky run --workers 2` in a session of its own, so that whatever it starts can be found, even as an orphan."""

    def __init__(self, folder: Path, database: str, mailbox: Mailbox) -> None:
        self.folder, self.database, self.mailbox = folder, database, mailbox
        self.port = _free_port()
        self._mains: list[subprocess.Popen[bytes]] = []

    @property
    def main(self) -> int:
        """The process that `flasky run` is."""
        return self._mains[-1].pid

    def start(self) -> None:
        """Start the site, on the same data if it ran before, and wait until it answers."""
        with self._log.open("ab") as log:
            main = subprocess.Popen(
                words("run", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2"),
                cwd=self.folder,
                env=environment(
                    **SETTINGS,
                    DATABASE_URL=self.database,
                    FLASKY_DATA_DIR=str(self.folder / "data"),
                    MAIL_SERVER="127.0.0.1",
                    MAIL_PORT=str(self.mailbox.port),
                ),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._mains.append(main)
        assert comes(self.answers, within=START_WITHIN), f"the site did not start: {self.log[-2000:]}"

    def answers(self) -> bool:
        """Tell whether the site says that it is alive."""
        try:
            return Visitor(self.port).get("/healthz").status == 200
        except (OSError, HTTPException):
            return False

    def web_workers(self) -> list[int]:
        """Return the processes that answer requests."""
        return [one.pid for one in self._children() if " run " in one.command]

    def job_workers(self) -> list[int]:
        """Return the processes that do the jobs: one, or none for the moment."""
        return [one.pid for one in self._children() if " worker " in one.command]

    def processes(self) -> list[int]:
        """Return every process that came of this site and still lives."""
        return [one.pid for one in self._living()]

    def serving(self) -> list[int]:
        """Return those that serve and work; the worker's short helpers, which draw a picture each, come and go."""
        return [one.pid for one in self._living() if " -m flasky " in one.command]

    def _living(self) -> list["Process"]:
        return [one for one in _processes() if one.session in {main.pid for main in self._mains}]

    def terminate(self) -> int:
        """Ask the site to stop, as a service manager does, and return its exit status."""
        self._mains[-1].terminate()
        return self._mains[-1].wait(STOP_WITHIN)

    def kill_whole(self) -> None:
        """Kill everything that came of this site."""
        while left := self.processes():
            for pid in left:
                kill(pid)
            time.sleep(0.02)

    def end(self) -> None:
        """End whatever is left."""
        self.kill_whole()
        for main in self._mains:
            main.wait()

    @property
    def log(self) -> str:
        """What the site wrote to its terminal."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def _log(self) -> Path:
        return self.folder / "site.log"

    def _children(self) -> list[Process]:
        return [one for one in _processes() if one.parent == self.main]


def kill(pid: int) -> None:
    """Kill a process the hard way; one that is gone already is as good."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _processes() -> list[Process]:
    found = [_process(int(folder.name)) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [one for one in found if one is not None]


def _process(pid: int) -> Process | None:
    try:
        state, parent, _group, session, *_rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return Process(pid, int(parent), int(session), command) if state not in "ZX" else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
