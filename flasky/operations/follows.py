"""Following: follow, unfollow, ask, accept, decline, remove a follower.

Whatever changes between two people first locks both their rows, the older one first: the counters stay what the lists
say, and a block that comes at the same moment finds the follow it ends, or is found by it.
"""

from enum import Enum

from sqlalchemy import Delete, delete, update
from sqlalchemy.engine import CursorResult

from flasky.errors import FollowsSelf, NotFound
from flasky.models import Actor, EventKind, Follow, FollowRequest, User
from flasky.operations import events
from flasky.operations.locks import lock_people
from flasky.queries import permissions, relations
from flasky.queries.permissions import Act
from flasky.transaction import session


class Outcome(Enum):
    """What asking to follow somebody led to."""

    FOLLOWS = "follows"
    FOLLOWED_BEFORE = "followed before"
    ASKED = "asked"
    ASKED_BEFORE = "asked before"


def follow(acting: User, *, target: Actor) -> Outcome:
    """Follow somebody, or ask to where they approve their followers. A second time changes nothing.

    Records FOLLOWED or FOLLOW_REQUESTED. Raises Forbidden, FollowsSelf, NotFound across a block and for the suspended.
    """
    permissions.require(acting, Act.FOLLOW)
    if target.id == acting.actor_id:
        raise FollowsSelf
    lock_people(acting.actor_id, target.id)
    relations.require_meeting(acting, target)
    known = relations.between(acting, [target.id])[target.id]
    if known.follows:
        return Outcome.FOLLOWED_BEFORE
    if known.requested:
        return Outcome.ASKED_BEFORE
    if target.approves_followers:
        _ask(acting, target)
        return Outcome.ASKED
    _add(acting.actor, target)
    return Outcome.FOLLOWS


def unfollow(acting: User, *, target: Actor) -> bool:
    """Follow somebody no more, or take back the request to. Tells whether there was anything to end.

    Records UNFOLLOWED where there was a follow. Raises Forbidden, NotFound across a block.
    """
    permissions.require(acting, Act.FOLLOW)
    lock_people(acting.actor_id, target.id)
    if relations.are_apart(acting.actor_id, target.id):
        raise NotFound
    withdrawn = take_back_request(acting.actor_id, target.id)
    ended = end(acting.actor_id, target.id)
    if ended:
        events.record(EventKind.UNFOLLOWED, by=acting, subject_id=target.id)
    return ended or withdrawn


def remove_follower(acting: User, *, follower: Actor) -> bool:
    """End that somebody follows oneself; they are not told. Tells whether they did.

    Records UNFOLLOWED by the one who followed. Raises NotFound across a block.
    """
    lock_people(acting.actor_id, follower.id)
    if relations.are_apart(acting.actor_id, follower.id):
        raise NotFound
    ended = end(follower.id, acting.actor_id)
    if ended:
        events.record(EventKind.UNFOLLOWED, by=follower, subject_id=acting.actor_id)
    return ended


def accept(acting: User, *, follower: Actor) -> bool:
    """Let somebody follow oneself who asked to. Tells whether their request was still there.

    Records FOLLOWED by the one who asked, and REQUEST_ACCEPTED. Raises NotFound across a block.
    """
    if not decline(acting, follower=follower):
        return False
    _add(follower, acting.actor)
    events.record(EventKind.REQUEST_ACCEPTED, by=acting, subject_id=follower.id)
    return True


def decline(acting: User, *, follower: Actor) -> bool:
    """Refuse a request to follow oneself; whoever asked is not told. Tells whether it was still there.

    Raises NotFound across a block.
    """
    lock_people(acting.actor_id, follower.id)
    if relations.are_apart(acting.actor_id, follower.id):
        raise NotFound
    return take_back_request(follower.id, acting.actor_id)


def approve(acting: User, *, wanted: bool) -> None:
    """Choose whether one approves one's followers. Requests that wait go on waiting."""
    acting.actor.approves_followers = wanted
    session.flush()


def end(follower_id: int, followed_id: int) -> bool:
    """Take a follow away and count it. Tells whether there was one. Both people must be locked."""
    follows = (Follow.follower_id == follower_id, Follow.followed_id == followed_id)
    ended = _gone(delete(Follow).where(*follows))
    if ended:
        _count(follower_id, followed_id, -1)
    return ended


def take_back_request(follower_id: int, followed_id: int) -> bool:
    """Take a request to follow away. Tells whether there was one."""
    asked = (FollowRequest.follower_id == follower_id, FollowRequest.followed_id == followed_id)
    return _gone(delete(FollowRequest).where(*asked))


def _ask(acting: User, target: Actor) -> None:
    session.add(FollowRequest(follower_id=acting.actor_id, followed_id=target.id))
    session.flush()
    events.record(EventKind.FOLLOW_REQUESTED, by=acting, subject_id=target.id)


def _add(follower: Actor, followed: Actor) -> None:
    _count(follower.id, followed.id, 1)
    session.add(Follow(follower_id=follower.id, followed_id=followed.id))
    session.flush()
    events.record(EventKind.FOLLOWED, by=follower, subject_id=followed.id)


def _count(follower_id: int, followed_id: int, change: int) -> None:
    counts = (
        update(Actor).where(Actor.id == follower_id).values(following_count=Actor.following_count + change),
        update(Actor).where(Actor.id == followed_id).values(follower_count=Actor.follower_count + change),
    )
    for statement in counts:
        session.execute(statement, execution_options={"synchronize_session": False})
    for actor_id in (follower_id, followed_id):
        session.expire(session.get_one(Actor, actor_id), ["following_count", "follower_count"])


def _gone(statement: Delete) -> bool:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return isinstance(result, CursorResult) and result.rowcount > 0
