"""What apps get tokens for: the code of a person's consent, and a refresh token. There is no other way in."""

from typing import NoReturn

from authlib.oauth2.rfc6749 import (
    InvalidGrantError,
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Error,
    grants,
)
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge

from flasky.errors import ScopeMissing, TokenInvalid
from flasky.models import Scope, TokenKind
from flasky.oauth.requests import PlainRequest
from flasky.oauth.rows import METHODS, Client, Code, Token
from flasky.operations import grants as operations
from flasky.operations.grants import Pair
from flasky.queries import grants as find
from flasky.queries.acting import NOBODY

Answered = tuple[int, dict[str, object], list[tuple[str, str]]]


class OnlyS256(CodeChallenge):  # type: ignore[misc]  # the library has no types
    """Each code is asked for with a challenge, of apps with a secret too, and `plain` is none (OAuth 2.1, 7.5.2)."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: "CodeGrant", redirect_uri: str) -> None:
        """Refuse a question without a challenge, and one whose method is left out, which would mean `plain`."""
        if grant.request.payload.data.get("code_challenge_method") != "S256":
            raise InvalidRequestError("Send a 'code_challenge' with 'code_challenge_method' S256.")
        super().validate_code_challenge(grant, redirect_uri)


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]  # the library has no types
    """A code for a consent, a pair of tokens for a code."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_authorization_request(self) -> str:
        """Return where the person is sent back to. Of the scopes those are left that the person could use."""
        redirect_uri: str = super().validate_authorization_request()
        asked = self.request.scope.split()
        self.request.scope = " ".join(scope for scope in find.scopes_for(self.request.user) if scope in asked)
        if not self.request.scope:
            raise InvalidScopeError(redirect_uri=redirect_uri)
        return redirect_uri

    def generate_authorization_code(self) -> str:
        """Return the code of the consent that the request's person just gave."""
        payload = self.request.payload
        return operations.issue_code(
            self.request.user,
            client=self.request.client.row,
            redirect_uri=payload.redirect_uri or "",
            scopes=[Scope(name) for name in self.request.scope.split()],
            challenge=payload.data["code_challenge"],
        )

    def save_authorization_code(self, code: str, request: PlainRequest) -> None:
        """Nothing is left to do: the code came out of the database."""

    def query_authorization_code(self, code: str, client: Client) -> Code | None:
        """Return an app's code, a used one too; what becomes of that is decided once its verifier was shown."""
        row = find.code_of(code)
        return Code(row) if row is not None and row.client_id == client.row.id else None

    def create_token_response(self) -> Answered:
        """Return the tokens of a code; one that was used before ends what came of it.

        The verifier was shown by now: whoever only saw the code cannot end anything either.
        """
        code, client = self.request.authorization_code.row, self.request.client.row
        try:
            return _answer(operations.exchange(NOBODY, code=code, client=client))
        except TokenInvalid as error:
            _refuse(InvalidGrantError("Invalid 'code' in request."), error)


class RefreshGrant(grants.BaseGrant, grants.TokenEndpointMixin):  # type: ignore[misc]  # the library has no types
    """The next pair of tokens for a refresh token."""

    GRANT_TYPE = "refresh_token"
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_token_request(self) -> None:
        """Find out which app asks, and for what."""
        self.request.client = self.authenticate_token_endpoint_client()
        if not self.request.form.get("refresh_token"):
            raise InvalidRequestError("Missing 'refresh_token' in request.")
        if not frozenset((self.request.payload.scope or "").split()) <= frozenset(Scope):
            raise InvalidScopeError

    def create_token_response(self) -> Answered:
        """Return the next pair; a token that was used before ends everything that came of the consent."""
        scopes = [Scope(name) for name in (self.request.payload.scope or "").split()]
        secret, client = self.request.form["refresh_token"], self.request.client.row
        try:
            return _answer(operations.refresh(NOBODY, secret=secret, scopes=scopes, client=client))
        except TokenInvalid as error:
            _refuse(InvalidGrantError("This refresh token is over."), error)
        except ScopeMissing as error:
            _refuse(InvalidScopeError(), error)


class Revocation(RevocationEndpoint):  # type: ignore[misc]  # the library has no types
    """A token given back ends the whole grant (RFC 7009, section 2.1)."""

    CLIENT_AUTH_METHODS = METHODS

    def check_params(self, request: PlainRequest, _client: Client) -> None:
        """Refuse a request without a token. A hint that says nothing to us is no error (RFC 7009, section 2.2)."""
        if "token" not in request.form:
            raise InvalidRequestError("Missing 'token' in request.")

    def query_token(self, token_string: str, _token_type_hint: str | None) -> Token | None:
        """Return the token, of whichever kind."""
        rows = (find.token_of(token_string, kind=kind) for kind in TokenKind)
        return next((Token(row) for row in rows if row is not None), None)

    def revoke_token(self, token: Token, _request: PlainRequest) -> None:
        """End the grant of a token."""
        operations.end_of_token(token.row)


def _answer(pair: Pair | None) -> Answered:
    if pair is None:
        raise InvalidGrantError("This was used before: what came of it is ended.")
    body = {
        "access_token": pair.access,
        "token_type": "Bearer",
        "expires_in": pair.expires_in,
        "refresh_token": pair.refresh,
        "scope": pair.grant.scopes,
    }
    return 200, body, grants.BaseGrant.TOKEN_RESPONSE_HEADER


def _refuse(refusal: OAuth2Error, reason: Exception) -> NoReturn:
    raise refusal from reason
