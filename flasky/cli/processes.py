"""The processes of one `flasky run`: the main one, web workers, the job worker."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from granian import Granian
from granian.constants import Interfaces

from flasky.lib import clock, signals

log = structlog.get_logger("flasky.server")
AGAIN_AFTER = 0.5
STOP_WITHIN = 45
HANDOVER = 5.0
"""Seconds that a web worker renewed by SIGHUP has to load before the one it replaces goes. With fewer, nobody listens
for a moment on a machine that is busy."""

# Popen waits until the new program closes a pipe. A web worker that is forked just then keeps a copy of the pipe open
# for as long as it lives, and the job worker would be watched no more. So nobody forks while a program is started.
_starting = threading.Lock()
os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release)


def serve_until_told(host: str, port: int, *, workers: int, threads: int, backlog: int) -> None:
    """Serve until SIGTERM or SIGINT.

    Granian gives up when a worker that it started again dies within seconds; then the whole server is started again.
    """
    signals.wake_main_thread()
    while True:
        server = Granian(
            "flasky.factory:web_process",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            factory=True,
            workers=workers,
            blocking_threads=threads,
            backpressure=backlog,
            respawn_failed_workers=True,
            respawn_interval=HANDOVER,
            workers_kill_timeout=30,
            websockets=False,
            process_name=None,
        )
        try:
            server.serve()
        except SystemExit as end:
            log.error("the server ended", status=end.code)
        if server.interrupt_signal:
            return
        time.sleep(AGAIN_AFTER)


@contextmanager
def kept_alive(command: list[str], *, wanted: bool) -> Iterator[None]:
    """Keep a `flasky` command running beside this process while the block lasts; then ask it to stop."""
    if not wanted:
        yield
        return
    keeper = _Keeper(command)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


class _Keeper(threading.Thread):
    """Starts a process again whenever it ends."""

    def __init__(self, command: list[str]) -> None:
        super().__init__(name=f"keep-{command[0]}", daemon=True)
        self._role = command[0]
        self._command = [sys.executable, "-m", "flasky", *command]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()

    def run(self) -> None:
        """Start, wait, start again."""
        while not self._stopping.is_set():
            begun = clock.now()
            with _starting:
                self._process = subprocess.Popen(self._command)  # noqa: S603 - our own command
            status = self._process.wait()
            if not self._stopping.is_set():
                lived = (clock.now() - begun).total_seconds()
                log.error("a process ended and is started again", command=self._role, status=status, lived=lived)
                self._stopping.wait(AGAIN_AFTER)

    def stop(self) -> None:
        """Ask the process to stop and wait for it."""
        self._stopping.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self._process.kill()
