"""What one was told: the list, marking as read, and how one wants to hear of what."""

from pydantic import ConfigDict

from flasky import addresses, transaction
from flasky.api import schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.inputs import Body, Place
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import Moment, PersonRef, Wire, url_of
from flasky.http import access, sentences
from flasky.http.session import person
from flasky.lib import ids
from flasky.models import Channel, NotificationKind, Post, Scope
from flasky.operations import notifications as operations
from flasky.operations import subscriptions
from flasky.queries import channels, notifications
from flasky.queries.notifications import COUNTED, Line

resource = Resource("notifications", tag="Notifications")
MINE = access.programs(Scope.READ)
READ_BY_ME = access.programs(Scope.WRITE)


class NotificationQuery(ListQuery):
    """Which part of the notifications is asked for."""

    kind: NotificationKind | None = None
    """Those of one kind alone."""
    unread: bool = False
    """Those alone that are unread."""


class NotificationOut(Wire):
    """Something you were told: what one or several people did, since you last read of it."""

    model_config = ConfigDict(title="Notification")

    id: str
    place: str
    """Its place in the list: what joins it moves it up. Send the newest one to mark all as read."""
    kind: NotificationKind
    timestamp: Moment
    """When the last of them did it."""
    read: bool
    sentence: str
    """What it says, in the language that is asked for."""
    excerpt: str
    people: list[PersonRef]
    """Who did it, three at most; nobody for what a moderator did."""
    other_count: int
    """How many more people did."""
    subject_url: str | None
    """The post or comment it is about; null where there is none, or none that you may see any more."""
    text_url: str | None
    """The newest thing that was written or marked."""
    web_url: str | None
    """Where it leads to on the site."""


class Notifications(Collection[NotificationOut]):
    """A page of notifications."""


class UnreadCount(Wire):
    """How many notifications are unread."""

    count: int
    is_more: bool
    """Whether counting stopped there: there may be more."""


class SeenTo(Body):
    """Up to where the notifications were seen."""

    up_to: Place
    """The `place` of the newest one that was shown."""


class NotificationChoices(Wire):
    """How you want to hear of each kind of thing: on the site, by letter at once, in a daily letter, or not at all."""

    followed: Channel
    follow_requested: Channel
    request_accepted: Channel
    mentioned: Channel
    commented: Channel
    replied: Channel
    liked: Channel
    boosted: Channel
    moderated: Channel


class NotificationWishes(Body):
    """How you want to hear of each kind of thing, all of them."""

    followed: Channel
    follow_requested: Channel
    request_accepted: Channel
    mentioned: Channel
    commented: Channel
    replied: Channel
    liked: Channel
    boosted: Channel
    moderated: Channel

    def wanted(self) -> dict[NotificationKind, Channel]:
        """Return the channel of each kind."""
        return {NotificationKind(name): channel for name, channel in self}


@resource.get("/notifications")
@operation(MINE, query=NotificationQuery, returns=Notifications)
def index(query: NotificationQuery) -> Answer:
    """What you were told, newest first. Looking at it marks nothing as read."""
    kinds = (query.kind,) if query.kind is not None else ()
    page = notifications.listed(person(), kinds=kinds, unread=query.unread, page=query.page)
    return collection(Notifications, page, each=_notification)


@resource.get("/notifications/unread-count")
@operation(MINE, returns=UnreadCount)
def count() -> UnreadCount:
    """How many are unread; counting stops at 100."""
    return _count()


@resource.put("/notifications/<id:notification_id>/read")
@operation(READ_BY_ME, returns=NotificationOut, fails=(404,))
def read(notification_id: int) -> NotificationOut:
    """Mark one as read."""
    operations.mark_read(person(), notification_id=notification_id)
    transaction.commit()
    return _notification(notifications.line(person(), notification_id))


@resource.put("/notifications/read")
@operation(READ_BY_ME, takes=SeenTo, returns=UnreadCount)
def read_all(body: SeenTo) -> UnreadCount:
    """Mark as read what was seen: everything up to a place. What came since stays unread."""
    operations.mark_all_read(person(), up_to=min(int(body.up_to), ids.LARGEST))
    transaction.commit()
    return _count()


@resource.get("/me/notification-choices")
@operation(MINE, returns=NotificationChoices)
def show_choices() -> NotificationChoices:
    """How you want to hear of each kind of thing."""
    return _choices()


@resource.put("/me/notification-choices")
@operation(READ_BY_ME, takes=NotificationWishes, returns=NotificationChoices)
def choose(body: NotificationWishes) -> NotificationChoices:
    """Choose how you want to hear of each kind of thing."""
    subscriptions.choose(person(), wanted=body.wanted())
    transaction.commit()
    return _choices()


def _count() -> UnreadCount:
    number = notifications.unread_count(person())
    return UnreadCount(count=number, is_more=number >= COUNTED)


def _choices() -> NotificationChoices:
    return NotificationChoices(**{kind.value: channel for kind, channel in channels.of(person()).items()})


def _notification(line: Line) -> NotificationOut:
    row, place = line.notification, sentences.place(line, owner=person())
    is_named = line.kind is not NotificationKind.MODERATED
    return NotificationOut(
        id=str(row.id),
        place=str(row.newest_id),
        kind=line.kind,
        timestamp=ids.time_of(row.newest_id),
        read=row.read_at is not None,
        sentence=sentences.sentence(line),
        excerpt=sentences.excerpt(line),
        people=[schemas.person_ref(actor) for actor in line.people] if is_named else [],
        other_count=line.others if is_named else 0,
        subject_url=_url_of(line.subject),
        text_url=_url_of(line.text),
        web_url=url_of(place) if place else None,
    )


def _url_of(text: Post | None) -> str | None:
    if text is None:
        return None
    return url_of(addresses.api_post(text) if text.root_id is None else addresses.api_comment(text.id))
