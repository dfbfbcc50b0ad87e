"""Processes that must not outlive the one that started them."""

import os
import signal
import threading
import time

WATCH_EVERY = 0.5


def end_with_parent() -> None:
    """End this process soon after the process that started it is gone, however that went."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="watch-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(WATCH_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(WATCH_EVERY)
    os._exit(1)
