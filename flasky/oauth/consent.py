"""The page on which a person is asked whether an app may in, and what becomes of the answer."""

from dataclasses import dataclass

from authlib.oauth2.rfc6749 import OAuth2Error
from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, freshness, headers, scopes
from flasky.http.session import person
from flasky.lib import redirect_uris, web_links
from flasky.models import OAuthClient, Scope
from flasky.oauth import requests
from flasky.oauth.grants import CodeGrant
from flasky.oauth.server import server

pages = Blueprint("consent", __name__, url_prefix="/oauth/authorize")
ALLOW = "allow"


@dataclass(frozen=True)
class Question:
    """What a person is asked. `place` is where they are sent back to, "" for a program on their own computer."""

    app: str
    website: str
    website_shown: str
    place: str
    sentences: list[str]
    action: str


@pages.get("")
@access.allowed_to(access.PEOPLE)
def ask() -> Response:
    """Whether an app may in, and for what."""
    try:
        grant = _asked()
    except OAuth2Error as error:
        return _refuse(error)
    return _page("oauth/consent.html", question=_question(grant))


@pages.post("")
@access.allowed_to(access.PEOPLE)
def decide() -> Response:
    """Send the person back to the app, with a code or with their no."""
    try:
        grant = _asked()
    except OAuth2Error as error:
        return _refuse(error)
    is_allowed = request.form.get("decision") == ALLOW
    if is_allowed:
        freshness.require()
    response: Response = server.create_authorization_response(
        grant.request, grant_user=person() if is_allowed else None, grant=grant
    )
    transaction.commit()
    return response


def _asked() -> CodeGrant:
    """Return what an app asks for, and let the form on the page lead back to it. Raises OAuth2Error."""
    grant: CodeGrant = server.get_consent_grant(requests.in_address(), end_user=person())
    headers.let_forms_lead_to(redirect_uris.form_target(grant.redirect_uri))
    return grant


def _question(grant: CodeGrant) -> Question:
    client: OAuthClient = grant.request.client.row
    return Question(
        app=client.name,
        website=client.website,
        website_shown=web_links.shown(client.website),
        place=redirect_uris.place_of(grant.redirect_uri),
        sentences=[scopes.in_words(Scope(name)) for name in grant.request.scope.split()],
        action=f"{addresses.authorize()}?{request.query_string.decode('ascii', 'replace')}",
    )


def _refuse(error: OAuth2Error) -> Response:
    """Send the person back with the error, if the address they are sent to is known to be the app's; else stay here."""
    transaction.rollback()
    if error.redirect_uri:
        response: Response = server.handle_error_response(None, error)
        return response
    return _page("oauth/refused.html", status=400, reason=error.description or error.error)


def _page(template: str, *, status: int = 200, **words: object) -> Response:
    return headers.keep_private(Response(render_template(template, **words), status, mimetype="text/html"))
