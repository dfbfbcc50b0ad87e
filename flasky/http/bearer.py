"""Who asks by a token: the grant behind an `Authorization` header (RFC 6750), found and noted.

The token stands behind `Bearer`, or, as the book's clients send it, as the user name of Basic with no password.
"""

from flask import g
from flask_login import current_user

from flasky import transaction
from flasky.errors import TokenInvalid, TokenNeeded
from flasky.http import access, authorization
from flasky.models import AnonymousUser, ApiGrant, ApiToken, GrantKind, TokenKind
from flasky.operations import grants
from flasky.queries import grants as find

TOKEN_MAX = 200


def load_person() -> None:
    """Find out who asks, in a transaction that ends here. Raises TokenInvalid for a token that opens nothing."""
    g._login_user = AnonymousUser()  # where Flask-Login looks before it asks the session
    secret = None if access.is_for_clients() else _secret()
    if secret is None:
        return
    with transaction.reading():
        token = find.token_of(secret, kind=TokenKind.ACCESS)
        if token is None or find.is_over(token):
            raise TokenInvalid
    g.token, g.grant = token, token.grant
    g._login_user = token.grant.user


def token() -> ApiToken:
    """Return the token behind this request. Raises TokenNeeded where there is none."""
    found: ApiToken | None = g.get("token")
    if found is None:
        raise TokenNeeded
    return found


def is_of_app() -> bool:
    """Tell whether an app of others asks, by its person's consent."""
    grant: ApiGrant | None = g.get("grant")
    return grant is not None and grant.kind == GrantKind.APP


def note_use() -> None:
    """Write down, at most every five minutes, that the grant was used: a short transaction of its own."""
    grant: ApiGrant | None = g.get("grant")
    if grant is not None and current_user.is_authenticated and grants.is_worth_noting(grant):
        transaction.rollback()
        transaction.writes()
        grants.note_use(grant)
        transaction.commit()


def _secret() -> str | None:
    """Return the token that was sent; None for none, and for a name and password where they are taken."""
    given = authorization.given()
    if given is None:
        if authorization.is_unreadable():
            raise TokenInvalid
        return None
    if given.type == "bearer":
        secret = given.token or ""
    elif given.type == "basic" and not given.password:
        secret = given.username or ""
    elif given.type == "basic" and _takes_password():
        return None
    else:
        raise TokenInvalid
    if not 0 < len(secret) <= TOKEN_MAX:
        raise TokenInvalid
    return secret


def _takes_password() -> bool:
    rule = access.rule_of_request()
    return rule is not None and rule.by_password
