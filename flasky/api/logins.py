"""Where one is logged in: browsers, and what one allowed programs. No secret stands in any answer; no app gets it."""

from dataclasses import replace

from flask import g

from flasky import transaction
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import Moment, Wire
from flasky.errors import NotFound
from flasky.http import access
from flasky.http.session import person
from flasky.lib import ids
from flasky.lib.devices import device_of
from flasky.models import ApiGrant, GrantKind, Login, Scope
from flasky.operations import grants as grant_operations
from flasky.operations import logins as operations
from flasky.queries import grants, users

resource = Resource("logins", tag="Me")
MINE = replace(access.programs(Scope.READ), for_own_programs=True)
ENDED_BY_ME = replace(access.programs(Scope.WRITE), for_own_programs=True)


class Session(Wire):
    """A browser in which you are logged in."""

    id: str
    browser: str
    """Its kind; empty where it does not tell. So is the next one."""
    platform: str
    user_agent: str
    network: str
    """The part of the address that is kept, of the last use."""
    remembered: bool
    begun_at: Moment
    last_used_at: Moment


class Sessions(Collection[Session]):
    """A page of the browsers in which you are logged in."""


class Client(Wire):
    """A program that asked you for access."""

    client_id: str
    name: str
    website: str


class Grant(Wire):
    """What you allowed a program. All its tokens end with it."""

    id: str
    name: str
    kind: GrantKind
    """Made by hand on the settings page, by your password, or by your consent to an app."""
    scopes: list[Scope]
    client: Client | None
    """The app you let in; null for the other kinds."""
    begun_at: Moment
    last_used_at: Moment | None
    expires_at: Moment | None
    """Null: never."""
    is_this_one: bool
    """Whether the token of this request is one of it."""


class Grants(Collection[Grant]):
    """A page of what you allowed programs."""


@resource.get("/me/sessions")
@operation(MINE, query=ListQuery, returns=Sessions)
def list_sessions(query: ListQuery) -> Answer:
    """The browsers in which you are logged in, the latest login first."""
    return collection(Sessions, users.logins_of(person(), page=query.page), each=_session)


@resource.delete("/me/sessions/<id:session_id>")
@operation(ENDED_BY_ME, status=204, fails=(404,))
def end_session(session_id: int) -> None:
    """Log a browser out."""
    if not operations.end_one(person(), login_id=session_id):
        raise NotFound
    transaction.commit()


@resource.get("/me/tokens")
@operation(MINE, query=ListQuery, returns=Grants)
def list_grants(query: ListQuery) -> Answer:
    """What you allowed programs and what still holds, the latest first."""
    return collection(Grants, grants.of_person(person(), kinds=tuple(GrantKind), page=query.page), each=_grant)


@resource.delete("/me/tokens/<id:grant_id>")
@operation(ENDED_BY_ME, status=204, fails=(404,))
def end_grant(grant_id: int) -> None:
    """Take back what you allowed a program; all its tokens are over at once."""
    grant_operations.end(person(), grant_id=grant_id)
    transaction.commit()


def _session(row: Login) -> Session:
    device = device_of(row.user_agent)
    return Session(
        id=str(row.id),
        browser=device.browser,
        platform=device.platform,
        user_agent=row.user_agent,
        network=row.last_network or row.network,
        remembered=row.remembered,
        begun_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _grant(row: ApiGrant) -> Grant:
    client = row.client
    return Grant(
        id=str(row.id),
        name=row.name,
        kind=GrantKind(row.kind),
        scopes=[scope for scope in Scope if scope in row.scope_set],
        client=Client(client_id=client.client_id, name=client.name, website=client.website) if client else None,
        begun_at=ids.time_of(row.id),
        last_used_at=row.last_used_at,
        expires_at=row.expires_at,
        is_this_one=row.id == g.grant.id,
    )
