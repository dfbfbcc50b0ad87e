"""Wanting nothing to do with somebody: block, and the quieter mute."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.engine import CursorResult

from flasky.errors import BlocksSelf, MutesSelf, NotFound
from flasky.lib import clock
from flasky.models import Actor, Block, EventKind, Mute, User
from flasky.operations import events, follows
from flasky.operations.locks import lock_people
from flasky.queries import relations
from flasky.transaction import add_or_find, session


def block(acting: User, *, target: Actor) -> Block:
    """Block somebody: neither follows the other any more, requests are gone. A second time changes nothing.

    Records BLOCKED; what else ends follows from that. Raises BlocksSelf, NotFound for whoever blocks one already.
    """
    if target.id == acting.actor_id:
        raise BlocksSelf
    lock_people(acting.actor_id, target.id)
    known = relations.between(acting, [target.id])[target.id]
    if known.blocked_by and not known.blocks:
        raise NotFound
    if known.blocks:
        return session.scalars(select(Block).where(*_pair(Block, acting, target))).one()
    return _add(acting, target)


def unblock(acting: User, *, target: Actor) -> bool:
    """Block somebody no more; nobody follows again by that. Tells whether one did block them.

    Raises NotFound for somebody one does not block who blocks one.
    """
    lock_people(acting.actor_id, target.id)
    return _gone(Block, acting, target)


def mute(acting: User, *, target: Actor, lasting: timedelta | None = None) -> Mute:
    """Read no more of somebody, for a time or (None) for good; they are not told. A second time sets the time anew.

    Records MUTED where they were not muted. Raises MutesSelf, NotFound across a block.
    """
    if target.id == acting.actor_id:
        raise MutesSelf
    if relations.are_apart(acting.actor_id, target.id):
        raise NotFound
    until = clock.now() + lasting if lasting is not None else None
    wanted = Mute(actor_id=acting.actor_id, target_id=target.id, until=until)
    existing = select(Mute).where(*_pair(Mute, acting, target))
    row = session.scalar(existing) or add_or_find(wanted, lambda: session.scalar(existing))
    row.until = until
    session.flush()
    if row is wanted:
        events.record(EventKind.MUTED, by=acting, subject_id=target.id)
    return row


def unmute(acting: User, *, target: Actor) -> bool:
    """Read somebody again. Tells whether one muted them. Raises NotFound for an unmuted one across a block."""
    return _gone(Mute, acting, target)


def _add(acting: User, target: Actor) -> Block:
    for one, other in ((acting.actor_id, target.id), (target.id, acting.actor_id)):
        follows.end(one, other)
        follows.take_back_request(one, other)
    row = Block(actor_id=acting.actor_id, target_id=target.id)
    session.add(row)
    session.flush()
    events.record(EventKind.BLOCKED, by=acting, subject_id=target.id)
    return row


def _pair(row: type[Block] | type[Mute], acting: User, target: Actor) -> tuple[ColumnElement[bool], ...]:
    return row.actor_id == acting.actor_id, row.target_id == target.id


def _gone(row: type[Block] | type[Mute], acting: User, target: Actor) -> bool:
    doomed = delete(row).where(*_pair(row, acting, target))
    result = session.execute(doomed, execution_options={"synchronize_session": False})
    if isinstance(result, CursorResult) and result.rowcount > 0:
        return True
    if relations.are_apart(acting.actor_id, target.id):
        raise NotFound
    return False
