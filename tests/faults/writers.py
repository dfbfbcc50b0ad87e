"""People who write without a break, and a record of what the site told them."""

import itertools
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException, IncompleteRead

from tests.faults.site import Site
from tests.faults.visitor import Answer, Visitor, join

PEOPLE = ("ann", "ben")
BROWSERS_EACH = 2
WRITES_MAX = 2000  # of one browser
EACH_NTH_REGISTERS = 8
BREATH = 0.02  # seconds between an answer and the next write
BEFORE_ASKING_AGAIN = 0.1
UNAVAILABLE = 503


@dataclass
class Record:
    """What the site acknowledged, what stayed unknown, and every answer that no visitor should see."""

    posts: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    acknowledged_at: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    asked_again: int = 0
    cut: int = 0
    """Answers that ended before their end."""
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge(self, done: list[str], what: str) -> None:
        """Note that the site said yes."""
        with self.lock:
            done.append(what)
            self.acknowledged_at.append(time.monotonic())

    def note(self, answer: Answer) -> None:
        """Note an answer, and what is wrong with it."""
        with self.lock:
            self.answers[answer.status] += 1
            if answer.status == UNAVAILABLE and "Retry-After" not in answer.headers:
                self.wrong.append("503 without Retry-After")

    def note_cut(self) -> None:
        """Note that an answer began and did not end."""
        with self.lock:
            self.cut += 1

    def note_another_try(self) -> None:
        """Note that a write has to be asked again."""
        with self.lock:
            self.asked_again += 1

    def silence_after(self, moment: float) -> float | None:
        """Return the seconds from a moment until the site said yes again; None if it has not yet."""
        return next((at - moment for at in list(self.acknowledged_at) if at > moment), None)

    def figures(self) -> dict[str, int]:
        """Return the record in figures."""
        return {
            "posts acknowledged": len(self.posts),
            "sign-ups acknowledged": len(self.people),
            "asked again": self.asked_again,
            "unknown": len(self.unknown),
        }


@contextmanager
def writing(site: Site) -> Iterator[Record]:
    """Let four browsers of two people write while the block runs."""
    for person in PEOPLE:
        join(site.port, person, site.mailbox)
    record, told_to_stop = Record(), threading.Event()
    browsers = [(person, number) for person in PEOPLE for number in range(BROWSERS_EACH)]
    threads = [_Writer(site, person, number, record, told_to_stop) for person, number in browsers]
    for thread in threads:
        thread.start()
    try:
        yield record
    finally:
        told_to_stop.set()
        for thread in threads:
            thread.join()


class _Writer(threading.Thread):
    """A browser that sends one write at a time, again and again with the same key until the site says how it went."""

    def __init__(self, site: Site, person: str, number: int, record: Record, told_to_stop: threading.Event) -> None:
        super().__init__(name=f"{person}_{number}", daemon=True)
        self._record, self._told_to_stop = record, told_to_stop
        self._writer, self._stranger = Visitor(site.port), Visitor(site.port)
        self._writer.log_in(person)
        self._stranger.arrive()

    def run(self) -> None:
        """Write until told to stop, mostly posts, now and then as somebody new who signs up."""
        for number in range(WRITES_MAX):
            if self._told_to_stop.wait(BREATH):
                return
            if number % EACH_NTH_REGISTERS:
                self._publish(f"{self.name} writes text {number}")
            else:
                self._register(f"{self.name}_guest_{number}")

    def _publish(self, text: str) -> None:
        key = secrets.token_urlsafe(16)
        answer, _tries = self._until_known(lambda: self._writer.send("/write", body=text, idempotency_key=key))
        if answer is None:
            self._record.unknown.append(text)
        elif answer.status == 303:
            self._record.acknowledge(self._record.posts, text)
        else:
            self._record.wrong.append(f"{text}: {answer.status}")

    def _register(self, username: str) -> None:
        answer, tries = self._until_known(lambda: self._stranger.register(username))
        if answer is None:
            self._record.unknown.append(username)
        elif answer.status == 303 or (tries > 1 and "Username already in use" in answer.text):
            self._record.acknowledge(self._record.people, username)
        else:
            self._record.wrong.append(f"{username}: {answer.status}")

    def _until_known(self, ask: Callable[[], Answer]) -> tuple[Answer | None, int]:
        """Return the answer that tells how a write went, or None when time was up, and the tries it took."""
        for tries in itertools.count(1):
            try:
                answer = ask()
                self._record.note(answer)
                if answer.status != UNAVAILABLE:
                    return answer, tries
            except IncompleteRead:
                self._record.note_cut()
            except (OSError, HTTPException):  # no answer; perhaps it was done, perhaps not
                pass
            if self._told_to_stop.wait(BEFORE_ASKING_AGAIN):
                return None, tries
            self._record.note_another_try()
        raise AssertionError("unreachable")
