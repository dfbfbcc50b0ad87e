"""Apps that make themselves known, without a person (RFC 7591)."""

import json
from typing import Annotated, Literal

from flask import Blueprint, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.errors import InvalidInput, RedirectsRefused
from flasky.http import access
from flasky.lib import ids, redirect_uris
from flasky.models import OAuthClient, Scope
from flasky.oauth.rows import GRANTS, RESPONSES, WITHOUT_SECRET
from flasky.operations import clients
from flasky.operations.clients import Registered
from flasky.queries.acting import NOBODY

pages = Blueprint("oauth_registration", __name__, url_prefix="/oauth")

Method = Literal["none", "client_secret_basic", "client_secret_post"]
Uri = Annotated[str, Field(max_length=OAuthClient.URL_MAX)]


class Metadata(BaseModel):
    """What an app says of itself. What else it says is ignored (RFC 7591, section 2)."""

    model_config = ConfigDict(extra="ignore")

    redirect_uris: Annotated[list[Uri], Field(min_length=1, max_length=OAuthClient.REDIRECTS_MAX)]
    token_endpoint_auth_method: Method = "client_secret_basic"  # noqa: S105 - the name of a method
    grant_types: list[str] = ["authorization_code"]
    response_types: list[str] = ["code"]
    client_name: Annotated[str, Field(max_length=OAuthClient.NAME_MAX)] = ""
    client_uri: Uri = ""
    scope: Annotated[str, Field(max_length=255)] = " ".join(Scope)

    def name(self) -> str:
        """Return what people are told its name is; where it says none, the place that people are sent back to."""
        return self.client_name or redirect_uris.place_of(self.redirect_uris[0]) or "localhost"

    def scopes(self) -> list[Scope]:
        """Return the scopes among those it names that there are."""
        return [scope for scope in Scope if scope in self.scope.split()]


@pages.post("/register")
@access.allowed_to(access.CLIENTS)
def register() -> Response:
    """Make an app known: public ones and such as keep a secret."""
    try:
        wanted = Metadata.model_validate_json(request.get_data())
        done = _register(wanted)
    except ValidationError as error:
        places = (place for each in error.errors(include_url=False) for place in each["loc"][:1])
        return _refusal("invalid_client_metadata", f"This cannot be taken: {', '.join(map(str, places)) or 'no JSON'}.")
    except RedirectsRefused as error:
        return _refusal("invalid_redirect_uri", str(error.sentence))
    except InvalidInput as error:
        return _refusal("invalid_client_metadata", str(error.sentence))
    transaction.commit()
    return _answer(201, _description(done, wanted.token_endpoint_auth_method))


def _register(wanted: Metadata) -> Registered:
    if not set(wanted.response_types) <= set(RESPONSES) or "authorization_code" not in wanted.grant_types:
        raise InvalidInput("grant_types", "There is only the grant of a code.")
    return clients.register(
        NOBODY,
        name=wanted.name(),
        website=wanted.client_uri,
        redirect_uris=wanted.redirect_uris,
        scopes=wanted.scopes(),
        is_confidential=wanted.token_endpoint_auth_method != WITHOUT_SECRET,
    )


def _description(done: Registered, method: Method) -> dict[str, object]:
    """RFC 7591, section 3.2.1: all that is registered, what was put in place of something else too."""
    client = done.client
    said: dict[str, object] = {
        "client_id": client.client_id,
        "client_id_issued_at": int(ids.time_of(client.id).timestamp()),
        "client_name": client.name,
        "redirect_uris": client.redirects,
        "token_endpoint_auth_method": method,
        "grant_types": list(GRANTS),
        "response_types": list(RESPONSES),
        "scope": client.scopes,
    }
    if client.website:
        said["client_uri"] = client.website
    return {**said, "client_secret": done.secret, "client_secret_expires_at": 0} if done.secret else said


def _refusal(error: str, description: str) -> Response:
    transaction.rollback()
    return _answer(400, {"error": error, "error_description": description})


def _answer(status: int, body: dict[str, object]) -> Response:
    response = Response(json.dumps(body), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    return response
