"""Tags: what posts bear, and who follows them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, func, select, update

from flasky import transaction
from flasky.errors import NotFound, TagMalformed, TooManyTags
from flasky.lib import clock, ids, tags
from flasky.lib.markdown import Rendered
from flasky.models import Actor, EventKind, FollowedTag, Post, PostTag, Tag, User, Visibility
from flasky.operations import events
from flasky.queries import permissions
from flasky.queries import tags as find
from flasky.queries.permissions import Act
from flasky.queries.visibility import is_wanted
from flasky.transaction import rows_of, session

_BETWEEN = re.compile(r"[\s,]+")
TREND_DAYS = timedelta(days=7)
HALF_LIFE = timedelta(days=2)
FIELD_MAX = Tag.A_POST_MAX * (Tag.NAME_MAX + 2)


def given_in(field: str) -> dict[str, str]:
    """Read the names in a field of tags by their keys: between commas or spaces, with or without "#".

    Raises TagMalformed, TooManyTags.
    """
    typed = [word for word in _BETWEEN.split(field[: FIELD_MAX + 1]) if word]
    names = [tags.name_of(word) for word in typed]
    if len(field) > FIELD_MAX or len(names) > Tag.A_POST_MAX:
        raise TooManyTags("tags")
    found: dict[str, str] = {}
    for name in names:
        if name is None:
            raise TagMalformed
        found.setdefault(tags.key_of(name), name)
    return found


def sync(post: Post, rendered: Rendered, *, given: Mapping[str, str] | None = None) -> bool:
    """Keep the tags a stored post bears: those in its text, and those given with it (None: as they were).

    Returns whether any is new. Three statements, and one for each tag that nobody used before. Raises TooManyTags.
    """
    before = {tag.key: (row, tag) for row, tag in find.borne_by(post)}
    if given is None:
        given = {key: tag.name for key, (row, tag) in before.items() if row.given}
    wanted = {**dict(rendered.tags), **given}
    if len(wanted) > Tag.A_POST_MAX:
        raise TooManyTags("tags" if len(given) > 0 else "body")
    gone = [row.id for key, (row, _tag) in before.items() if key not in wanted]
    if gone:
        session.execute(delete(PostTag).where(PostTag.id.in_(gone)), execution_options={"synchronize_session": False})
    for key in wanted.keys() & before.keys():
        before[key][0].given = key in given
    new = {key: wanted[key] for key in sorted(wanted.keys() - before.keys())}
    stored = _stored(new)
    session.add_all(PostTag(post_id=post.id, tag_id=tag.id, given=tag.key in given) for tag in stored)
    kept = [tag for key, (_row, tag) in before.items() if key in wanted]
    post.tag_names = " ".join(tag.name for tag in sorted([*kept, *stored], key=lambda tag: tag.key))
    session.flush()
    return bool(new)


def follow(acting: User, *, tag: str) -> FollowedTag:
    """Put the posts of a tag into one's home timeline, whether any bears it yet or not. Records TAG_FOLLOWED.

    Following twice returns the first row. Raises Forbidden, NotFound for what is no tag.
    """
    permissions.require(acting, Act.FOLLOW)
    name = tags.name_of(tag)
    if name is None:
        raise NotFound
    stored = _stored({tags.key_of(name): name})[0]
    theirs = (FollowedTag.actor_id == acting.actor_id, FollowedTag.tag_id == stored.id)
    known = session.scalar(select(FollowedTag).where(*theirs))
    if known is not None:
        return known
    row = FollowedTag(actor_id=acting.actor_id, tag_id=stored.id)
    kept = transaction.add_or_find(row, lambda: session.scalar(select(FollowedTag).where(*theirs)))
    if kept is row:
        events.record(EventKind.TAG_FOLLOWED, by=acting, subject_id=stored.id)
    return kept


def unfollow(acting: User, *, tag: str) -> None:
    """Take the posts of a tag out of one's home timeline; nothing for one that is not followed.

    Records TAG_UNFOLLOWED.
    """
    found = find.by_key(tags.key_of(tag))
    if found is None:
        return
    theirs = (FollowedTag.actor_id == acting.actor_id, FollowedTag.tag_id == found.id)
    if rows_of(delete(FollowedTag).where(*theirs)):
        events.record(EventKind.TAG_UNFOLLOWED, by=acting, subject_id=found.id)


def count_trends() -> None:
    """Count anew what every tag of the last 7 days is worth, and forget the others'.

    Each person who wrote public posts with it counts once, for the newest: 1 when that is new, half after 2 days, a
    quarter after 4. Reads the posts of 7 days, and writes the 20 tags that are worth most.
    """
    now, seen = clock.now(), defaultdict[int, list[float]](list)
    for tag_id, newest in session.execute(_newest_of_each(now - TREND_DAYS)):
        seen[tag_id].append(0.5 ** ((now - ids.time_of(newest)) / HALF_LIFE))
    rows_of(update(Tag).where(Tag.trend > 0).values(trend=0, people=0))
    for tag_id in sorted(seen, key=lambda each: sum(seen[each]), reverse=True)[: find.TRENDING]:
        worth = max(1, round(100 * sum(seen[tag_id])))
        rows_of(update(Tag).where(Tag.id == tag_id).values(trend=worth, people=len(seen[tag_id])))


def _newest_of_each(since: datetime) -> Select[int, int]:
    """Return (tag_id, post_id): of each tag the newest public post of each person."""
    newest = select(PostTag.tag_id, func.max(PostTag.post_id)).join(Post, Post.id == PostTag.post_id)
    newest = newest.join(Actor, Actor.id == Post.author_id)
    public = is_wanted(Post, Actor, viewer=None)
    newest = newest.where(Post.id >= ids.first_id_at(since), public, Post.visibility == Visibility.PUBLIC)
    return newest.group_by(PostTag.tag_id, Post.author_id)


def _stored(names: Mapping[str, str]) -> list[Tag]:
    """Return the rows of tags, made where they are missing; in the order of keys, so that no two writers cross."""
    known = {tag.key: tag for tag in session.scalars(select(Tag).where(Tag.key.in_(names)))} if names else {}
    return [known.get(key) or _made(key, names[key]) for key in sorted(names)]


def _made(key: str, name: str) -> Tag:
    return transaction.add_or_find(Tag(key=key, name=name), lambda: session.scalar(select(Tag).where(Tag.key == key)))
