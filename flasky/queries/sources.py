"""What may stand in a home timeline, read from its sources: own posts, people and tags one follows, boosts.

For a page of n entries each source first finds which n of its people (or tags) have the newest posts, by one look into
an index for each that is followed, and then reads at most n posts of each of those. So a page reads no more than
4 x (followed + n x n) index entries, however many posts there are. Posts that are deleted, hidden or of people one
mutes cost a look each where they stand in between.

The conditions ask for `reply_to_id` in their order too: PostgreSQL would not take the order from an index over it else.
What is read of the nearest comes by an outer join, whose empty rows the page drops: SQLite keeps its order, where it
would begin an inner one with all posts of the site.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    exists,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from flasky.lib import ids
from flasky.models import Actor, Boost, Follow, FollowedTag, Post, PostTag, User, Visibility
from flasky.models.base import Base, Id
from flasky.queries import visibility

Column = Any
Model = TypeVar("Model", bound=Base)


@cache
def _alias(model: type[Model], name: str) -> type[Model]:
    """Return a row under a name of its own in a statement, made once: it costs half a millisecond for each column."""
    return aliased(model, name=name)


@dataclass(frozen=True)
class Window:
    """The part of a timeline that is asked for: `limit` places older than one, or newer than one, the nearest first."""

    limit: int
    before: int | None = None
    after: int | None = None

    def holds(self, place: Column) -> ColumnElement[bool]:
        """Return the condition that a place is on the right side."""
        if self.after is not None:
            return place > self.after  # type: ignore[no-any-return]  # of a column
        return place < self.before if self.before is not None else true()

    def ordered(self, *columns: Column) -> list[Column]:
        """Return columns to order by, the nearest place first."""
        return [column.asc() if self.after is not None else column.desc() for column in columns]

    def reaches(self, place: Column, last: Column) -> ColumnElement[bool]:
        """Return the condition that a place is not farther than the last one, which is empty where there is none."""
        if self.after is not None:
            return place <= func.coalesce(last, literal(ids.LARGEST, Id))  # type: ignore[no-any-return]  # of a column
        return place >= func.coalesce(last, literal(0, Id))  # type: ignore[no-any-return]  # of a column

    @property
    def farthest(self) -> int:
        """The place that is farther than all others."""
        return ids.LARGEST if self.after is not None else 0


def entries(viewer: User, window: Window) -> Subquery:
    """Return (post_id, place, booster_id) of what may stand in a part of a home timeline, each post once."""
    found = union_all(*(select(one) for one in _all(viewer, window)))
    every = found.subquery("found")
    booster = func.max(every.c.booster_id).label("booster_id")
    grouped = select(every.c.post_id, func.min(every.c.place).label("place"), booster).group_by(every.c.post_id)
    return grouped.subquery("entries")


def _all(viewer: User, window: Window) -> list[Subquery]:
    sources = (_own, _of_people, _of_tags, _boosted)
    return [source(viewer, window) for source in sources]


def _own(viewer: User, window: Window) -> Subquery:
    post = _alias(Post, "post_1")
    own = visibility.is_own_in_lists(post, viewer=viewer)
    statement = _as_entries(post.id, post.id).where(own, window.holds(post.id))
    return statement.order_by(*window.ordered(post.reply_to_id, post.id)).limit(window.limit).subquery("own")


def _of_people(viewer: User, window: Window) -> Subquery:
    follow, author = _alias(Follow, "follow_2"), _alias(Actor, "actor_3")

    def posts(author_id: Column) -> tuple[Select[Any], Column]:
        post = _alias(Post, "post_4")
        theirs = select(post.id).where(post.author_id == author_id, visibility.is_for_followers(post))
        return theirs.where(window.holds(post.id)).order_by(*window.ordered(post.reply_to_id, post.id)), post.id

    followed = (
        select(follow.followed_id.label("id"))
        .join(author, author.id == follow.followed_id)
        .where(follow.follower_id == viewer.actor_id, visibility.may_read_of(viewer, author))
    )
    near = _nearest(followed, follow.followed_id, posts, window)
    post = _alias(Post, "post_5")
    theirs = and_(post.author_id == near.c.id, visibility.is_for_followers(post), window.holds(post.id))
    found = _as_entries(post.id, post.id).select_from(near)
    return found.outerjoin(post, and_(theirs, window.reaches(post.id, near.c.last))).subquery("of_people")


def _of_tags(viewer: User, window: Window) -> Subquery:
    tag = _alias(FollowedTag, "followedtag_6")

    def posts(tag_id: Column) -> tuple[Select[Any], Column]:
        bears = _alias(PostTag, "posttag_7")
        of_tag = select(bears.post_id).where(bears.tag_id == tag_id, window.holds(bears.post_id))
        of_tag = of_tag.where(_is_public(viewer, bears.post_id))
        return of_tag.order_by(*window.ordered(bears.post_id)), bears.post_id

    followed = select(tag.tag_id.label("id")).where(tag.actor_id == viewer.actor_id)
    near = _nearest(followed, tag.tag_id, posts, window)
    bears = _alias(PostTag, "posttag_8")
    tagged = and_(bears.tag_id == near.c.id, window.holds(bears.post_id), _is_public(viewer, bears.post_id))
    found = _as_entries(bears.post_id, bears.post_id).select_from(near)
    return found.outerjoin(bears, and_(tagged, window.reaches(bears.post_id, near.c.last))).subquery("of_tags")


def _boosted(viewer: User, window: Window) -> Subquery:
    follow, booster = _alias(Follow, "follow_9"), _alias(Actor, "actor_10")

    def boosts(actor_id: Column) -> tuple[Select[Any], Column]:
        boost = _alias(Boost, "boost_11")
        theirs = select(boost.id).where(boost.actor_id == actor_id, window.holds(boost.id))
        return theirs.where(_is_brought(viewer, boost)).order_by(*window.ordered(boost.id)), boost.id

    followed = (
        select(follow.followed_id.label("id"))
        .join(booster, booster.id == follow.followed_id)
        .where(follow.follower_id == viewer.actor_id, visibility.may_read_of(viewer, booster))
    )
    near = _nearest(followed, follow.followed_id, boosts, window)
    boost = _alias(Boost, "boost_12")
    boosted = and_(boost.actor_id == near.c.id, window.holds(boost.id), _is_brought(viewer, boost))
    found = _as_entries(boost.post_id, boost.id, boost.actor_id).select_from(near)
    return found.outerjoin(boost, and_(boosted, window.reaches(boost.id, near.c.last))).subquery("boosted")


def _nearest(followed: Select[Any], key: Column, places: Any, window: Window) -> Subquery:
    """Return (id, last) of the followed that have the nearest places, as many as the window is long.

    `last` is the farthest place that is worth reading of each, empty where it has fewer.
    """
    nearest = _scalar(places(key)[0].limit(1))
    first = func.coalesce(nearest, literal(window.farthest, Id)).label("nearest")
    near = followed.add_columns(first).order_by(*window.ordered(first)).limit(window.limit).subquery()
    last = _scalar(places(near.c.id)[0].offset(window.limit - 1).limit(1))
    return select(near.c.id, last.label("last")).subquery()


def _scalar(statement: Select[Any]) -> ScalarSelect[Any]:
    return statement.scalar_subquery()


def _as_entries(post_id: Column, place: Column, booster_id: Column | None = None) -> Select[Any]:
    booster = literal(None, Id) if booster_id is None else booster_id
    return select(post_id.label("post_id"), place.label("place"), booster.label("booster_id"))


def _is_public(viewer: User, post_id: Column, *, is_by_stranger: bool = False) -> ColumnElement[bool]:
    """A look at one post by its id, and not a join: there is no other order in which it could be read."""
    post, author = _alias(Post, "post_13"), _alias(Actor, "actor_14")
    wanted = visibility.is_wanted(post, author, viewer=viewer)
    public = exists().where(post.id == post_id, author.id == post.author_id, wanted)
    public = public.where(post.visibility == Visibility.PUBLIC)
    if is_by_stranger:
        public = public.where(post.author_id != viewer.actor_id, ~follows(viewer, post.author_id))
    return public


def _is_brought(viewer: User, boost: type[Boost]) -> ColumnElement[bool]:
    """A boost brings a post that nothing else does, and of several boosts the first."""
    public = _is_public(viewer, boost.post_id, is_by_stranger=True)
    return and_(public, ~follows_tag_of(viewer, boost.post_id), ~_boosted_before(viewer, boost))


def _boosted_before(viewer: User, boost: type[Boost]) -> ColumnElement[bool]:
    earlier, booster = _alias(Boost, "boost_15"), _alias(Actor, "actor_16")
    before = exists().where(earlier.post_id == boost.post_id, earlier.id < boost.id, booster.id == earlier.actor_id)
    return before.where(follows(viewer, earlier.actor_id), visibility.may_read_of(viewer, booster))


def follows(viewer: User, actor_id: Column) -> ColumnElement[bool]:
    """Return the condition that a viewer follows somebody."""
    follow = _alias(Follow, "follow_17")
    return exists().where(follow.follower_id == viewer.actor_id, follow.followed_id == actor_id)


def follows_tag_of(viewer: User, post_id: Column) -> ColumnElement[bool]:
    """Return the condition that a viewer follows a tag of a post."""
    bears, tag = _alias(PostTag, "posttag_18"), _alias(FollowedTag, "followedtag_19")
    return exists().where(bears.post_id == post_id, tag.tag_id == bears.tag_id, tag.actor_id == viewer.actor_id)
