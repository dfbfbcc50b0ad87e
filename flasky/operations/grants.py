"""What people allow programs: grants begin, their tokens are renewed, they end.

A secret is returned once, by the operation that makes it. A grant ends as a whole.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select, update

from flasky import transaction
from flasky.errors import DaysOfTokenRefused, NameOfTokenRefused, ScopeMissing, ScopesRefused, TokenInvalid
from flasky.lib import clock
from flasky.models import (
    ApiGrant,
    ApiToken,
    EventKind,
    GrantKind,
    OAuthClient,
    OAuthCode,
    Scope,
    TokenKind,
    User,
)
from flasky.operations import events
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
    """Begin a grant of a person to a program and return its first pair of tokens.

    Of the scopes those hold that the person could use today: who becomes a moderator later gives no old program more.

    Raises ScopesRefused.
    """
    return _begun(user, client=client, kind=kind, name=name, scopes=scopes)


def make_personal(user: User, *, name: str, scopes: Iterable[Scope], days: int) -> tuple[ApiGrant, str]:
    """Make a token by hand and return its grant and secret. `days` until it is over; 0: never.

    Of the scopes those hold that the person could use today. Records GRANT_BEGUN.

    Raises NameOfTokenRefused, ScopesRefused, DaysOfTokenRefused.
    """
    name = _clean(name)
    if not 0 < len(name) <= ApiGrant.NAME_MAX:
        raise NameOfTokenRefused
    if not 0 <= days <= DAYS_MAX:
        raise DaysOfTokenRefused
    ends = clock.now() + timedelta(days=days) if days else None
    grant = ApiGrant(user=user, kind=GrantKind.PERSONAL, name=name, scopes=_fitting(scopes, user), expires_at=ends)
    session.add(grant)
    session.flush()
    events.record(EventKind.GRANT_BEGUN, by=user, subject_id=grant.id)
    return grant, _token(grant, TokenKind.ACCESS, ends_in=None, prefix=PERSONAL_PREFIX)


def issue_code(user: User, *, client: OAuthClient, redirect_uri: str, scopes: Iterable[Scope], challenge: str) -> str:
    """Return the code of a person's consent: who has it, and the verifier of its challenge, gets a grant for it.

    `redirect_uri` as the app sent it, which is not at all where it has only one. Raises ScopesRefused.
    """
    secret = secrets.token_urlsafe(32)
    code = OAuthCode(
        code_hash=ApiToken.hash_of(secret),
        client_id=client.id,
        user_id=user.id,
        redirect_uri=redirect_uri,
        scopes=_fitting(scopes, user),
        challenge=challenge,
        expires_at=clock.now() + OAuthCode.LIFE,
    )
    session.add(code)
    session.flush()
    return secret


def exchange(
    acting: Nobody,  # noqa: ARG001 - the actor of every operation
    *,
    code: OAuthCode,
    client: OAuthClient,
) -> Pair | None:
    """Return the first pair of tokens for a code whose verifier was shown. Records GRANT_BEGUN.

    None for a code that was used before: what came of it is ended (RFC 6749, section 4.1.2); commit that.

    Raises TokenInvalid for another client's code, and for one that is over or was taken back.
    """
    if code.client_id != client.id or not session.scalar(_lock_of(OAuthCode, code.id)):
        raise TokenInvalid
    session.refresh(code, ["used_at", "grant_id"])
    user = session.get_one(User, code.user_id)
    if code.used_at is not None:
        _delete(code.grant_id or 0)
        return None
    if code.expires_at <= clock.now() or not (user.is_active and user.confirmed):
        raise TokenInvalid
    pair = _begun(user, client=client, kind=GrantKind.APP, name=client.name, scopes=code.scope_set)
    code.used_at, code.grant_id = clock.now(), pair.grant.id
    session.flush()
    events.record(EventKind.GRANT_BEGUN, by=user, subject_id=pair.grant.id)
    return pair


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
    if not session.scalar(_lock_of(ApiGrant, grant.id)):
        raise TokenInvalid
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


def _begun(user: User, *, client: OAuthClient | None, kind: GrantKind, name: str, scopes: Iterable[Scope]) -> Pair:
    grant = ApiGrant(
        user=user,
        client=client,
        kind=kind,
        name=_clean(name)[: ApiGrant.NAME_MAX],
        scopes=_fitting(scopes, user),
        expires_at=clock.now() + ApiGrant.PASSWORD_LIFE,
    )
    session.add(grant)
    session.flush()
    return _pair(grant)


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


def _lock_of(table: type[ApiGrant | OAuthCode], row_id: int) -> Select[int]:
    """Return the statement that waits for a row, and finds nothing where it is gone meanwhile."""
    return select(table.id).where(table.id == row_id).with_for_update()


def _fitting(scopes: Iterable[Scope], user: User) -> str:
    return words_of(frozenset(scopes) & frozenset(grants.scopes_for(user)))


def _clean(name: str) -> str:
    """Return a name without what cannot be seen: it stands in lists and in a letter."""
    return "".join(each for each in " ".join(name.split()) if each.isprintable())
