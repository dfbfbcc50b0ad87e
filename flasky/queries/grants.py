"""Finding what people allowed programs."""

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from flasky.errors import NotFound
from flasky.lib import clock
from flasky.lib.paging import Page, PageRequest
from flasky.models import ApiGrant, ApiToken, GrantKind, OAuthCode, Permission, Scope, TokenKind, User
from flasky.queries.paginate import paginate
from flasky.transaction import session


def token_of(secret: str, *, kind: TokenKind) -> ApiToken | None:
    """Return the token of a secret with its grant, person and client, or None; it may be over. One statement."""
    statement = select(ApiToken).join(ApiToken.grant).join(ApiGrant.user)
    whole = contains_eager(ApiToken.grant)
    statement = statement.options(whole.contains_eager(ApiGrant.user), whole.joinedload(ApiGrant.client))
    is_it = (ApiToken.token_hash == ApiToken.hash_of(secret), ApiToken.kind == kind)
    return session.scalar(statement.where(*is_it))


def is_over(token: ApiToken) -> bool:
    """Tell whether a token opens nothing any more: it or its grant is past its time, or its person is suspended."""
    now, grant = clock.now(), token.grant
    ends = [moment for moment in (token.expires_at, grant.expires_at) if moment is not None]
    return any(moment <= now for moment in ends) or not grant.user.is_active


def of_person(user: User, *, kinds: tuple[GrantKind, ...], page: PageRequest) -> Page[ApiGrant]:
    """Return a page of what a person allowed programs and what still holds, newest first, clients loaded.

    One statement.
    """
    holds = or_(ApiGrant.expires_at.is_(None), ApiGrant.expires_at > clock.now())
    theirs = (ApiGrant.user_id == user.id, ApiGrant.kind.in_(kinds), holds)
    return paginate(select(ApiGrant).where(*theirs).options(joinedload(ApiGrant.client)), ApiGrant, page)


def scopes_for(user: User) -> tuple[Scope, ...]:
    """Return what a person can allow a program: nothing that they may not do themselves. No statement."""
    needed = {Scope.MODERATE: Permission.MODERATE, Scope.ADMIN: Permission.ADMIN}
    return tuple(scope for scope in Scope if user.can(needed.get(scope, Permission(0))))


def code_of(secret: str) -> OAuthCode | None:
    """Return an authorization code by its secret, used and old ones too. One statement."""
    return session.scalar(select(OAuthCode).where(OAuthCode.code_hash == ApiToken.hash_of(secret)))


def begun(grant_id: int) -> ApiGrant:
    """Return anybody's grant, for the letter that tells of it, person and client loaded. Raises NotFound."""
    whole = (joinedload(ApiGrant.user), joinedload(ApiGrant.client))
    grant = session.scalar(select(ApiGrant).where(ApiGrant.id == grant_id).options(*whole))
    if grant is None:
        raise NotFound
    return grant


def by_id(grant_id: int, *, user: User) -> ApiGrant:
    """Return one of a person's grants. One statement. Raises NotFound."""
    grant = session.scalar(select(ApiGrant).where(ApiGrant.id == grant_id, ApiGrant.user_id == user.id))
    if grant is None:
        raise NotFound
    return grant
