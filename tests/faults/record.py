"""What a site told the people who write on it."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.visitor import Answer

UNAVAILABLE = 503


@dataclass(frozen=True)
class State:
    """A post as it stands: what it says, and whether it was taken away."""

    text: str
    is_deleted: bool = False


@dataclass
class Record:
    """What the site acknowledged, what stayed unknown, and every answer that no visitor should see."""

    posts: dict[str, frozenset[State]] = field(default_factory=dict)
    """Of each post acknowledged, under the name its writer gave it: the states it may be in. One, but after an act
    whose answer never came."""
    people: list[str] = field(default_factory=list)
    acts: Counter[str] = field(default_factory=Counter)
    """How often each kind of act was acknowledged."""
    unknown: list[State | str] = field(default_factory=list)
    """Whom or what the site may have made, but never said so."""
    acknowledged_at: list[float] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)
    asked_again: int = 0
    cut: int = 0
    """Answers that ended before their end."""
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def acknowledge_post(self, act: str, name: str, state: State) -> None:
        """Note that the site said yes to an act, and how the post stands now."""
        with self.lock:
            self.posts[name] = frozenset({state})
            self._count(act)

    def doubt_post(self, name: str, state: State) -> None:
        """Note that the site never said whether a post stands so."""
        with self.lock:
            self.unknown.append(state)
            if name in self.posts:
                self.posts[name] |= {state}

    def acknowledge_person(self, username: str) -> None:
        """Note that the site took an account."""
        with self.lock:
            self.people.append(username)
            self._count("sign-ups")

    def _count(self, act: str) -> None:
        self.acts[act] += 1
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
            "changes acknowledged": len(self.acknowledged_at),
            **self.acts,
            "asked again": self.asked_again,
            "unknown": len(self.unknown),
        }
