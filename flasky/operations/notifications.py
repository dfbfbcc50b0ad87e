"""Telling people what concerns them, and taking it back: once each, and nothing from whom they want nothing."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Delete, Select, Update, delete, exists, func, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError

from flasky.errors import NotFound
from flasky.lib import clock, ids
from flasky.models import (
    Actor,
    Channel,
    Event,
    EventKind,
    Notification,
    NotificationKind,
    NotificationSource,
    Post,
    User,
)
from flasky.operations import events
from flasky.queries import channels
from flasky.queries.acting import OPERATOR
from flasky.queries.reasons import Reason, reasons
from flasky.queries.visibility import is_blocked, is_muted, visible_to
from flasky.transaction import add_or_find, session

AT_ONCE = 500
TRIES = 3
WRITTEN = (NotificationKind.MENTIONED, NotificationKind.REPLIED, NotificationKind.COMMENTED)
"""Kinds that tell of a text: one text is told to one person once, by whichever reason came first."""

ONCE = (NotificationKind.FOLLOWED, NotificationKind.LIKED, NotificationKind.BOOSTED)
"""Kinds that can be undone and done again at will: told once for each person and text."""


def tell(event: Event) -> int:
    """Tell everybody whom a fact concerns, each once however often this is called. Returns how many were told now.

    While somebody's line of the same kind about the same thing is unread, who did it joins that line. Nobody hears of
    themselves, of somebody they block or mute or who blocks them, of what they may not see or do not want to hear of.
    Records NOTIFIED where a letter is wanted. Some ten statements, and up to five for each person told.
    """
    wanted = reasons(event)
    if not wanted:
        return 0
    people = _willing(wanted)
    ways = channels.of_people(list(people))
    told = 0
    for reason in wanted:
        owner = people.get(reason.owner_id)
        if owner is None or ways[owner.actor_id][reason.kind] is Channel.NONE or not _is_news(event, reason, owner):
            continue
        source_id = _put(event, reason)
        if source_id and ways[owner.actor_id][reason.kind] is Channel.LETTER:
            events.record(EventKind.NOTIFIED, by=OPERATOR, subject_id=source_id)
        told += bool(source_id)
    return told


def mark_read(owner: User, *, notification_id: int) -> None:
    """Mark one line of one's own list as read; nothing when it is read already. Raises NotFound."""
    own = (Notification.id == notification_id, Notification.owner_id == owner.actor_id)
    if not _rows(_reading().where(*own, Notification.read_at.is_(None))) and not _holds(Notification, *own):
        raise NotFound


def mark_all_read(owner: User, *, up_to: int, kinds: Collection[NotificationKind] = ()) -> int:
    """Mark as read what somebody saw: their lines up to a place, of some kinds or of all. Returns how many."""
    unread = (Notification.owner_id == owner.actor_id, Notification.read_at.is_(None), Notification.newest_id <= up_to)
    chosen = _reading().where(*unread)
    return _rows(chosen.where(Notification.kind.in_(kinds)) if kinds else chosen)


def forget(owner_id: int, actor_id: int) -> None:
    """Take everything out of somebody's list that another did: they want nothing of them any more."""
    _take_out(NotificationSource.owner_id == owner_id, NotificationSource.actor_id == actor_id)


def take_back(owner_id: int, actor_id: int, *, kinds: Collection[NotificationKind], post_id: int = 0) -> None:
    """Take out of somebody's unread lines of some kinds what another undid."""
    did = (NotificationSource.owner_id == owner_id, NotificationSource.actor_id == actor_id)
    _take_out(*did, NotificationSource.post_id == post_id, _is_in_unread_line(kinds))


def take_back_boost(event: Event) -> None:
    """Take a boost that was undone out of the unread lines of the post's author."""
    author_id = session.scalar(select(Post.author_id).where(Post.id == event.subject_id))
    if author_id is not None and event.actor_id is not None:
        kinds = [NotificationKind.BOOSTED]
        take_back(author_id, event.actor_id, kinds=kinds, post_id=event.subject_id)


def withdraw(post_id: int) -> None:
    """Take what somebody deleted out of all unread lines, and the unread lines about it."""
    _rows(delete(Notification).where(Notification.subject_id == post_id, Notification.read_at.is_(None)))
    _take_out(NotificationSource.post_id == post_id, _is_in_unread_line(list(NotificationKind)))


def purge() -> int:
    """Delete lines that nothing was added to for 180 days, at most 500. Returns how many."""
    oldest = ids.first_id_at(clock.now() - Notification.KEPT)
    old = select(Notification.id).where(Notification.newest_id < oldest).order_by(Notification.newest_id)
    doomed = list(session.scalars(old.limit(AT_ONCE)))
    return _rows(delete(Notification).where(Notification.id.in_(doomed), Notification.newest_id < oldest))


# Whom


def _willing(wanted: list[Reason]) -> dict[int, User]:
    """Return, by actor id, the accounts among those concerned that are open and want to hear of who did it."""
    actor_id = wanted[0].actor_id
    actor = session.get(Actor, actor_id)
    if actor is None or actor.is_suspended:
        return {}
    statement = select(User).where(
        User.actor_id.in_([reason.owner_id for reason in wanted]),
        User.suspended_at.is_(None),
        ~is_blocked(by=User.actor_id, target=actor_id),
        ~is_blocked(by=actor_id, target=User.actor_id),
        ~is_muted(by=User.actor_id, target=actor_id),
    )
    return {user.actor_id: user for user in session.scalars(statement)}


def _is_news(event: Event, reason: Reason, owner: User) -> bool:
    """Tell whether somebody may see what they are to be told of, and was not told of it before."""
    mine = (NotificationSource.owner_id == owner.actor_id,)
    if _holds(NotificationSource, *mine, NotificationSource.event_id == event.id):
        return False
    same = WRITTEN if reason.kind in WRITTEN else (reason.kind,)
    did = (*mine, NotificationSource.actor_id == reason.actor_id, NotificationSource.post_id == reason.post_id)
    if reason.kind in WRITTEN + ONCE and _holds(NotificationSource, *did, _is_in_line(same)):
        return False
    if reason.kind is NotificationKind.MODERATED or not reason.post_id:
        return True
    return bool(session.scalar(select(visible_to(owner).where(Post.id == reason.post_id).exists())))


# Lines


def _put(event: Event, reason: Reason) -> int | None:
    """Put a source into its line. Returns its id, or None when another worker told of the same fact just now."""
    source = NotificationSource(
        id=ids.new_id(),
        event_id=event.id,
        owner_id=reason.owner_id,
        actor_id=reason.actor_id,
        post_id=reason.post_id,
    )
    try:
        with session.begin_nested():
            source.notification_id = _hold_line(reason, place=source.id)
            _count_in(source)
            session.add(source)
    except IntegrityError:
        if not _holds(NotificationSource, NotificationSource.event_id == event.id):
            raise
        return None
    return source.id


def _hold_line(reason: Reason, *, place: int) -> int:
    """Return the unread line that a reason belongs to, made if there is none, moved to a place and locked."""
    key = f"{reason.owner_id}:{reason.kind}:{reason.subject_id}"
    for _try in range(TRIES):  # its owner may read it between the look and the lock
        line_id = _open_line(key) or _new_line(reason, key, place)
        moved = update(Notification).where(Notification.id == line_id, Notification.open_key == key)
        if _rows(moved.values(newest_id=place)):
            return line_id
    raise RuntimeError(f"the line {key} was read {TRIES} times while somebody joined it")


def _open_line(key: str) -> int | None:
    return session.scalar(select(Notification.id).where(Notification.open_key == key))


def _new_line(reason: Reason, key: str, place: int) -> int:
    columns = {"kind": reason.kind, "subject_id": reason.subject_id, "newest_id": place, "open_key": key}
    line = Notification(owner_id=reason.owner_id, actor_count=0, **columns)
    find = select(Notification).where(Notification.open_key == key)
    return add_or_find(line, lambda: session.scalar(find)).id


def _count_in(source: NotificationSource) -> None:
    line = NotificationSource.notification_id == source.notification_id
    if not _holds(NotificationSource, line, NotificationSource.actor_id == source.actor_id):
        more = update(Notification).where(Notification.id == source.notification_id)
        _rows(more.values(actor_count=Notification.actor_count + 1))


def _take_out(*which: ColumnElement[bool]) -> None:
    """Delete sources, then the lines without any; the others are counted again."""
    found = select(NotificationSource.id, NotificationSource.notification_id).where(*which).limit(AT_ONCE)
    while rows := session.execute(found).all():
        _rows(delete(NotificationSource).where(NotificationSource.id.in_([source_id for source_id, _line in rows])))
        _count_again({line_id for _source, line_id in rows})


def _count_again(line_ids: Collection[int]) -> None:
    people = func.count(NotificationSource.actor_id.distinct())
    counted: Select[int] = select(people).where(NotificationSource.notification_id == Notification.id)
    these = update(Notification).where(Notification.id.in_(line_ids))
    _rows(these.values(actor_count=counted.scalar_subquery()))
    _rows(delete(Notification).where(Notification.id.in_(line_ids), Notification.actor_count == 0))


def _reading() -> Update:
    return update(Notification).values(read_at=clock.now(), open_key=None)


def _is_in_line(kinds: Collection[NotificationKind]) -> ColumnElement[bool]:
    line = Notification.id == NotificationSource.notification_id
    return exists().where(line, Notification.kind.in_(kinds))


def _is_in_unread_line(kinds: Collection[NotificationKind]) -> ColumnElement[bool]:
    line = Notification.id == NotificationSource.notification_id
    return exists().where(line, Notification.kind.in_(kinds), Notification.read_at.is_(None))


def _holds(row: type[Notification] | type[NotificationSource], *conditions: ColumnElement[bool]) -> bool:
    return session.scalar(select(row.id).where(*conditions).limit(1)) is not None


def _rows(statement: Update | Delete) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
