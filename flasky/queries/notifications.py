"""What somebody is told: the list, its number, and what of it they may still see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import Row, Select, and_, func, select, union_all
from sqlalchemy.orm import defer

from flasky.errors import NotFound
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Event, EventKind, Notification, NotificationKind, NotificationSource, Post, User
from flasky.queries.paginate import paginate
from flasky.queries.visibility import is_muted, may_meet, visible_to
from flasky.transaction import session

COUNTED = 100
"""Where the number of unread lines stops being exact: reading it never costs more than this many index entries."""

NEWEST = 5
"""How many sources of a line are read: the newest."""

NAMED = 3
"""How many people of a line are shown."""

SHOWN: dict[str, tuple[NotificationKind, ...]] = {
    "mentions": (NotificationKind.MENTIONED,),
    "comments": (NotificationKind.COMMENTED, NotificationKind.REPLIED),
    "follows": (NotificationKind.FOLLOWED, NotificationKind.FOLLOW_REQUESTED, NotificationKind.REQUEST_ACCEPTED),
    "likes": (NotificationKind.LIKED, NotificationKind.BOOSTED),
}
"""The parts of the list that can be looked at alone."""

ABOUT_PEOPLE = frozenset(SHOWN["follows"])
Source = Row[NotificationSource, Actor | None, EventKind | None]


@dataclass(frozen=True)
class Line:
    """A line of the list as its owner may see it now.

    `people` are the newest who did it, three at most, without those who are suspended, blocked or muted by now.
    `subject` is the post or comment it is about, `text` the newest thing that was written or marked; each is None
    when the owner may not see it any more.
    """

    notification: Notification
    people: list[Actor] = field(default_factory=list)
    subject: Post | None = None
    text: Post | None = None
    event: EventKind | None = None

    @property
    def kind(self) -> NotificationKind:
        """What the line tells of."""
        return NotificationKind(self.notification.kind)

    @property
    def others(self) -> int:
        """How many more people did it than are shown."""
        return max(0, self.notification.actor_count - len(self.people))

    @property
    def leads_to(self) -> Post | None:
        """The text that the line leads to, where it is about one that is still there."""
        if self.kind is NotificationKind.MODERATED:
            return self.subject or self.text
        return self.text or self.subject

    @property
    def is_gone(self) -> bool:
        """Whether nothing is left of what the line tells of."""
        return self.leads_to is None and not (self.kind in ABOUT_PEOPLE and self.people)


def unread_count(owner: User) -> int:
    """Return how many lines are unread; 100 stands for more. One statement on an index, of bounded cost."""
    unread = select(Notification.id).where(Notification.owner_id == owner.actor_id, Notification.read_at.is_(None))
    return session.scalar(select(func.count()).select_from(unread.limit(COUNTED).subquery())) or 0


def listed(
    owner: User, *, kinds: Collection[NotificationKind] = (), unread: bool = False, page: PageRequest
) -> Page[Line]:
    """Return a page of somebody's list, newest first, of all kinds or of some, or what is unread of it alone.

    Three statements.
    """
    theirs = select(Notification).where(Notification.owner_id == owner.actor_id)
    if kinds:
        theirs = theirs.where(Notification.kind.in_(kinds))
    if unread:
        theirs = theirs.where(Notification.read_at.is_(None))
    found = paginate(theirs, Notification, page, by=Notification.newest_id)
    lines = as_seen_by(owner, found.items)
    return found.map(lambda row: lines[row.id])


def line(owner: User, notification_id: int) -> Line:
    """Return one line of somebody's own list. Three statements. Raises NotFound."""
    row = session.get(Notification, notification_id)
    if row is None or row.owner_id != owner.actor_id:
        raise NotFound
    return as_seen_by(owner, [row])[row.id]


def undigested(owner: User, *, kinds: Collection[NotificationKind], limit: int) -> list[Line]:
    """Return the newest unread lines of some kinds that no digest told of. Three statements."""
    since = owner.digested_until or 0
    new = (Notification.owner_id == owner.actor_id, Notification.read_at.is_(None), Notification.newest_id > since)
    ordered = select(Notification).where(*new, Notification.kind.in_(kinds)).order_by(Notification.newest_id.desc())
    rows = list(session.scalars(ordered.limit(limit)))
    return list(as_seen_by(owner, rows).values())


def of_source(owner: User, source: NotificationSource) -> Line | None:
    """Return what one source alone tells, or None when the line was read meanwhile. Three statements."""
    row = session.get(Notification, source.notification_id)
    if row is None or row.read_at is not None:
        return None
    alone = Notification(id=row.id, kind=row.kind, subject_id=row.subject_id, newest_id=row.newest_id, actor_count=1)
    only = select(NotificationSource.id).where(NotificationSource.id == source.id)
    return _lines(owner, [alone], list(session.execute(_seen_by(owner, only))))[row.id]


def as_seen_by(owner: User, rows: list[Notification]) -> dict[int, Line]:
    """Return the lines of some rows of one person's list, by id. Two statements, whatever their number."""
    if not rows:
        return {}
    newest = [
        select(NotificationSource.id)
        .where(NotificationSource.notification_id == row.id)
        .order_by(NotificationSource.id.desc())
        .limit(NEWEST)
        .subquery()
        for row in rows
    ]
    recent = union_all(*(select(some.c.id) for some in newest))
    return _lines(owner, rows, list(session.execute(_seen_by(owner, select(recent.subquery().c.id)))))


def _seen_by(owner: User, ids: Select[int]) -> Select[NotificationSource, Actor | None, EventKind | None]:
    """Sources of some ids, newest first, each with its person, unless the owner is not to come upon them."""
    wanted = ids.subquery()
    welcome = and_(
        Actor.id == NotificationSource.actor_id,
        may_meet(owner),
        ~is_muted(by=owner.actor_id, target=NotificationSource.actor_id),
    )
    return (
        select(NotificationSource, Actor, Event.kind)
        .join(wanted, wanted.c.id == NotificationSource.id)
        .outerjoin(Actor, welcome)
        .outerjoin(Event, Event.id == NotificationSource.event_id)
        .order_by(NotificationSource.id.desc())
    )


def _lines(owner: User, rows: list[Notification], sources: list[Source]) -> dict[int, Line]:
    named = [source for source in sources if source[1] is not None]
    wanted = {row.subject_id for row in rows} | {source[0].post_id for source in named}
    texts = _texts(owner, wanted - {0})
    by_line: dict[int, list[Source]] = {row.id: [] for row in rows}
    for source in named:
        by_line[source[0].notification_id].append(source)
    return {row.id: _line(row, by_line[row.id], texts) for row in rows}


def _line(row: Notification, sources: list[Source], texts: dict[int, Post]) -> Line:
    people = {actor.id: actor for _source, actor, _kind in sources if actor is not None}
    seen = [texts[source.post_id] for source, _actor, _kind in sources if source.post_id in texts]
    return Line(
        row,
        people=list(people.values())[:NAMED],
        subject=texts.get(row.subject_id),
        text=seen[0] if seen else None,
        event=EventKind(sources[0][2]) if sources and sources[0][2] else None,
    )


def _texts(owner: User, post_ids: Iterable[int]) -> dict[int, Post]:
    statement = visible_to(owner).where(Post.id.in_(post_ids)).options(defer(Post.body), defer(Post.body_html))
    return {post.id: post for post in session.scalars(statement)}
