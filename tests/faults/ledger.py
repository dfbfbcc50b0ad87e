"""What a site's database holds, read beside the site; and what of that breaks a promise it made."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Select, create_engine, func, select, update
from sqlalchemy.engine import make_url

from flasky.database import engine_options, means_to_write
from flasky.lib import clock
from flasky.models import Actor, Event, EventKind, IdempotencyKey, Job, Post, User
from tests.commands import comes
from tests.faults.mailbox import Mailbox
from tests.faults.visitor import address_of
from tests.faults.writers import Record

COPIES_MAX = 2  # of one letter: one that a killed worker handed over unmarked, and the one its successor sent


@dataclass(frozen=True)
class Ledger:
    """The rows that a fault may have lost, doubled or left half."""

    texts: Counter[str]
    usernames: frozenset[str]
    counters: tuple[tuple[str, int, int], ...]
    """Of each person: name, posts counted, posts there."""
    publications: tuple[int, int, int]
    """Posts, the facts that they were published, the keys that they came with."""
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
        published = select(func.count()).where(Event.kind == EventKind.POST_PUBLISHED)
        people = select(Actor.username).join(User, User.actor_id == Actor.id)
        counted = select(Actor.username, Actor.post_count, func.count(Post.id))
        counters = counted.outerjoin(Post, Post.author_id == Actor.id).group_by(Actor.username, Actor.post_count)
        return Ledger(
            texts=Counter(connection.scalars(select(Post.body))),
            usernames=frozenset(connection.scalars(people)),
            counters=tuple((name, count, rows) for name, count, rows in connection.execute(counters)),
            publications=(
                _number(connection, select(func.count()).select_from(Post)),
                _number(connection, published),
                _number(connection, select(func.count()).select_from(IdempotencyKey)),
            ),
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
    """Return, as sentences, every promise that was not kept."""
    return [
        *record.wrong,
        *(f"lost: {text}" for text in record.posts if ledger.texts[text] == 0),
        *(f"{count} times there: {text}" for text, count in ledger.texts.items() if count > 1),
        *(f"lost: the account {name}" for name in record.people if name not in ledger.usernames),
        *(f"counted {count} of {rows} posts of {name}" for name, count, rows in ledger.counters if count != rows),
        *_half_done(ledger),
        *_wrong_letters(ledger, mailbox),
    ]


def _half_done(ledger: Ledger) -> list[str]:
    counts = [f"posts, facts, keys: {ledger.publications}"] if len(set(ledger.publications)) > 1 else []
    return [*counts, *([f"{ledger.dead} jobs were given up"] if ledger.dead else [])]


def _wrong_letters(ledger: Ledger, mailbox: Mailbox) -> list[str]:
    letters = {name: mailbox.letters_to(address_of(name)) for name in ledger.usernames}
    copies = mailbox.copies_of_letters().items()
    return [
        *(f"{count} letters to {name}" for name, count in letters.items() if count != 1),
        *(f"{count} copies of letter {identity}" for identity, count in copies if count > COPIES_MAX),
    ]


def _waiting(connection: Connection) -> int:
    facts = select(func.count()).where(Event.waiting.is_(True))
    jobs = select(func.count()).where(Job.due_at.is_not(None))
    return _number(connection, facts) + _number(connection, jobs)


def _number(connection: Connection, statement: Select[tuple[int]]) -> int:
    return int(connection.scalar(statement) or 0)
