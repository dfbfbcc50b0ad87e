"""Work on pictures in child processes that may do little, of which there are few at once."""

import subprocess
import sys
import threading
from pathlib import Path

PATIENCE = 15  # seconds, for a child whose own limit is 5 seconds of processor time
_few_at_once = threading.BoundedSemaphore(2)


def run(script: Path, *arguments: str, content: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a script that takes its limits upon itself, with bytes on its standard input, and return how it ended.

    No argument may hold a word of a visitor. Raises subprocess.TimeoutExpired after 15 s.
    """
    # -I: neither the environment nor the working folder says what the child loads.
    command = [sys.executable, "-I", str(script), *arguments]
    with _few_at_once:
        # The command is ours and has no word of a visitor in it.
        return subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, env={}, check=False)  # noqa: S603 - a file of ours
