"""How people want to hear of what concerns them."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from flasky.models import DEFAULT_CHANNELS, Channel, Notification, NotificationChoice, NotificationKind, User
from flasky.transaction import session

Channels = dict[NotificationKind, Channel]


def of_people(actor_ids: Collection[int]) -> dict[int, Channels]:
    """Return the channel of each kind for each of some people. One statement."""
    chosen = session.scalars(select(NotificationChoice).where(NotificationChoice.actor_id.in_(actor_ids)))
    channels = {actor_id: dict(DEFAULT_CHANNELS) for actor_id in actor_ids}
    for choice in chosen:
        channels[choice.actor_id][NotificationKind(choice.kind)] = Channel(choice.channel)
    return channels


def of(user: User) -> Channels:
    """Return the channel of each kind for one person. One statement."""
    return of_people([user.actor_id])[user.actor_id]


def reader(actor_id: int) -> User | None:
    """Return the account of an actor if letters may go to it: open, with a proved address. One statement."""
    return session.scalar(select(User).where(User.actor_id == actor_id, *_may_get_letters()))


def people_after(user_id: int, *, limit: int) -> list[int]:
    """Return the ids of the next accounts that letters may go to, by id. One statement."""
    theirs = select(User.id).where(User.id > user_id, *_may_get_letters())
    return list(session.scalars(theirs.order_by(User.id).limit(limit)))


def with_something_to_digest(user_ids: Collection[int]) -> list[int]:
    """Return those of some accounts that have unread news, since their last digest, of a kind they want in one.

    One statement, which reads of each person what is unread and new.
    """
    news = exists().where(
        Notification.owner_id == User.actor_id,
        Notification.read_at.is_(None),
        Notification.newest_id > func.coalesce(User.digested_until, 0),
        _is_wanted_in_digest(),
    )
    return list(session.scalars(select(User.id).where(User.id.in_(user_ids), news).order_by(User.id)))


def _may_get_letters() -> tuple[ColumnElement[bool], ...]:
    return (User.email.is_not(None), User.confirmed_at.is_not(None), User.suspended_at.is_(None))


def _is_wanted_in_digest() -> ColumnElement[bool]:
    choice = and_(NotificationChoice.actor_id == Notification.owner_id, NotificationChoice.kind == Notification.kind)
    by_default = [kind for kind, channel in DEFAULT_CHANNELS.items() if channel is Channel.DIGEST]
    return or_(
        exists().where(choice, NotificationChoice.channel == Channel.DIGEST),
        and_(Notification.kind.in_(by_default), ~exists().where(choice)),
    )
