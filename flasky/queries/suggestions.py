"""Whom somebody might follow, and what they may mean by the letters they typed."""

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from flasky.lib import tags, usernames
from flasky.models import Actor, Follow, Post, PostTag, Tag, User, Visibility
from flasky.queries.visibility import is_muted, is_wanted, may_meet, posts_wanted_by
from flasky.transaction import session

SUGGESTED = 5
RECENT = 200
COMPLETED = 8
READ_MAX = 200
"""How many names one completion reads at most, whatever stands among them."""


def people(viewer: User) -> list[Actor]:
    """Return up to five people to follow: of those who wrote the newest 200 posts the ones with most followers.

    One statement.
    """
    recent = posts_wanted_by(viewer).with_only_columns(Post.author_id).where(Post.visibility == Visibility.PUBLIC)
    authors = select(recent.order_by(Post.id.desc()).limit(RECENT).subquery().c.author_id)
    strangers = select(Actor).where(Actor.id.in_(authors), Actor.id != viewer.actor_id, ~_followed_by(viewer))
    return list(session.scalars(strangers.order_by(Actor.follower_count.desc(), Actor.id).limit(SUGGESTED)))


def people_named(beginning: str, *, viewer: User) -> list[Actor]:
    """Return up to eight people a viewer may meet whose username begins so, those they follow first.

    Two statements, which read the people the viewer follows and at most 200 names for each spelling.
    """
    follow = aliased(Follow)
    own = select(Actor).join(follow, follow.followed_id == Actor.id).where(follow.follower_id == viewer.actor_id)
    own = own.where(_begins_so(beginning), *_is_wanted(viewer)).order_by(Actor.username_key).limit(COMPLETED)
    found = list(session.scalars(own))
    if len(found) < COMPLETED:
        found += [actor for actor in _others_named(beginning, viewer) if actor not in found]
    return found[:COMPLETED]


def tags_named(beginning: str, *, viewer: User) -> list[Tag]:
    """Return up to eight tags that begin so and stand on a post the viewer may find.

    One statement, which reads at most 200 names. A tag that stands on other posts alone would give them away.
    """
    key = tags.key_of(beginning.removeprefix("#"))
    near = select(Tag.id).where(Tag.key >= key).order_by(Tag.key).limit(READ_MAX).subquery()
    begin = Tag.key.startswith(key, autoescape=True)
    # A value and no condition: a database makes a join of a condition, and reads what stands on all tags.
    borne = select(PostTag.id).where(PostTag.tag_id == Tag.id, PostTag.post_id == Post.id, Post.author_id == Actor.id)
    a_post = borne.where(is_wanted(Post, Actor, viewer=viewer)).correlate(Tag).limit(1).scalar_subquery()
    found = select(Tag).where(Tag.id.in_(select(near.c.id)), begin, a_post.is_not(None))
    return list(session.scalars(found.order_by(Tag.key).limit(COMPLETED)))


def _others_named(beginning: str, viewer: User) -> list[Actor]:
    others: Select[Actor] = select(Actor).where(*_is_wanted(viewer))
    near = or_(*(Actor.id.in_(select(_near(key).subquery().c.id)) for key in _beginnings(beginning)))
    others = others.where(near, _begins_so(beginning))
    return list(session.scalars(others.order_by(Actor.username_key).limit(COMPLETED)))


def _is_wanted(viewer: User) -> tuple[ColumnElement[bool], ...]:
    return may_meet(viewer), ~is_muted(by=viewer.actor_id, target=Actor.id)


def _near(key: str) -> Select[int]:
    names = select(Actor.id).where(Actor.domain == "", Actor.username_key >= key)
    return names.order_by(Actor.username_key).limit(READ_MAX)


def _begins_so(beginning: str) -> ColumnElement[bool]:
    return func.lower(Actor.username).startswith(beginning.lower(), autoescape=True)


def _beginnings(beginning: str) -> list[str]:
    """Return the beginnings of the keys of names that begin so: what comes next may change the last letter's."""
    keys = [usernames.key_of(beginning)]
    for half, whole in (("r", "rn"), ("v", "vv")):
        if beginning.lower().endswith(half):
            keys.append(usernames.key_of(beginning[:-1] + whole))
    return keys


def _followed_by(viewer: User) -> ColumnElement[bool]:
    follow = aliased(Follow)
    return select(follow.id).where(follow.follower_id == viewer.actor_id, follow.followed_id == Actor.id).exists()
