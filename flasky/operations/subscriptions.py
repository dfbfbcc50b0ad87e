"""How people want to hear of what concerns them: chosen, ended from a letter, and the daily digest."""

from collections.abc import Mapping

from sqlalchemy import select

from flasky.models import Channel, EventKind, NotificationChoice, NotificationKind, User
from flasky.operations import events
from flasky.queries import channels
from flasky.queries.acting import OPERATOR, Acting
from flasky.transaction import add_or_find, session

DIGEST = "digest"
"""What the link of a digest names in a kind's place."""

LETTERS = (Channel.LETTER, Channel.DIGEST)


def choose(user: User, *, wanted: Mapping[NotificationKind, Channel]) -> None:
    """Keep how somebody wants to hear of some kinds; the others stay as they are. Two statements and one a change."""
    now = channels.of(user)
    for kind, channel in wanted.items():
        if now[kind] is not channel:
            _keep(user, kind, channel)
    session.flush()


def end_letters(acting: Acting, *, user: User, what: str) -> None:  # noqa: ARG001 - whoever has the letter may
    """End the letters of one kind, or the daily digest, for whoever holds one of them: these go on on the site.

    What comes by no letter stays as it is, and so does every other kind. Doing it twice is doing it once.
    """
    now = channels.of(user)
    ending = [kind for kind in now if _is_meant(what, kind, now[kind])]
    choose(user, wanted=dict.fromkeys(ending, Channel.SITE))


def ask_digests(*, after: int, limit: int) -> int | None:
    """Have a digest sent to those, among the next so many accounts by id, who have news they want in one.

    Records DIGEST_DUE. Returns the last id looked at, or None when there was none left. Two statements and the facts.
    """
    looked_at = channels.people_after(after, limit=limit)
    for user_id in channels.with_something_to_digest(looked_at):
        events.record(EventKind.DIGEST_DUE, by=OPERATOR, subject_id=user_id)
    return looked_at[-1] if looked_at else None


def note_digest(user: User, *, until: int) -> None:
    """Remember up to which place of the list a digest told somebody."""
    user.digested_until = max(until, user.digested_until or 0)
    session.flush()


def _is_meant(what: str, kind: NotificationKind, channel: Channel) -> bool:
    return channel is Channel.DIGEST if what == DIGEST else kind == what and channel in LETTERS


def _keep(user: User, kind: NotificationKind, channel: Channel) -> None:
    theirs = select(NotificationChoice).where(
        NotificationChoice.actor_id == user.actor_id, NotificationChoice.kind == kind
    )
    choice = session.scalar(theirs) or add_or_find(
        NotificationChoice(actor_id=user.actor_id, kind=kind, channel=channel), lambda: session.scalar(theirs)
    )
    choice.channel = channel
