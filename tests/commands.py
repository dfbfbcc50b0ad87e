"""The `flasky` command as a process of its own, in a folder of its own, with an environment of its own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 120  # seconds until a command counts as stuck


def environment(**settings: str) -> dict[str, str]:
    """Return an environment in which nothing but the given settings is set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **settings}


def words(*command: str) -> list[str]:
    """Return the words of a `flasky` command for this Python."""
    return [sys.executable, "-m", "flasky", *command]


def flasky(*command: str, folder: Path, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end and return its status, output and errors."""
    return subprocess.run(
        words(*command),
        cwd=folder,
        env=environment(**settings),
        input=typed,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def is_running(process: int) -> bool:
    """Tell whether a process lives; one that ended and that nobody waited for does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def comes(wanted: Callable[[], object], *, within: float = 30) -> bool:
    """Wait until something is true, and tell whether it came in so many seconds."""
    end = time.monotonic() + within
    while not (met := wanted()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(met)


def ends(process: int) -> bool:
    """Tell whether a process ends by itself."""
    return comes(lambda: not is_running(process))
