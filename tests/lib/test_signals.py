"""A main thread that waits for a lock hears of signals that come to other threads."""

import subprocess
import sys

import pytest

from tests.commands import PATIENCE, ROOT, environment

WAITING = """
import signal, threading
from flasky.lib import signals

told = threading.Event()
signal.signal(signal.{name}, lambda *_: told.set())
signals.wake_main_thread()
threading.Timer(0.5, lambda: signal.pthread_kill(threading.get_ident(), signal.{name})).start()
told.wait()
print("told")
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_to_another_thread_wakes_the_main_thread(name):
    words = [sys.executable, "-c", WAITING.format(name=name)]
    done = subprocess.run(
        words, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert (done.stdout, done.returncode) == ("told\n", 0), done.stderr
