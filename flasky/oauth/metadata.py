"""Where apps find what they need to know of the authorization server (RFC 8414)."""

import json

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access
from flasky.http.settings import settings
from flasky.models import Scope
from flasky.oauth.rows import GRANTS, METHODS, RESPONSES

pages = Blueprint("oauth_metadata", __name__)


@pages.get("/.well-known/oauth-authorization-server")
@access.allowed_to(access.CLIENTS)
def show() -> Response:
    """The document."""
    return Response(json.dumps(document(settings().flasky_site_url)), mimetype="application/json")


def document(site_url: str) -> dict[str, object]:
    """Return the document of a site. It says nothing that the endpoints do not do."""
    return {
        "issuer": site_url,
        "authorization_endpoint": site_url + addresses.authorize(),
        "token_endpoint": site_url + addresses.oauth_token(),
        "revocation_endpoint": site_url + addresses.oauth_revoke(),
        "registration_endpoint": site_url + addresses.oauth_register(),
        "scopes_supported": list(Scope),
        "response_types_supported": list(RESPONSES),
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANTS),
        "token_endpoint_auth_methods_supported": list(METHODS),
        "revocation_endpoint_auth_methods_supported": list(METHODS),
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "service_documentation": site_url + addresses.api_docs(),
    }
