"""What search engines are asked to read: the public posts of people who wish it, these people, and their tags.

The map is cut into pages of 2,000 rows by id (50,000 is what the protocol allows, but a page is one statement, and a
process is busy with it for 0.2 s). Where a page begins is a row that the worker writes, so that neither the index nor
a page counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, load_only
from sqlalchemy.orm.attributes import InstrumentedAttribute

from flasky.errors import NotFound
from flasky.lib import ids
from flasky.models import Actor, MapOf, Post, PostTag, SitemapPage, Tag
from flasky.queries import visibility
from flasky.queries.visibility import IS_POST
from flasky.transaction import session

SIZE = 2_000
URLS_MAX = 50_000
"""sitemaps.org: so many addresses in one file. A page reaches it only if old texts were imported into its midst."""

ROWS: dict[MapOf, Select[int]] = {
    MapOf.POSTS: select(Post.id).where(IS_POST),
    MapOf.PEOPLE: select(Actor.id),
    MapOf.TAGS: select(Tag.id),
}
"""What is counted into pages: all rows, seen or not, so that no choice of a person moves another to another page."""

COLUMNS: dict[MapOf, InstrumentedAttribute[int]] = {
    MapOf.POSTS: Post.id,
    MapOf.PEOPLE: Actor.id,
    MapOf.TAGS: Tag.id,
}


@dataclass(frozen=True)
class PageInIndex:
    """A page of the map, and when something on it changed; None where nobody took note."""

    kind: MapOf
    first_id: int
    changed_at: datetime | None


@dataclass(frozen=True)
class Span:
    """The ids of one page, from `first` up to, and without, `end`; None is for ever."""

    first: int
    end: int | None

    def holds(self, column: InstrumentedAttribute[int]) -> Sequence[ColumnElement[bool]]:
        """Return the conditions that an id is on the page."""
        return [column >= self.first, *([] if self.end is None else [column < self.end])]


def index() -> list[PageInIndex]:
    """Return all pages in order. Two statements: the rows of pages, and the newest post."""
    rows = session.execute(
        select(SitemapPage.kind, SitemapPage.first_id, SitemapPage.changed_at)
        .order_by(SitemapPage.kind, SitemapPage.first_id)
        .limit(URLS_MAX)
    )
    pages = [PageInIndex(MapOf(kind), first, changed) for kind, first, changed in rows]
    known = {page.kind for page in pages}
    pages += [PageInIndex(kind, 0, None) for kind in MapOf if kind not in known]
    return _with_newest(pages, session.scalar(select(func.max(Post.id)).where(IS_POST)))


def span(kind: MapOf, *, first: int) -> Span:
    """Return the ids of the page that begins there. One statement. Raises NotFound where none does."""
    begins = SitemapPage.first_id
    firsts = list(
        session.scalars(select(begins).where(SitemapPage.kind == kind, begins >= first).order_by(begins).limit(2))
    )
    if first == 0 and not firsts:
        return Span(0, None)  # the worker was not here yet
    if not firsts or firsts[0] != first:
        raise NotFound
    return Span(first, firsts[1] if len(firsts) > 1 else None)


def posts(on: Span) -> list[Post]:
    """Return the public posts on a page whose authors wish to be found, oldest first, with little but their places.

    One statement, which looks at the page's rows only.
    """
    wanted = visibility.posts_wanted_by(None).where(Actor.is_indexed, *on.holds(Post.id))
    little = (load_only(Post.slug, Post.edited_at), contains_eager(Post.author).load_only(Actor.username))
    return list(session.scalars(wanted.options(*little).order_by(Post.id).limit(URLS_MAX)))


def people(on: Span) -> list[Actor]:
    """Return the people on a page who wrote something public and wish to be found. One statement."""
    wrote = Actor.post_count > Actor.followers_post_count + Actor.link_post_count
    wanted = visibility.people_visible_to(None).where(Actor.domain == "", Actor.is_indexed, wrote)
    little = load_only(Actor.username)
    return list(session.scalars(wanted.where(*on.holds(Actor.id)).options(little).order_by(Actor.id).limit(URLS_MAX)))


def tags(on: Span) -> list[str]:
    """Return the keys of the tags on a page that some public post bears. One statement."""
    bearing = select(PostTag.id).where(PostTag.tag_id == Tag.id).join(Post, PostTag.post_id == Post.id)
    public = bearing.join(Post.author).where(visibility.is_wanted_text(Post, Actor, viewer=None))
    wanted = select(Tag.key).where(*on.holds(Tag.id), public.exists())
    return list(session.scalars(wanted.order_by(Tag.id).limit(URLS_MAX)))


def last_page(kind: MapOf) -> SitemapPage | None:
    """Return the page that still grows, or None before there is any. One statement."""
    theirs = select(SitemapPage).where(SitemapPage.kind == kind)
    return session.scalar(theirs.order_by(SitemapPage.first_id.desc()).limit(1))


def beginning_after(page: SitemapPage, *, size: int) -> int | None:
    """Return the id that a page after this one begins with, or None while it is not full. One statement of `size`."""
    column = COLUMNS[page.kind]
    following = ROWS[page.kind].where(column >= page.first_id).order_by(column)
    return session.scalar(following.offset(size).limit(1))


def pages_of_posts() -> list[SitemapPage]:
    """Return all pages of posts, in order. One statement."""
    theirs = select(SitemapPage).where(SitemapPage.kind == MapOf.POSTS)
    return list(session.scalars(theirs.order_by(SitemapPage.first_id)))


def _with_newest(pages: list[PageInIndex], newest: int | None) -> list[PageInIndex]:
    """Return the pages, the last one of posts as young as the newest post."""
    last = max((page.first_id for page in pages if page.kind is MapOf.POSTS), default=0)
    if newest is None:
        return pages
    moment = ids.time_of(newest)
    return [
        PageInIndex(page.kind, page.first_id, max(page.changed_at or moment, moment))
        if (page.kind, page.first_id) == (MapOf.POSTS, last)
        else page
        for page in pages
    ]
