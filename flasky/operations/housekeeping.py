"""Removing what has served: keys, ended logins, old links, letters that went, jobs that are done."""

from datetime import timedelta

from sqlalchemy import Delete, delete
from sqlalchemy.engine import CursorResult

from flasky.lib import clock, ids
from flasky.models import IdempotencyKey, Job, Letter, Login, MailLink, ScheduleSlot
from flasky.transaction import session

LINKS_KEPT = timedelta(days=7)
SLOTS_KEPT = timedelta(days=7)


def purge() -> dict[str, int]:
    """Delete what is past its time. Returns the number of rows gone, by table."""
    now = clock.now()
    doomed = (
        delete(IdempotencyKey).where(IdempotencyKey.id < ids.first_id_at(now - IdempotencyKey.LIFE)),
        delete(Login).where(
            (Login.expires_at < now) | (Login.remembered.is_(False) & (Login.last_used_at < now - Login.IDLE))
        ),
        delete(MailLink).where(MailLink.expires_at < now - LINKS_KEPT),
        delete(Letter).where(Letter.sent_at < now - Letter.KEPT),
        delete(Job).where(Job.done_at < now - Letter.KEPT),
        delete(ScheduleSlot).where(ScheduleSlot.slot_at < now - SLOTS_KEPT),
    )
    return {str(statement.table): _rows(statement) for statement in doomed}


def _rows(statement: Delete) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
