"""People who write without a break, and tell a record what the site answered."""

import itertools
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException, IncompleteRead
from urllib.parse import urlsplit

from tests.faults.record import UNAVAILABLE, Record, State
from tests.faults.site import Site
from tests.faults.visitor import Answer, Visitor, join

PEOPLE = ("ann", "ben")
BROWSERS_EACH = 2
WRITES_MAX = 5000  # of one browser
BREATH = 0.02  # seconds between an answer and the next write
BEFORE_ASKING_AGAIN = 0.1
GONE = 410


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


@dataclass(frozen=True)
class _Written:
    """A post of a browser that the site acknowledged."""

    name: str
    address: str
    text: str


class _Writer(threading.Thread):
    """A browser that sends one write at a time, again and again with the same key until the site says how it went."""

    def __init__(self, site: Site, person: str, number: int, record: Record, told_to_stop: threading.Event) -> None:
        super().__init__(name=f"{person}_{number}", daemon=True)
        self._record, self._told_to_stop = record, told_to_stop
        self._writer, self._stranger = Visitor(site.port), Visitor(site.port)
        self._newest: _Written | None = None
        self._deleted: _Written | None = None
        self._writer.log_in(person)
        self._stranger.arrive()

    def run(self) -> None:
        """Write until told to stop."""
        for number in range(WRITES_MAX):
            if self._told_to_stop.wait(BREATH):
                return
            IN_TURN[number % len(IN_TURN)](self, number)

    def publish(self, number: int) -> None:
        """Publish a text that nobody else writes."""
        name = f"{self.name} writes text {number}"
        key = secrets.token_urlsafe(16)
        answer, _tries = self._until_known(lambda: self._writer.send("/write", body=name, idempotency_key=key))
        if answer and self._is_done("posts", answer, name, State(name)):
            self._newest = _Written(name, urlsplit(answer.headers["Location"]).path, name)

    def edit(self, number: int) -> None:
        """Give the newest post another text."""
        if post := self._newest:
            text = f"{post.name}, better at {number}"
            answer, _tries = self._until_known(lambda: self._writer.send(f"{post.address}/edit", body=text))
            if self._is_done("edits", answer, post.name, State(text)):
                self._newest = replace(post, text=text)

    def delete(self, _number: int) -> None:
        """Take the newest post away. When the answer to a try was lost, the next one finds it gone."""
        if post := self._newest:
            answer, tries = self._until_known(lambda: self._writer.send(f"{post.address}/delete"))
            done = (303, GONE) if tries > 1 else (303,)
            if self._is_done("deletions", answer, post.name, State(post.text, is_deleted=True), done=done):
                self._newest, self._deleted = None, post

    def restore(self, _number: int) -> None:
        """Bring the post back that was taken away last."""
        if post := self._deleted:
            answer, _tries = self._until_known(lambda: self._writer.send(f"{post.address}/restore"))
            if self._is_done("restorations", answer, post.name, State(post.text)):
                self._deleted = None

    def register(self, number: int) -> None:
        """Sign up as somebody new. When the answer to a try was lost, the next one finds the name taken."""
        username = f"{self.name}_guest_{number}"
        answer, tries = self._until_known(lambda: self._stranger.register(username))
        if answer is None:
            self._record.unknown.append(username)
        elif answer.status == 303 or (tries > 1 and "Username already in use" in answer.text):
            self._record.acknowledge_person(username)
        else:
            self._record.wrong.append(f"{username}: {answer.status}")

    def _is_done(
        self, act: str, answer: Answer | None, name: str, state: State, *, done: tuple[int, ...] = (303,)
    ) -> bool:
        """Record what the site said to an act on a post, and tell whether it said yes."""
        if answer is None:
            self._record.doubt_post(name, state)
        elif answer.status in done:
            self._record.acknowledge_post(act, name, state)
        else:
            self._record.wrong.append(f"{act}, {state}: {answer.status}")
        return answer is not None and answer.status in done

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


IN_TURN: tuple[Callable[[_Writer, int], None], ...] = (
    _Writer.register,
    *(_Writer.publish, _Writer.edit, _Writer.publish, _Writer.delete),
    *(_Writer.publish, _Writer.restore, _Writer.publish, _Writer.edit),
    *(_Writer.publish, _Writer.delete, _Writer.publish, _Writer.edit),
    *(_Writer.publish, _Writer.publish, _Writer.edit),
)
"""What a browser does, again and again. Few sign up: a hash of a password takes long."""
