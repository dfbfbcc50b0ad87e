"""The people around oneself: who asks to follow, who follows, whom one blocks and mutes."""

from flasky import transaction
from flasky.api import found, lists, schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import Acquaintances, Moment, PersonRef, Standing
from flasky.errors import NotFound
from flasky.http import access
from flasky.http.session import person
from flasky.lib import ids
from flasky.models import Actor, Block, Mute, Scope
from flasky.operations import follows
from flasky.queries import relations

resource = Resource("own_people", tag="Me")
MINE = access.programs(Scope.READ)
ANSWERED_BY_ME = access.programs(Scope.FOLLOW)


class Blocked(PersonRef):
    """Somebody whom you block."""

    since: Moment


class Muted(PersonRef):
    """Somebody whom you mute."""

    since: Moment
    until: Moment | None
    """Null: for good."""


class BlockedPeople(Collection[Blocked]):
    """A page of the people you block."""


class MutedPeople(Collection[Muted]):
    """A page of the people you mute."""


@resource.get("/me/blocks")
@operation(MINE, query=ListQuery, returns=BlockedPeople)
def blocks(query: ListQuery) -> Answer:
    """Whom you block, newest first."""

    def each(row: Block) -> Blocked:
        return Blocked(**dict(schemas.person_ref(row.target)), since=ids.time_of(row.id))

    return collection(BlockedPeople, relations.blocked_by(person(), page=query.page), each=each)


@resource.get("/me/mutes")
@operation(MINE, query=ListQuery, returns=MutedPeople)
def mutes(query: ListQuery) -> Answer:
    """Whom you mute now, newest first."""

    def each(row: Mute) -> Muted:
        return Muted(**dict(schemas.person_ref(row.target)), since=ids.time_of(row.id), until=row.until)

    return collection(MutedPeople, relations.muted_by(person(), page=query.page), each=each)


@resource.get("/me/follow-requests")
@operation(MINE, query=ListQuery, returns=Acquaintances)
def requests(query: ListQuery) -> Answer:
    """Who asks to follow you, newest first."""
    page = relations.requests_to(person(), page=query.page)
    return lists.people(page.map(lambda row: (row, row.follower)))


@resource.put("/me/follow-requests/<user>")
@operation(ANSWERED_BY_ME, returns=Standing, fails=(404,))
def accept(user: str) -> Standing:
    """Let somebody follow you who asked to."""
    actor = found.anybody(user)
    accepted = follows.accept(person(), follower=actor)
    standing = _standing_to(actor)
    if not (accepted or standing.followed_by):
        raise NotFound
    transaction.commit()
    return standing


@resource.delete("/me/follow-requests/<user>")
@operation(ANSWERED_BY_ME, returns=Standing, fails=(404,))
def decline(user: str) -> Standing:
    """Refuse somebody's request to follow you; they are not told."""
    actor = found.anybody(user)
    follows.decline(person(), follower=actor)
    standing = _standing_to(actor)
    transaction.commit()
    return standing


@resource.delete("/me/followers/<user>")
@operation(ANSWERED_BY_ME, returns=Standing, fails=(404,))
def remove_follower(user: str) -> Standing:
    """End that somebody follows you; they are not told."""
    actor = found.anybody(user)
    follows.remove_follower(person(), follower=actor)
    standing = _standing_to(actor)
    transaction.commit()
    return standing


def _standing_to(actor: Actor) -> Standing:
    return schemas.standing(relations.with_one(person(), actor))
