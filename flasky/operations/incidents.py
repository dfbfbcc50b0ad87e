"""Errors nobody foresaw: noted in groups, reported by letter at most once a minute."""

import hashlib
import traceback
from types import TracebackType

from sqlalchemy import select, update

from flasky.lib import clock
from flasky.models import ErrorGroup, Event, EventKind, Job
from flasky.operations import events
from flasky.queries.acting import NOBODY
from flasky.transaction import add_or_find, session

TRACEBACK_MAX = 20_000


def note(error: Exception, *, route: str) -> None:
    """Count an error in the group of its kind and place.

    Of the error's own words nothing is kept, since they may hold what somebody typed; the traceback is places only.
    """
    kind, place = type(error).__qualname__, _place(error.__traceback__)
    fingerprint = hashlib.sha256(f"{kind}\0{place}\0{route}".encode()).hexdigest()
    group = _of(fingerprint) or add_or_find(_group(fingerprint, kind, place, route), lambda: _of(fingerprint))
    again = {"seen": ErrorGroup.seen + 1, "unreported": ErrorGroup.unreported + 1, "last_seen_at": clock.now()}
    lines = "".join(traceback.format_tb(error.__traceback__))[-TRACEBACK_MAX:]
    session.execute(update(ErrorGroup).where(ErrorGroup.id == group.id).values(**again, traceback=lines))


def report() -> None:
    """Make one report of everything seen since the last one; nothing when nothing was. Records ERROR_SEEN.

    While the letter of the last report has not gone out, what is seen waits for the next one.
    """
    if _is_letter_waiting() or session.scalar(select(ErrorGroup.id).where(ErrorGroup.unreported > 0).limit(1)) is None:
        return
    event = events.record(EventKind.ERROR_SEEN, by=NOBODY, subject_id=0)
    event.subject_id = event.id
    session.execute(
        update(ErrorGroup)
        .where(ErrorGroup.unreported > 0)
        .ordered_values(  # MariaDB sets one after the other
            (ErrorGroup.reported, ErrorGroup.unreported), (ErrorGroup.unreported, 0), (ErrorGroup.report_id, event.id)
        )
    )


def _is_letter_waiting() -> bool:
    facts = select(Event.id).where(Event.waiting.is_(True), Event.kind == EventKind.ERROR_SEEN)
    letters = select(Job.id).join(Event, Event.id == Job.event_id)
    letters = letters.where(Job.due_at.is_not(None), Event.kind == EventKind.ERROR_SEEN)
    return any(session.scalar(statement.limit(1)) is not None for statement in (facts, letters))


def _of(fingerprint: str) -> ErrorGroup | None:
    return session.scalar(select(ErrorGroup).where(ErrorGroup.fingerprint == fingerprint))


def _group(fingerprint: str, kind: str, place: str, route: str) -> ErrorGroup:
    longest = ErrorGroup.KIND_MAX
    words = {"kind": kind[:longest], "place": place[-longest:], "route": route[:longest]}
    return ErrorGroup(fingerprint=fingerprint, traceback="", last_seen_at=clock.now(), **words)


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
