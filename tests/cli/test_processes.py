"""The processes beside the server are watched, whatever else the server starts."""

import subprocess
import sys

from flasky.cli import processes
from tests.commands import PATIENCE, environment

FORKING = """
import os, signal, threading, time
from flasky.cli import processes

class Log:
    seen = threading.Event()

    def error(self, words, **_details):
        if words == "a process ended and is started again":
            self.seen.set()

processes.log, children = Log(), []
with processes.kept_alive(["--no-such-option"], wanted=True):
    end = time.monotonic() + 1
    while time.monotonic() < end and len(children) < 300:
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        children.append(child)
    seen = Log.seen.wait(30)
for child in children:
    os.kill(child, signal.SIGKILL)
print("seen" if seen else "not seen", "beside", len(children))
"""


def test_a_process_is_watched_though_others_are_forked_while_it_starts(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", FORKING],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.stdout.startswith("seen beside "), done.stderr


def test_a_process_that_is_not_wanted_is_not_started(capfd):
    with processes.kept_alive(["--no-such-option"], wanted=False):
        pass

    assert capfd.readouterr().err == ""
