"""Signals that reach the main thread, whichever thread they come to."""

import os
import signal
import threading

WAKER = signal.SIGURG
"""A signal that means nothing here: by itself it ends no process, and nobody else sends it."""


def wake_main_thread() -> None:
    """Wake the main thread, which calls this, whenever a signal comes to this process.

    The system may hand a signal to any thread. Python notes it there and runs its handler in the main thread alone,
    which learns of it only when it wakes. In a wait for a lock without a limit, as Granian's is, it never does.
    """
    noted, note = os.pipe()
    os.set_blocking(note, False)
    signal.signal(WAKER, lambda _number, _frame: None)
    signal.set_wakeup_fd(note, warn_on_full_buffer=False)
    threading.Thread(target=_pass_on, args=(noted, threading.get_ident()), name="wake-main-thread", daemon=True).start()


def end_at_once_while_loading() -> None:
    """Let SIGTERM and SIGINT end this process until its server listens to them itself.

    A web worker is forked from the main process and has the handlers of that one, which only note for it that it was
    told to end. Whoever was told so while the app was still loading would serve on, until it is killed half a minute
    later.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def _pass_on(noted: int, main_thread: int) -> None:
    while numbers := os.read(noted, 1):
        if numbers[0] != WAKER:  # else each would call for the next
            signal.pthread_kill(main_thread, WAKER)
