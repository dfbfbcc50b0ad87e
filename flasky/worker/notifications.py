"""Jobs that tell people what concerns them, and take back what was undone."""

from collections.abc import Callable

from flasky import transaction
from flasky.models import Event, EventKind, Job, NotificationKind
from flasky.operations import jobs, notifications, subscriptions
from flasky.transaction import session

FOLLOWING = (NotificationKind.FOLLOWED, NotificationKind.FOLLOW_REQUESTED)
AT_ONCE = 500


def _of_event(act: Callable[[Event], object]) -> Callable[[Job], None]:
    """Do an act on the fact a job is made of, and finish the job, in one transaction."""

    def handle(job: Job) -> None:
        event = session.get(Event, job.event_id)
        if event is not None:
            act(event)
        jobs.finish(job)
        transaction.commit()

    return handle


def _unfollowed(event: Event) -> None:
    notifications.take_back(event.subject_id, event.actor_id or 0, kinds=FOLLOWING)


def _accepted(event: Event) -> None:
    """Who asked hears of it, and who said yes has nothing to answer any more."""
    answered = [NotificationKind.FOLLOW_REQUESTED]
    notifications.take_back(event.actor_id or 0, event.subject_id, kinds=answered)
    notifications.tell(event)


def _blocked(event: Event) -> None:
    notifications.forget(event.subject_id, event.actor_id or 0)
    notifications.forget(event.actor_id or 0, event.subject_id)


def _muted(event: Event) -> None:
    notifications.forget(event.actor_id or 0, event.subject_id)


def _tell(event: Event) -> None:
    acts = {EventKind.REQUEST_ACCEPTED: _accepted}
    acts.get(EventKind(event.kind), notifications.tell)(event)


TAKING_BACK: dict[EventKind, Callable[[Event], None]] = {
    EventKind.UNFOLLOWED: _unfollowed,
    EventKind.BLOCKED: _blocked,
    EventKind.MUTED: _muted,
    EventKind.UNBOOSTED: notifications.take_back_boost,
    EventKind.COMMENT_DELETED: lambda event: notifications.withdraw(event.subject_id),
    EventKind.POST_DELETED: lambda event: notifications.withdraw(event.subject_id),
}


def _take_back(event: Event) -> None:
    TAKING_BACK[EventKind(event.kind)](event)


def ask_digests() -> None:
    """Ask for the daily digest of everybody who has something to be told in one, 500 people at a time.

    Killed in between, the people left get theirs a day later, with all that is in it.
    """
    reached: int | None = 0
    while reached is not None:
        reached = subscriptions.ask_digests(after=reached, limit=AT_ONCE)
        transaction.commit()


HANDLERS: dict[str, Callable[[Job], None]] = {
    "notification.tell": _of_event(_tell),
    "notification.take_back": _of_event(_take_back),
}
