"""Names that begin with the letters somebody typed, as a list that a script shows below them."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from flasky.http import access, limits
from flasky.http.session import person
from flasky.lib import tags, usernames
from flasky.queries import suggestions
from flasky.web.answers import html

pages = Blueprint("completions", __name__)
LETTERS = 2


@pages.get("/complete/people")
@access.allowed_to(access.PEOPLE)
def people() -> Response:
    """Up to eight people whose usernames begin so, those one follows first; 204 for none, or for one letter."""
    limits.count("completions")
    begun = request.args.get("q", "").strip().removeprefix("@")
    is_name = usernames.is_allowed(begun) and len(begun) >= LETTERS
    found = suggestions.people_named(begun, viewer=person()) if is_name else []
    return _listed([(f"@{actor.username}", actor.name) for actor in found])


@pages.get("/complete/tags")
@access.allowed_to(access.PEOPLE)
def tags_begun() -> Response:
    """Up to eight tags that begin so; 204 for none, or for one letter."""
    limits.count("completions")
    begun = request.args.get("q", "").strip().removeprefix("#")
    is_name = tags.name_of(begun) is not None and len(begun) >= LETTERS
    found = suggestions.tags_named(begun, viewer=person()) if is_name else []
    return _listed([(f"#{tag.name}", "") for tag in found])


def _listed(names: list[tuple[str, str]]) -> Response:
    return html("_completions.html", names=names) if names else Response(status=204)
