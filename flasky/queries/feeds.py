"""What stands in feeds: what a stranger finds in lists, and for a secret address what its owner does.

Every feed is asked for twice: for the stamps of its entries, which are small and tell whether anything changed, and
only if so for the entries themselves.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import InstrumentedAttribute

from flasky.errors import NotFound
from flasky.lib import archives, ids, usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Follow, Post, PostTag, Tag, Timeline, User, Visibility
from flasky.queries import actors, posts, relations, timelines
from flasky.queries.timelines import State
from flasky.queries.visibility import (
    Root,
    RootAuthor,
    Viewer,
    chosen_posts_wanted_by,
    listed_for,
    may_meet,
    posts_wanted_by,
)
from flasky.transaction import session

STRANGER: Viewer = None
OTHERS = (
    Post.renderer,
    Post.slug,
    Post.tag_names,
    Post.language,
    Post.visibility,
    Actor.username,
    Actor.name,
    Actor.avatar,
)
"""What an entry says besides its text, and what may change without an edit: all of it is part of its stamp."""

AFTER_STAMP = 2 + len(OTHERS)
LOOKED_AT = 10_000
"""How many accounts a page of all people is looked for in, so that it costs the same however few want to be in it."""


@dataclass(frozen=True)
class Stamp:
    """What tells one state of an entry from another: its id, when it was edited, and everything else but its text."""

    id: int
    edited_at: datetime | None
    others: tuple[object, ...]

    @property
    def changed_at(self) -> datetime:
        """When the entry was published or edited last."""
        return self.edited_at or ids.time_of(self.id)


@dataclass(frozen=True)
class Part:
    """The stamps of what one document of a feed holds, newest first; older entries lie below `older_than`, if any.

    `beside` says what the feed is of, as far as its entries tell.
    """

    stamps: tuple[Stamp, ...]
    older_than: int | None
    beside: tuple[Any, ...] = ()

    @property
    def changed_at(self) -> datetime | None:
        """When any of the entries was published or edited last."""
        return max((stamp.changed_at for stamp in self.stamps), default=None)


@dataclass(frozen=True)
class Writer:
    """Whose feed it is, and what they wish of crawlers."""

    id: int
    username: str
    name: str
    is_indexed: bool
    allows_ai: bool


@dataclass(frozen=True)
class Commented:
    """The post that the comments of a feed stand under."""

    id: int
    title: str
    slug: str
    username: str


def of_site(*, before: int | None) -> Part:
    """Return a part of the feed of all people. One statement."""
    return _part(posts_wanted_by(STRANGER), before)


def of_person(username: str, *, before: int | None) -> tuple[Part, "Writer"]:
    """Return a part of the feed of one person, and who that is. One statement, two for an empty one.

    Raises NotFound for nobody and for the suspended.
    """
    named = select(Actor.id).where(Actor.domain == "", Actor.username_key == usernames.key_of(username))
    theirs = posts_wanted_by(STRANGER).where(Post.author_id == named.scalar_subquery())
    part = _part(theirs, before, beside=(Actor.id, Actor.username, Actor.name, Actor.is_indexed, Actor.allows_ai))
    writer = Writer(*part.beside) if part.stamps else _writer(username)
    if writer.username.lower() != username.lower():
        raise NotFound
    return part, writer


def of_tag(key: str, *, before: int | None) -> tuple[Part, str]:
    """Return a part of the feed of a tag, by its key, and its name. One statement.

    Raises NotFound where a stranger finds nothing under the tag: that posts for few bear it is not told.
    """
    tagged = select(Tag.id).where(Tag.key == key).scalar_subquery()
    bearing = chosen_posts_wanted_by(STRANGER).join(PostTag, PostTag.post_id == Post.id)
    theirs = bearing.join(Tag, Tag.id == PostTag.tag_id).where(PostTag.tag_id == tagged)
    part = _part(theirs, before, by=PostTag.post_id, beside=(Tag.name,))
    if not part.stamps:
        raise NotFound
    return part, str(part.beside[0])


def under(post_id: int, *, before: int | None) -> tuple[Part, "Commented"]:
    """Return a part of the feed of the comments on a post, and what it says of the post.

    One statement, two for an empty one. Raises NotFound, Gone; also NotFound for a post that stands in no list.
    """
    comments = listed_for(STRANGER).where(Post.root_id == post_id, Post.reply_to_id.is_not(None))
    part = _part(comments, before, beside=(Root.id, Root.title, Root.slug, RootAuthor.username))
    return part, Commented(*part.beside) if part.stamps else _commented(post_id)


def entries(part: Part) -> list[Post]:
    """Return the posts or comments of a part that still stand, authors loaded. One statement, none for an empty one."""
    wanted = [stamp.id for stamp in part.stamps]
    if not wanted:
        return []
    return list(session.scalars(listed_for(STRANGER).where(Post.id.in_(wanted)).order_by(Post.id.desc())))


def owner_of_home(user_id: int, *, number: int) -> tuple[User, State]:
    """Return the owner of a secret link to a home timeline, and the state of that. One statement.

    Raises NotFound for a link that was renewed or switched off, and for the suspended.
    """
    whole = (joinedload(User.actor, innerjoin=True), joinedload(User.role, innerjoin=True))
    owned = select(User, Timeline).outerjoin(Timeline, Timeline.id == User.actor_id).options(*whole)
    found = session.execute(owned.where(User.id == user_id)).one_or_none()
    if found is None or not found[0].is_active or number <= 0 or found[0].home_feed_number != number:
        raise NotFound
    return found[0], timelines.state_in(found[1], viewer=found[0])


def of_home(owner: User, *, state: State, before: int | None) -> Part:
    """Return a part of somebody's home timeline, what they find there when they look.

    One statement where rows hold the page, two where they do not.
    """
    asked = PageRequest(archives.LEAST, before=before)
    page = timelines.home_page(owner, page=asked, state=state, texts=False)
    stamps = tuple(Stamp(entry.post.id, entry.post.edited_at, _others(entry.post)) for entry in page.items)
    return Part(stamps, page.older_than)


def home_entries(owner: User, part: Part) -> list[Post]:
    """Return the posts of a part of somebody's home that still stand there, in its order. One statement or none."""
    wanted = [stamp.id for stamp in part.stamps]
    found = chosen_posts_wanted_by(owner).where(Post.id.in_(wanted), Post.reply_to_id.is_(None))
    known = {post.id: post for post in session.scalars(found, execution_options={"populate_existing": True})}
    return [known[one] for one in wanted if one in known]


def directory(*, before: int | None, size: int) -> Page[Actor]:
    """Return a page of the people who want to be in lists of all people, the newest first. Two statements.

    A page may hold fewer than `size`, or nobody, and still have one after it: it looks at 10 000 accounts at most.
    """
    looked_at = select(Actor.id).where(*([Actor.id < before] if before is not None else []))
    looked_at = looked_at.order_by(Actor.id.desc()).limit(LOOKED_AT + 1)
    bound = session.scalar(looked_at.limit(1).offset(LOOKED_AT))
    wanted = select(Actor).where(Actor.id.in_(select(looked_at.subquery().c.id)), Actor.is_in_directory, may_meet(None))
    found = list(session.scalars(wanted.where(Actor.domain == "").order_by(Actor.id.desc()).limit(size + 1)))
    older = found[size - 1].id if len(found) > size else bound
    return Page(found[:size], None, older)


def followed_by(viewer: User, *, before: int | None, size: int) -> Page[Follow]:
    """Return a page of whom somebody follows, newest first; the suspended are left to the caller. One statement."""
    return relations.followed_by(viewer.actor, page=PageRequest(size, before=before))


def _part(
    statement: Select[Post],
    before: int | None,
    *,
    by: InstrumentedAttribute[int] = Post.id,
    beside: tuple[InstrumentedAttribute[Any], ...] = (),
) -> Part:
    rows = (
        statement.with_only_columns(Post.id, Post.edited_at, *OTHERS, *beside)
        .order_by(by.desc())
        .limit(archives.NEEDED)
    )
    found = session.execute(rows.where(by < before) if before is not None else rows).all()
    end = archives.cut([row[0] for row in found])
    stamps = tuple(Stamp(row[0], row[1], tuple(row[2:AFTER_STAMP])) for row in found[: end.count])
    return Part(stamps, end.before, tuple(found[0][AFTER_STAMP:]) if found else ())


def _others(post: Post) -> tuple[object, ...]:
    return tuple(getattr(post if column.class_ is Post else post.author, column.key) for column in OTHERS)


def _writer(username: str) -> Writer:
    actor = actors.by_username(username)
    if actor.is_suspended:
        raise NotFound
    return Writer(actor.id, actor.username, actor.name, actor.is_indexed, actor.allows_ai)


def _commented(post_id: int) -> Commented:
    post = posts.by_id(post_id, viewer=STRANGER)
    if post.visibility == Visibility.LINK:
        raise NotFound
    return Commented(post.id, post.title, post.slug, post.author.username)
