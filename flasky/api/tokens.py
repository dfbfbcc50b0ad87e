"""Tokens: asked for with an address and a password, renewed, ended."""

from typing import Literal

from flask import g

from flasky import transaction
from flasky.api.door import Answer, Resource, operation
from flasky.api.inputs import Renewal, TokenWish
from flasky.api.schemas import Wire
from flasky.errors import CredentialsWrong, TokenInvalid, TokenNeeded, Unconfirmed
from flasky.http import access, authorization, bearer
from flasky.http.session import check_credentials
from flasky.models import GrantKind
from flasky.operations import grants
from flasky.operations.grants import Pair
from flasky.queries.acting import NOBODY

resource = Resource("tokens", tag="Tokens")


class Tokens(Wire):
    """An access token and the refresh token that brings the next pair. Neither is shown again."""

    token: str
    """The access token, under the book's name of it."""
    expiration: int
    """Seconds until it is over, under the book's name of it."""
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the name of a kind
    expires_in: int
    scope: str


@resource.post("/tokens")
@operation(access.PROGRAMS_BY_PASSWORD, takes=TokenWish, returns=Tokens, status=201)
def create(body: TokenWish) -> Answer:
    """Ask for a token with HTTP Basic: your address or username, and your password. A token brings no other token."""
    given = authorization.given()
    if g.get("grant") is not None or given is None or given.type != "basic" or not given.password:
        raise TokenNeeded
    try:
        user = check_credentials(given.username or "", given.password)
    except CredentialsWrong as error:
        raise TokenInvalid from error
    if not user.is_active:
        raise TokenInvalid
    if not user.confirmed:
        raise Unconfirmed
    pair = grants.begin(user, kind=GrantKind.PASSWORD, name=body.name or "API", scopes=body.scopes)
    transaction.commit()
    return _answer(pair, status=201)


@resource.put("/tokens")
@operation(access.PROGRAMS, takes=Renewal, returns=Tokens)
def renew(body: Renewal) -> Answer:
    """Change a refresh token for the next pair. One that was used before ends everything that came of its log-in."""
    pair = grants.refresh(NOBODY, secret=body.refresh_token, scopes=body.scopes or ())
    transaction.commit()
    if pair is None:
        raise TokenInvalid
    return _answer(pair, status=200)


@resource.delete("/tokens")
@operation(access.PROGRAMS, status=204)
def revoke() -> None:
    """End the token of this request, and whatever came of the same log-in with it."""
    grants.end_of_token(bearer.token())
    transaction.commit()


def _answer(pair: Pair, *, status: int) -> Answer:
    body = Tokens(
        token=pair.access,
        expiration=pair.expires_in,
        access_token=pair.access,
        refresh_token=pair.refresh,
        expires_in=pair.expires_in,
        scope=pair.grant.scopes,
    )
    return Answer(body, status, {"Cache-Control": "no-store", "Pragma": "no-cache"})
