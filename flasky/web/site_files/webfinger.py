"""Looking people up by name (RFC 7033): those of this site, by `acct:alice@host` or by the address of their profile."""

import re
from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from flask import Blueprint, request
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.errors import NotFound
from flasky.http import access
from flasky.http.pictures import picture_of
from flasky.http.settings import settings
from flasky.lib import usernames
from flasky.models import Actor
from flasky.queries import actors
from flasky.web.site_files.answers import TEN_MINUTES, data, for_scripts, problem, whole

pages = Blueprint("webfinger", __name__)
TYPE = "application/jrd+json"
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.+", re.DOTALL)
ACCOUNT = re.compile(r"acct:@?([^@]+)@([^@]+)", re.IGNORECASE)
PROFILE = re.compile(r"/(?:@|user/)([^/]+)/?")
PROFILE_PAGE = "http://webfinger.net/rel/profile-page"
AVATAR = "http://webfinger.net/rel/avatar"


@pages.get("/.well-known/webfinger")
@access.allowed_to(access.MACHINES)
def webfinger() -> Response:
    """What is known of one person: their address here, and links, those of some relations only where `rel` asks so."""
    asked = request.args.getlist("resource")
    if len(asked) != 1 or not URI.fullmatch(asked[0]):
        return for_scripts(problem(400, "Ask for one resource: ?resource=acct:name@host, or a profile's address."))
    actor = _person(_username(asked[0]))
    if actor is None:
        return for_scripts(problem(404, "Nobody here is called so."))
    return data(_described(actor, rels=request.args.getlist("rel")), TYPE, seconds=TEN_MINUTES)


def _username(resource: str) -> str:
    """Return the name that a resource of this site speaks of, or nothing."""
    if account := ACCOUNT.fullmatch(resource):
        is_here = account[2].lower() in _hosts()
        return unquote(account[1]) if is_here else ""
    origin = settings().flasky_site_url
    if not resource.lower().startswith(f"{origin}/"):
        return ""
    found = PROFILE.fullmatch(resource[len(origin) :])
    return unquote(found[1]) if found else ""


def _person(username: str) -> Actor | None:
    """Return who has a name, or had it within the last year; nobody for one who is suspended. Two statements."""
    if not usernames.is_allowed(username):
        return None
    try:
        actor = actors.by_username(username)
    except NotFound:
        return actors.by_former_name(username, viewer=None)
    return None if actor.is_suspended else actor


def _described(actor: Actor, *, rels: Sequence[str]) -> dict[str, object]:
    page, picture = whole(addresses.author(actor)), whole(picture_of(actor).large)
    links = [
        {"rel": PROFILE_PAGE, "type": "text/html", "href": page},
        {"rel": AVATAR, "type": "image/webp" if actor.avatar else "image/svg+xml", "href": picture},
    ]
    return {
        "subject": f"acct:{actor.username}@{_host()}",
        "aliases": [page],
        "links": [link for link in links if not rels or link["rel"] in rels],
    }


def _host() -> str:
    """Return the host as accounts bear it: with the port where the site has one of its own."""
    return urlsplit(settings().flasky_site_url).netloc


def _hosts() -> set[str]:
    return {_host(), urlsplit(settings().flasky_site_url).hostname or ""}
