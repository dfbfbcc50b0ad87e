"""A process that ends with the one that started it."""

import subprocess
import sys

import pytest

from tests.commands import ROOT, ends, environment, is_running

CHILD = """
import time
from flasky.lib import parents
{stubborn}
parents.WATCH_EVERY = 0.1
parents.end_with_parent()
print("ready", flush=True)
time.sleep(60)
"""
PARENT = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {child!r}], stdout=subprocess.PIPE, text=True)
child.stdout.readline()
print(child.pid, flush=True)
sys.stdin.readline()
"""


@pytest.mark.parametrize("stubborn", ["", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"])
def test_a_child_ends_soon_after_its_parent_was_killed(stubborn):
    script = PARENT.format(child=CHILD.format(stubborn=stubborn))
    parent = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(parent.stdout.readline())
    assert is_running(child)

    parent.kill()
    parent.communicate(timeout=10)

    assert ends(child)
