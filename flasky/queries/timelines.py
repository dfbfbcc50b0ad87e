"""Home timelines: what stands in somebody's, from the rows that the worker fills, or from the sources of those.

Rows are right for a person who was here within 30 days, as far back as `Timeline.complete_since`. Whatever they say,
nothing is shown that the viewer may not see, does not want, or follows no more.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, defer
from sqlalchemy.sql.base import ExecutableOption

from flasky.lib import clock, ids
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Post, Timeline, TimelineEntry, User
from flasky.queries import sources, visibility
from flasky.queries.sources import Window
from flasky.transaction import session

NEW_MAX = 100
Booster = aliased(Actor, name="booster")
WITHOUT_TEXTS = (defer(Post.body), defer(Post.body_html), defer(Post.excerpt_html))


@dataclass(frozen=True)
class Entry:
    """A post in a home timeline, its author loaded; its place in the order; who boosted it, if that brought it."""

    post: Post
    place: int
    booster: Actor | None


@dataclass(frozen=True)
class State:
    """From which place on the rows of a timeline are complete (None: there are none), and how far it was read."""

    complete_since: int | None
    read_until: int | None


def is_around(actor: type[Actor]) -> ColumnElement[bool]:
    """Return the condition that somebody was here within 30 days: their timeline is kept as rows."""
    return actor.last_seen > clock.now() - TimelineEntry.KEPT


def state_of(viewer: User) -> State:
    """Return the state of a person's timeline. One statement."""
    return state_in(session.get(Timeline, viewer.actor_id, populate_existing=True), viewer=viewer)


def state_in(row: Timeline | None, *, viewer: User) -> State:
    """Return the state that a person's row tells, if there is one."""
    if row is None:
        return State(None, None)
    seen = viewer.actor.last_seen
    oldest = clock.now() - TimelineEntry.KEPT
    if row.complete_since is None or seen is None or seen < oldest:
        return State(None, row.read_until)
    return State(max(row.complete_since, ids.first_id_at(oldest)), row.read_until)


def home_page(viewer: User, *, page: PageRequest, state: State, texts: bool = True) -> Page[Entry]:
    """Return a page of a person's home timeline: own posts and those of people and tags they follow, each once.

    Without `texts` the posts are loaded but for what they say.

    One statement where rows hold the page; two where they do not; one for each page before it for `page.number`.
    Reads at most 4 x (followed + (size + 1)^2) index entries, see `sources`: never more in a larger site.
    """
    window = Window(page.size + 1, before=page.before, after=page.after)
    for _ in range((page.number or 1) - 1):
        passed = _part(viewer, Window(page.size, before=window.before), state)
        if not passed:
            return Page([], None, None)
        window = Window(page.size + 1, before=passed[-1].place)
    return _as_page(_part(viewer, window, state, () if texts else WITHOUT_TEXTS), window, page)


def newer_than(viewer: User, *, place: int, state: State) -> tuple[int, int]:
    """Return how many entries a home timeline has above a place, and how many are counted at most.

    One statement, which counts up to 100 rows, or 21 where the sources are asked.
    """
    limit = NEW_MAX if _has_rows(state, place) else 21
    window = Window(limit, after=place)
    part = _from_rows(viewer, window) if _has_rows(state, place) else _from_sources(viewer, window)
    above = part.with_only_columns(Post.id).subquery()
    return session.scalar(select(func.count()).select_from(above)) or 0, limit


def _part(viewer: User, window: Window, state: State, options: tuple[ExecutableOption, ...] = ()) -> list[Entry]:
    """Return a part of a timeline, the nearest first: from its rows if these hold all of it."""
    if window.after is not None:
        if _has_rows(state, window.after):
            return _read(_from_rows(viewer, window), options)
    elif state.complete_since is not None and (window.before is None or window.before > state.complete_since):
        there = _read(_from_rows(viewer, window, floor=state.complete_since), options)
        if len(there) == window.limit:
            return there
    return _read(_from_sources(viewer, window), options)


def _has_rows(state: State, place: int) -> bool:
    return state.complete_since is not None and place >= state.complete_since


def _from_rows(viewer: User, window: Window, *, floor: int = 0) -> Select[Post, int, Actor]:
    own, place = Post.author_id == viewer.actor_id, TimelineEntry.place
    reason = or_(
        own,
        sources.follows(viewer, Post.author_id),
        and_(TimelineEntry.via_id != Post.author_id, sources.follows(viewer, TimelineEntry.via_id)),
        sources.follows_tag_of(viewer, Post.id),
    )
    theirs = (TimelineEntry.owner_id == viewer.actor_id, window.holds(place), place >= floor)
    statement = visibility.chosen_posts_wanted_by(viewer).join(TimelineEntry, TimelineEntry.post_id == Post.id)
    by_boost = and_(Booster.id == TimelineEntry.via_id, place != Post.id)
    statement = statement.outerjoin(Booster, by_boost).where(*theirs, reason)
    unwanted = and_(Booster.id.is_not(None), ~visibility.may_read_of(viewer, Booster))
    statement = statement.where(~unwanted).add_columns(place, Booster)
    return statement.order_by(*window.ordered(place)).limit(window.limit)  # type: ignore[return-value]  # columns added


def _from_sources(viewer: User, window: Window) -> Select[Post, int, Actor]:
    found = sources.entries(viewer, window)
    statement = visibility.chosen_posts_wanted_by(viewer).join(found, found.c.post_id == Post.id)
    statement = statement.outerjoin(Booster, Booster.id == found.c.booster_id).add_columns(found.c.place, Booster)
    return statement.order_by(*window.ordered(found.c.place)).limit(window.limit)  # type: ignore[return-value]  # columns added


def _read(statement: Select[Post, int, Actor], options: tuple[ExecutableOption, ...]) -> list[Entry]:
    return [Entry(post, place, booster) for post, place, booster in session.execute(statement.options(*options))]


def _as_page(found: list[Entry], window: Window, page: PageRequest) -> Page[Entry]:
    items, more = found[: page.size], len(found) > page.size
    if window.after is not None:
        items = items[::-1]
        return Page(items, items[0].place if more else None, items[-1].place if items else None)
    newer = items[0].place if items and window.before is not None else None
    return Page(items, newer, items[-1].place if more else None)
