"""Writes that come twice: a double click, a reload, a client that lost the answer."""

import hashlib

from sqlalchemy import select

from flasky.errors import SentBefore
from flasky.models import Actor, IdempotencyKey
from flasky.transaction import session


def fingerprint(*parts: str) -> str:
    """Return a digest of what a write asks for: 64 characters."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def result_of(actor: Actor, *, key: str, asked: str) -> int | None:
    """Return the id of the row an actor's key made before, or None for a new key. One statement.

    Raises SentBefore when the key came with something else.
    """
    ours = (IdempotencyKey.actor_id == actor.id, IdempotencyKey.key == key)
    known = session.scalar(select(IdempotencyKey).where(*ours))
    if known is not None and known.fingerprint != asked:
        raise SentBefore
    return known.result_id if known is not None else None


def remember(actor: Actor, *, key: str, asked: str, result_id: int) -> None:
    """Keep what a key made; a second insert of the same key is refused by the database (IntegrityError)."""
    session.add(IdempotencyKey(actor_id=actor.id, key=key, fingerprint=asked, result_id=result_id))
