"""Our rows as Authlib asks them."""

from dataclasses import dataclass

from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, InvalidRequestError

from flasky.lib import redirect_uris
from flasky.models import ApiToken, OAuthClient, OAuthCode, Scope
from flasky.operations import clients

WITH_SECRET = ("client_secret_basic", "client_secret_post")
WITHOUT_SECRET = "none"  # noqa: S105 - the name of a method
METHODS = (*WITH_SECRET, WITHOUT_SECRET)
GRANTS = ("authorization_code", "refresh_token")
RESPONSES = ("code",)


@dataclass(frozen=True)
class Client(ClientMixin):  # type: ignore[misc]  # the library has no types
    """An app."""

    row: OAuthClient

    def get_client_id(self) -> str:
        """Return the id that it names itself by."""
        return self.row.client_id

    def get_default_redirect_uri(self) -> str | None:
        """Return where people are sent back to where an app does not say; of several places none is the one."""
        return self.row.redirects[0] if len(self.row.redirects) == 1 else None

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Return the scopes asked for, to read where none are; None if there is one that the app may not ask for."""
        asked = frozenset((scope or Scope.READ).split())
        return " ".join(each for each in Scope if each in asked) if asked <= self.row.scope_set else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Tell that people may be sent back there. Raises InvalidRequestError, which repeats nothing that was sent."""
        if not any(redirect_uris.fits(redirect_uri, registered=uri) for uri in self.row.redirects):
            raise InvalidRequestError("This 'redirect_uri' is none that the client registered.")
        return True

    def check_client_secret(self, client_secret: str) -> bool:
        """Tell whether this is its secret."""
        return clients.knows_secret(self.row, client_secret)

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Tell whether it may show in that way who it is: with its secret, if it has one."""
        return method in WITH_SECRET if self.row.is_confidential else method == WITHOUT_SECRET

    def check_response_type(self, response_type: str) -> bool:
        """Tell whether it may ask for that: a code, and never for a token in an address."""
        return response_type in RESPONSES

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether it may get tokens for that."""
        return grant_type in GRANTS


@dataclass(frozen=True)
class Code(AuthorizationCodeMixin):  # type: ignore[misc]  # the library has no types
    """A code that a person's consent brought."""

    row: OAuthCode
    code_challenge_method: str = "S256"

    @property
    def code_challenge(self) -> str:
        """What the verifier is held against."""
        return self.row.challenge

    def get_redirect_uri(self) -> str:
        """Return the address that must come with the code again; none where none was sent with the question."""
        return self.row.redirect_uri

    def get_scope(self) -> str:
        """Return what was consented to."""
        return self.row.scopes


@dataclass(frozen=True)
class Token:
    """A token that an app gives back."""

    row: ApiToken

    def check_client(self, client: Client) -> bool:
        """Tell whether it is this app's."""
        return self.row.grant.client_id == client.row.id
