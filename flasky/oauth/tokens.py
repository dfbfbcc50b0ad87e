"""What apps ask for themselves: tokens for a code or a refresh token, and to give one back."""

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.http import access
from flasky.oauth.server import revocation_of, server, tokens_for

pages = Blueprint("oauth_tokens", __name__, url_prefix="/oauth")


@pages.post("/token")
@access.allowed_to(access.CLIENTS)
def give() -> Response:
    """Tokens for a code or a refresh token (RFC 6749, section 3.2). A refusal may end a grant, so it is kept too."""
    response = server.answer_to_app(tokens_for)
    transaction.commit()
    return response


@pages.post("/revoke")
@access.allowed_to(access.CLIENTS)
def revoke() -> Response:
    """End what a token came of (RFC 7009)."""
    response = server.answer_to_app(revocation_of)
    transaction.commit()
    return response
