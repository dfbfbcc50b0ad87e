"""Following, blocking, muting: set and ended, as often as one likes."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from flasky import transaction
from flasky.api import found, schemas
from flasky.api.door import Resource, operation
from flasky.api.inputs import Body
from flasky.api.schemas import Standing
from flasky.http import access
from flasky.http.session import person
from flasky.models import Actor, Permission, Scope
from flasky.operations import blocks, follows
from flasky.queries import relations

resource = Resource("relations", tag="Relations")
FOLLOWERS = access.programs(Scope.FOLLOW, Permission.FOLLOW)
PEOPLE = access.programs(Scope.FOLLOW)
HOURS_MAX = 87_600


class MuteWish(Body):
    """For how long somebody is to be muted."""

    may_be_left_out = True

    hours: Annotated[int, Field(ge=1, le=HOURS_MAX)] | None = None
    """Null: for good."""


@resource.put("/users/<user>/follow")
@operation(FOLLOWERS, returns=Standing, fails=(404, 422))
def follow(user: str) -> Standing:
    """Follow somebody, or ask to where they approve their followers (`requested` is true then)."""
    actor = found.anybody(user)
    follows.follow(person(), target=actor)
    return _done(actor)


@resource.delete("/users/<user>/follow")
@operation(FOLLOWERS, returns=Standing, fails=(404,))
def unfollow(user: str) -> Standing:
    """Follow somebody no more, or take back the request to."""
    actor = found.anybody(user)
    follows.unfollow(person(), target=actor)
    return _done(actor)


@resource.put("/users/<user>/block")
@operation(PEOPLE, returns=Standing, fails=(404, 422))
def block(user: str) -> Standing:
    """Block somebody: neither of you sees the other, and no follow between you is left."""
    actor = found.anybody(user)
    blocks.block(person(), target=actor)
    return _done(actor)


@resource.delete("/users/<user>/block")
@operation(PEOPLE, returns=Standing, fails=(404,))
def unblock(user: str) -> Standing:
    """Block somebody no more."""
    actor = found.anybody(user)
    blocks.unblock(person(), target=actor)
    return _done(actor)


@resource.put("/users/<user>/mute")
@operation(PEOPLE, takes=MuteWish, returns=Standing, fails=(404,))
def mute(user: str, body: MuteWish) -> Standing:
    """Read no more of somebody, for some hours or for good; they are not told. A second time sets the time anew."""
    actor = found.anybody(user)
    blocks.mute(person(), target=actor, lasting=timedelta(hours=body.hours) if body.hours else None)
    return _done(actor)


@resource.delete("/users/<user>/mute")
@operation(PEOPLE, returns=Standing, fails=(404,))
def unmute(user: str) -> Standing:
    """Read somebody again."""
    actor = found.anybody(user)
    blocks.unmute(person(), target=actor)
    return _done(actor)


def _done(actor: Actor) -> Standing:
    """Return what stands between the two now. It is read before the commit, so that nobody comes in between."""
    standing = schemas.standing(relations.with_one(person(), actor))
    transaction.commit()
    return standing
