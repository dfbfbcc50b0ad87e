"""The pages of the sitemap: begun when one is full, and marked when something on it changes."""

from bisect import bisect_right
from datetime import timedelta

from sqlalchemy import select

from flasky.lib import clock, ids
from flasky.models import Event, EventKind, Figure, MapOf, SitemapPage
from flasky.operations import statistics
from flasky.queries import sitemap
from flasky.queries import statistics as figures
from flasky.transaction import session

PAGES_AT_ONCE = 200
FACTS_AT_ONCE = 10_000
SETTLED = timedelta(minutes=1)
"""Facts older than this are all committed, in whatever order: a request does not take so long."""

CHANGES = frozenset({
    EventKind.POST_EDITED, EventKind.POST_DELETED, EventKind.POST_RESTORED, EventKind.VISIBILITY_CHANGED,
})  # fmt: skip


def follow(*, size: int = sitemap.SIZE) -> int:
    """Begin the pages that are due, at most 200 of a kind, and mark those with changes. Returns how many were begun.

    Each page costs a walk over the `size` rows of the one before it; what is not done is done at the next turn.
    """
    begun = sum(_begin_pages(kind, size=size) for kind in MapOf)
    _note_changes()
    return begun


def _begin_pages(kind: MapOf, *, size: int) -> int:
    last = sitemap.last_page(kind) or _begin(kind, first_id=0)
    for number in range(PAGES_AT_ONCE):
        following = sitemap.beginning_after(last, size=size)
        if following is None:
            return number
        _mark(last, following)
        last = _begin(kind, first_id=following)
    return PAGES_AT_ONCE


def _begin(kind: MapOf, *, first_id: int) -> SitemapPage:
    page = SitemapPage(kind=kind, first_id=first_id, changed_at=None)
    session.add(page)
    session.flush()
    return page


def _note_changes() -> None:
    """Mark the pages of posts that were edited, deleted, restored or shown to others, by the facts of it."""
    place, settled = figures.figure(Figure.SITEMAP_PLACE), ids.first_id_at(clock.now() - SETTLED)
    if place is None:
        statistics.keep({Figure.SITEMAP_PLACE: settled})
        return
    facts = select(Event.id, Event.kind, Event.subject_id).where(Event.id > place, Event.id < settled)
    rows = session.execute(facts.order_by(Event.id).limit(FACTS_AT_ONCE)).all()
    pages = sitemap.pages_of_posts()
    firsts = [page.first_id for page in pages]
    for fact_id, kind, post_id in rows:
        if kind in CHANGES:
            _mark(pages[bisect_right(firsts, post_id) - 1], fact_id)
    if rows:
        statistics.keep({Figure.SITEMAP_PLACE: rows[-1].id})


def _mark(page: SitemapPage, identity: int) -> None:
    """Note that something on a page changed when that id was made."""
    moment = ids.time_of(identity)
    page.changed_at = max(page.changed_at or moment, moment)
