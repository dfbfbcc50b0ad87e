"""What people allow programs: grants begin, their tokens are renewed, they end.

A secret is returned once, by the operation that makes it. A grant ends as a whole.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from flasky import transaction
from flasky.errors import DaysOfTokenRefused, NameOfTokenRefused, ScopeMissing, ScopesRefused, TokenInvalid
from flasky.lib import clock
from flasky.models import ApiGrant, ApiToken, GrantKind, OAuthClient, OAuthCode, Scope, TokenKind, User
from flasky.queries import grants
from flasky.queries.acting import Nobody
from flasky.transaction import session

PREFIX = {TokenKind.ACCESS: "flasky_at_", TokenKind.REFRESH: "flasky_rt_"}
"""What a secret begins with, so that a person or a scanner sees what lies about."""

PERSONAL_PREFIX = "flasky_pat_"
SEEN_EVERY = timedelta(minutes=5)
DAYS_MAX = 3650


@dataclass(frozen=True)
class Pair:
    """An access token, the refresh token that brings the next pair, and what both are for."""

    grant: ApiGrant
    access: str
    refresh: str

    @property
    def expires_in(self) -> int:
        """Seconds until the access token is over."""
        return int(ApiToken.ACCESS_LIFE.total_seconds())


def begin(
    user: User, *, kind: GrantKind, name: str, scopes: Iterable[Scope], client: OAuthClient | None = None
) -> Pair:
    """Begin a grant of a person to a program and return its first pair of tokens. Raises ScopesRefused."""
    grant = ApiGrant(
        user=user,
        client=client,
        kind=kind,
        name=_clean(name)[: ApiGrant.NAME_MAX],
        scopes=words_of(scopes),
        expires_at=clock.now() + ApiGrant.PASSWORD_LIFE,
    )
    session.add(grant)
    session.flush()
    return _pair(grant)


def make_personal(user: User, *, name: str, scopes: Iterable[Scope], days: int) -> tuple[ApiGrant, str]:
    """Make a token by hand and return its grant and secret. `days` until it is over; 0: never.

    Raises NameOfTokenRefused, ScopesRefused, DaysOfTokenRefused.
    """
    name = _clean(name)
    if not 0 < len(name) <= ApiGrant.NAME_MAX:
        raise NameOfTokenRefused
    if not 0 <= days <= DAYS_MAX:
        raise DaysOfTokenRefused
    ends = clock.now() + timedelta(days=days) if days else None
    grant = ApiGrant(user=user, kind=GrantKind.PERSONAL, name=name, scopes=words_of(scopes), expires_at=ends)
    session.add(grant)
    session.flush()
    return grant, _token(grant, TokenKind.ACCESS, ends_in=None, prefix=PERSONAL_PREFIX)


def refresh(
    acting: Nobody,  # noqa: ARG001 - the actor of every operation
    *,
    secret: str,
    scopes: Iterable[Scope] = (),
    client: OAuthClient | None = None,
) -> Pair | None:
    """Return the next pair of tokens for a refresh token, for fewer scopes where some are named.

    None for a token that was used before: somebody has a copy, so its whole grant is ended (RFC 9700, section 4.14.2);
    commit that. Two requests within five seconds are one program in a hurry. The scopes asked for hold from now on.

    Raises TokenInvalid for what is unknown, over, or another client's; ScopeMissing for a scope it never had.
    """
    token = grants.token_of(secret, kind=TokenKind.REFRESH)
    if token is None or grants.is_over(token) or token.grant.client_id != (client.id if client else None):
        raise TokenInvalid
    grant, wanted = token.grant, frozenset(scopes)
    if not wanted <= grant.scope_set:
        raise ScopeMissing
    session.execute(select(ApiGrant.id).where(ApiGrant.id == grant.id).with_for_update())
    session.refresh(token, ["replaced_at"])
    if token.replaced_at is not None and token.replaced_at < clock.now() - ApiToken.GRACE:
        _delete(grant.id)
        return None
    token.replaced_at = token.replaced_at or clock.now()
    if wanted:
        grant.scopes = words_of(wanted)
    grant.expires_at = clock.now() + ApiGrant.PASSWORD_LIFE
    session.flush()
    return _pair(grant)


def end(user: User, *, grant_id: int) -> None:
    """Take back what a person allowed a program; all its tokens are over at once. Raises NotFound."""
    _delete(grants.by_id(grant_id, user=user).id)


def end_of_token(token: ApiToken) -> None:
    """End the whole grant of a token."""
    _delete(token.grant_id)


def end_all(user: User) -> None:
    """End everything a person allowed programs, and the codes under way."""
    for table in (ApiGrant, OAuthCode):
        transaction.rows_of(delete(table).where(table.user_id == user.id))


def is_worth_noting(grant: ApiGrant) -> bool:
    """Tell whether a grant's use was last noted more than five minutes ago."""
    return grant.last_used_at is None or clock.now() - grant.last_used_at > SEEN_EVERY


def note_use(grant: ApiGrant) -> None:
    """Write down that a grant was used just now."""
    transaction.rows_of(update(ApiGrant).where(ApiGrant.id == grant.id).values(last_used_at=clock.now()))


def words_of(scopes: Iterable[Scope]) -> str:
    """Return scopes as they are stored and spoken: each once, in their order, between spaces. Raises ScopesRefused."""
    wanted = frozenset(scopes)
    if not wanted:
        raise ScopesRefused
    return " ".join(scope for scope in Scope if scope in wanted)


def _pair(grant: ApiGrant) -> Pair:
    access = _token(grant, TokenKind.ACCESS, ends_in=ApiToken.ACCESS_LIFE)
    return Pair(grant, access, _token(grant, TokenKind.REFRESH, ends_in=ApiToken.REFRESH_LIFE))


def _token(grant: ApiGrant, kind: TokenKind, *, ends_in: timedelta | None, prefix: str = "") -> str:
    secret = (prefix or PREFIX[kind]) + secrets.token_urlsafe(32)
    ends = clock.now() + ends_in if ends_in else None
    session.add(ApiToken(grant_id=grant.id, kind=kind, token_hash=ApiToken.hash_of(secret), expires_at=ends))
    session.flush()
    return secret


def _delete(grant_id: int) -> None:
    transaction.rows_of(delete(ApiGrant).where(ApiGrant.id == grant_id))


def _clean(name: str) -> str:
    return " ".join(name.split())
