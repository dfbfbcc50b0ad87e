"""What a site's database holds, read beside the site; and what of that breaks a promise it made."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Select, and_, create_engine, func, select, update
from sqlalchemy.engine import make_url

from flasky.database import engine_options, means_to_write
from flasky.lib import clock
from flasky.models import Actor, Event, Job, Post, User
from tests.commands import comes
from tests.faults import invariants
from tests.faults.mailbox import Mailbox
from tests.faults.record import Record, State
from tests.faults.visitor import address_of

POSTS = select(Post.body, Post.deleted_at)
COPIES_MAX = 2  # of one letter: one that a killed worker handed over unmarked, and the one its successor sent


@dataclass(frozen=True)
class Ledger:
    """The rows that a fault may have lost, doubled or left half."""

    posts: Counter[State]
    usernames: frozenset[str]
    counters: tuple[tuple[str, int, int], ...]
    """Of each person: name, posts counted, posts there."""
    partial: tuple[str, ...]
    doubled: tuple[str, ...]
    leased: int
    dead: int


@contextmanager
def connected(database: str) -> Iterator[Connection]:
    """Connect to a site's database without getting in its way."""
    engine = create_engine(**engine_options(make_url(database)))
    before = means_to_write.set(False)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        means_to_write.reset(before)
        engine.dispose()


def read(database: str) -> Ledger:
    """Read the ledger in one transaction."""
    with connected(database) as connection:
        people = select(Actor.username).join(User, User.actor_id == Actor.id)
        counted = select(Actor.username, Actor.post_count, func.count(Post.id))
        there = and_(Post.author_id == Actor.id, Post.deleted_at.is_(None))
        counters = counted.outerjoin(Post, there).group_by(Actor.username, Actor.post_count)
        return Ledger(
            posts=Counter(State(body, gone is not None) for body, gone in connection.execute(POSTS)),
            usernames=frozenset(connection.scalars(people)),
            counters=tuple((name, count, rows) for name, count, rows in connection.execute(counters)),
            partial=tuple(invariants.violated(connection, invariants.PARTIAL)),
            doubled=tuple(invariants.violated(connection, invariants.DOUBLED)),
            leased=_number(connection, select(func.count()).where(Job.lease.is_not(None))),
            dead=_number(connection, select(func.count()).where(Job.dead_at.is_not(None))),
        )


def let_leases_run_out(database: str) -> None:
    """Let the time pass after which the jobs of a worker that nobody replaced come up again."""
    with connected(database) as connection:
        means_to_write.set(True)
        connection.execute(update(Job).where(Job.lease.is_not(None)).values(due_at=clock.now()))
        connection.commit()


def comes_to_rest(database: str, *, within: float = 120) -> bool:
    """Wait until nothing waits for the worker, and tell whether that came."""

    def is_at_rest() -> bool:
        with connected(database) as connection:
            return _waiting(connection) == 0

    return comes(is_at_rest, within=within)


def broken_promises(ledger: Ledger, record: Record, mailbox: Mailbox) -> list[str]:
    """Return, as sentences, every promise that was not kept: something is wrong, lost, doubled or partial."""
    return [
        *(f"wrong: {words}" for words in record.wrong),
        *lost(ledger, record),
        *(f"doubled: {count} times there: {state}" for state, count in ledger.posts.items() if count > 1),
        *(f"doubled: {words}" for words in ledger.doubled),
        *(f"partial: {words}" for words in ledger.partial),
        *(f"partial: counted {n} of {rows} posts of {name}" for name, n, rows in ledger.counters if n != rows),
        *([f"lost: {ledger.dead} jobs were given up"] if ledger.dead else []),
        *_wrong_letters(ledger, mailbox),
    ]


def lost(ledger: Ledger, record: Record) -> list[str]:
    """Return what was acknowledged and is not there."""
    return [
        *(f"lost: {name}" for name, states in record.posts.items() if not any(ledger.posts[one] for one in states)),
        *(f"lost: the account {name}" for name in record.people if name not in ledger.usernames),
    ]


def _wrong_letters(ledger: Ledger, mailbox: Mailbox) -> list[str]:
    letters = {name: mailbox.letters_to(address_of(name)) for name in ledger.usernames}
    copies = mailbox.copies_of_letters().items()
    return [
        *(f"lost: the letter to {name}" for name, count in letters.items() if count == 0),
        *(f"doubled: {count} letters to {name}" for name, count in letters.items() if count > 1),
        *(f"doubled: {count} copies of letter {identity}" for identity, count in copies if count > COPIES_MAX),
    ]


def _waiting(connection: Connection) -> int:
    facts = select(func.count()).where(Event.waiting.is_(True))
    jobs = select(func.count()).where(Job.due_at.is_not(None))
    return _number(connection, facts) + _number(connection, jobs)


def _number(connection: Connection, statement: Select[tuple[int]]) -> int:
    return int(connection.scalar(statement) or 0)
