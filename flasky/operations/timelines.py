"""Home timelines as rows: filled in batches by the worker, cleared, rebuilt.

An entry's place follows one rule wherever it is made: the post's id when its author or a tag of it is followed, else
the id of the first boost by somebody followed. Every step skips what is there, so it may be done twice. Ids are given
to a batch in one go: the database counts its rows from the first of them.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from flasky import transaction
from flasky.lib import clock, ids
from flasky.models import Actor, Boost, Follow, FollowedTag, Post, PostTag, Timeline, TimelineEntry, User, Visibility
from flasky.models.base import Id
from flasky.queries import visibility
from flasky.queries.timelines import is_around
from flasky.transaction import rows_of, session

Rows = Select[*tuple[Any, ...]]
BATCH = 5_000
FOLLOWED_AT_ONCE = 200
REMOVED_AT_ONCE = 500
IDS_AT_ONCE = 2**20
"""Half the ids of a millisecond: more rows than a statement makes."""

INTO = ("id", "owner_id", "post_id", "place", "via_id")


def add_own(post: Post) -> None:
    """Put a new post into its author's timeline at once."""
    session.add(TimelineEntry(owner_id=post.author_id, post_id=post.id, place=post.id, via_id=post.author_id))


def add_to_followers(post: Post, *, reached: int) -> int | None:
    """Put a post into the timelines of the next 5,000 followers of its author who were here within 30 days.

    Returns the last follow it came to, None when there was none after `reached`. Four statements.
    """
    if not post.is_listed or post.visibility == Visibility.LINK:
        return None
    return _add_by_follows(post.author_id, post=post, place=post.id, reached=reached)


def add_boosted(post: Post, *, booster_id: int, reached: int) -> int | None:
    """Put a boosted post into the timelines of the booster's next 5,000 followers; as `add_to_followers`."""
    boost = session.scalar(_boost_of(post, booster_id))
    if boost is None or not post.is_listed or post.visibility != Visibility.PUBLIC:
        return None
    return _add_by_follows(booster_id, post=post, place=boost, reached=reached)


def add_to_tag_followers(post: Post, *, reached: int) -> int | None:
    """Put a public post into the timelines of the next 5,000 who follow a tag of it; as `add_to_followers`."""
    if not post.is_listed or post.visibility != Visibility.PUBLIC:
        return None
    borne = select(PostTag.tag_id).where(PostTag.post_id == post.id)
    due = select(FollowedTag.id).where(FollowedTag.tag_id.in_(borne), FollowedTag.id > reached)
    top = _last_of(due.order_by(FollowedTag.id).limit(BATCH))
    if top is not None:
        batch = select(FollowedTag.actor_id.label("owner_id"), func.min(FollowedTag.tag_id).label("via_id"))
        batch = batch.where(FollowedTag.tag_id.in_(borne), FollowedTag.id > reached, FollowedTag.id <= top)
        _insert(_for_people_around(batch.group_by(FollowedTag.actor_id), post=post, place=post.id))
    return top


def remove_boosted(post: Post, *, booster_id: int) -> int:
    """Take a post out of up to 500 timelines that a boost brought it to; where others boost it, that takes its place.

    Returns how many those were; none for a post that is boosted again. Six statements.
    """
    if session.scalar(_boost_of(post, booster_id)) is not None:
        return 0
    brought = (TimelineEntry.post_id == post.id, TimelineEntry.via_id == booster_id, TimelineEntry.place != post.id)
    owners = list(session.scalars(select(TimelineEntry.owner_id).where(*brought).limit(REMOVED_AT_ONCE)))
    if owners:
        rows_of(delete(TimelineEntry).where(*brought, TimelineEntry.owner_id.in_(owners)))
        first = _first_boosts(Follow.follower_id.in_(owners), Boost.post_id == post.id)
        _insert(_entries_of_boosts(first))
    return len(owners)


def remove_source(owner_id: int, *, via_id: int) -> int:
    """Take up to 500 entries that somebody, or a tag, brought out of the timeline of who follows them no more.

    Returns how many those were. Four statements.
    """
    person = select(Follow.id).where(Follow.follower_id == owner_id, Follow.followed_id == via_id)
    tag = select(FollowedTag.id).where(FollowedTag.actor_id == owner_id, FollowedTag.tag_id == via_id)
    if session.scalar(person) is not None or session.scalar(tag) is not None:
        return 0
    theirs = select(TimelineEntry.id).where(TimelineEntry.owner_id == owner_id, TimelineEntry.via_id == via_id)
    doomed = list(session.scalars(theirs.limit(REMOVED_AT_ONCE)))
    return rows_of(delete(TimelineEntry).where(TimelineEntry.id.in_(doomed))) if doomed else 0


def fill_from_people(owner_id: int, *, reached: int) -> int | None:
    """Put what the next 200 people somebody follows wrote within 30 days into their timeline.

    Returns the last follow it came to, None when there was none after `reached`. Three statements.
    """
    due = select(Follow.id).where(Follow.follower_id == owner_id, Follow.id > reached)
    top = _last_of(due.order_by(Follow.id).limit(FOLLOWED_AT_ONCE))
    if top is not None:
        batch = (Follow.follower_id == owner_id, Follow.id > reached, Follow.id <= top)
        written = (
            _posts_as_entries(literal(owner_id, Id)).join(Follow, Follow.followed_id == Post.author_id).where(*batch)
        )
        written = written.where(visibility.is_for_followers(Post), Post.id >= _oldest())
        brought = (TimelineEntry.owner_id == owner_id, TimelineEntry.place != TimelineEntry.post_id)
        rows_of(delete(TimelineEntry).where(*brought, TimelineEntry.post_id.in_(select(written.subquery().c.post_id))))
        _insert(written)
    return top


def complete(owner_id: int) -> None:
    """Put own posts, those of followed tags and boosts of 30 days into a timeline, and say that its rows are complete.

    What boosts brought is put in its place anew. Five statements; they read what those sources have of 30 days.
    """
    since = _oldest()
    rows_of(
        delete(TimelineEntry).where(TimelineEntry.owner_id == owner_id, TimelineEntry.place != TimelineEntry.post_id)
    )
    own = _posts_as_entries(literal(owner_id, Id)).where(Post.author_id == owner_id, Post.reply_to_id.is_(None))
    _insert(own.where(Post.id >= since))
    _insert(_tagged_for(owner_id, since))
    _insert(_entries_of_boosts(_first_boosts(Follow.follower_id == owner_id, Boost.id >= since)))
    known = update(Timeline).where(Timeline.id == owner_id).values(complete_since=since)
    if not rows_of(known):
        made = Timeline(id=owner_id, complete_since=since)
        stored = transaction.add_or_find(made, lambda: session.get(Timeline, owner_id, populate_existing=True))
        stored.complete_since = since
        session.flush()


def forget(owner_id: int) -> None:
    """Say that a timeline has no complete rows until it is filled: its owner was away."""
    rows_of(update(Timeline).where(Timeline.id == owner_id).values(complete_since=None))


def mark_read(acting: User, *, place: int) -> None:
    """Note that a person has seen their home timeline up to a place; never back. Two statements."""
    place = min(place, ids.new_id())
    forward = update(Timeline).where(Timeline.id == acting.actor_id).values(read_until=place)
    if rows_of(forward.where((Timeline.read_until.is_(None)) | (Timeline.read_until < place))):
        return
    made = Timeline(id=acting.actor_id, read_until=place)
    if session.get(Timeline, acting.actor_id) is None:
        transaction.add_or_find(made, lambda: session.get(Timeline, acting.actor_id, populate_existing=True))


def purge() -> int:
    """Remove up to 5,000 entries that are older than 30 days. Returns how many. Two statements."""
    old = select(TimelineEntry.id).where(TimelineEntry.place < _oldest()).order_by(TimelineEntry.place)
    doomed = list(session.scalars(old.limit(BATCH)))
    return rows_of(delete(TimelineEntry).where(TimelineEntry.id.in_(doomed))) if doomed else 0


def _boost_of(post: Post, booster_id: int) -> Select[int]:
    return select(Boost.id).where(Boost.actor_id == booster_id, Boost.post_id == post.id)


def _oldest() -> int:
    return ids.first_id_at(clock.now() - TimelineEntry.KEPT)


def _last_of(due: Select[int]) -> int | None:
    batch = due.subquery()
    last: int | None = session.scalar(select(func.max(batch.c.id)))
    return last


def _add_by_follows(actor_id: int, *, post: Post, place: int, reached: int) -> int | None:
    due = select(Follow.id).where(Follow.followed_id == actor_id, Follow.id > reached)
    top = _last_of(due.order_by(Follow.id).limit(BATCH))
    if top is not None:
        batch = select(Follow.follower_id.label("owner_id"), literal(actor_id, Id).label("via_id"))
        batch = batch.where(Follow.followed_id == actor_id, Follow.id > reached, Follow.id <= top)
        _insert(_for_people_around(batch, post=post, place=place))
    return top


def _for_people_around(batch: Rows, *, post: Post, place: int) -> Rows:
    some = batch.subquery("some")
    entry = select(
        some.c.owner_id, literal(post.id, Id).label("post_id"), literal(place, Id).label("place"), some.c.via_id
    )
    entry = entry.join(Actor, Actor.id == some.c.owner_id)
    return entry.where(is_around(Actor), Actor.is_suspended.is_(False), some.c.owner_id != post.author_id)


def _posts_as_entries(owner_id: ColumnElement[int]) -> Rows:
    columns = (Post.id.label("post_id"), Post.id.label("place"), Post.author_id.label("via_id"))
    return select(owner_id.label("owner_id"), *columns)


def _tagged_for(owner_id: int, since: int) -> Rows:
    columns = (PostTag.post_id.label("post_id"), PostTag.post_id.label("place"))
    tagged = select(literal(owner_id, Id).label("owner_id"), *columns, func.min(PostTag.tag_id).label("via_id"))
    tagged = tagged.join(FollowedTag, FollowedTag.tag_id == PostTag.tag_id).join(Post, Post.id == PostTag.post_id)
    tagged = tagged.where(FollowedTag.actor_id == owner_id, PostTag.post_id >= since)
    public = (Post.visibility == Visibility.PUBLIC, visibility.is_for_followers(Post))
    return tagged.where(*public).group_by(PostTag.post_id)


def _first_boosts(*which: ColumnElement[bool]) -> Rows:
    """Return (owner_id, boost_id): of each post the first boost by somebody an owner follows."""
    boosts = select(Follow.follower_id.label("owner_id"), func.min(Boost.id).label("boost_id"))
    boosts = boosts.join(Boost, Boost.actor_id == Follow.followed_id).join(Post, Post.id == Boost.post_id)
    public = (Post.visibility == Visibility.PUBLIC, visibility.is_for_followers(Post))
    others = Post.author_id != Follow.follower_id
    return boosts.where(*which, *public, others).group_by(Follow.follower_id, Boost.post_id)


def _entries_of_boosts(first: Rows) -> Rows:
    one = first.subquery("one")
    columns = (Boost.post_id.label("post_id"), Boost.id.label("place"), Boost.actor_id.label("via_id"))
    return select(one.c.owner_id, *columns).join(Boost, Boost.id == one.c.boost_id)


def _insert(entries: Rows) -> None:
    """Insert (owner_id, post_id, place, via_id) where an owner does not have the post yet."""
    new, there = entries.subquery("new"), aliased(TimelineEntry)
    known = select(there.id).where(there.owner_id == new.c.owner_id, there.post_id == new.c.post_id).exists()
    number = func.row_number().over(order_by=(new.c.owner_id, new.c.post_id))
    first = ids.new_ids(IDS_AT_ONCE)
    columns = (new.c.owner_id, new.c.post_id, new.c.place, new.c.via_id)
    missing = select((literal(first, Id) + number).label("id"), *columns).where(~known)
    statement = insert(TimelineEntry).from_select(list(INTO), missing, include_defaults=False)
    session.execute(statement, execution_options={"synchronize_session": False})
