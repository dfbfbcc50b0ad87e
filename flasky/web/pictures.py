"""The pictures of people, served: made of a name, or uploaded. Serving needs neither a session nor the database."""

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from flasky.errors import NotFound
from flasky.http import access
from flasky.http.settings import settings
from flasky.lib import avatars, usernames
from flasky.media import avatars as stored

pages = Blueprint("pictures", __name__)
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WEEK = "public, max-age=604800"


@pages.get("/avatars/<username>.svg")
@access.allowed_to(access.MACHINES)
def made(username: str) -> Response:
    """The picture that is made of a name, whether anybody has it or not."""
    if not usernames.is_allowed(username):
        raise NotFound
    response = Response(avatars.drawing(usernames.key_of(username)), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = FOR_A_WEEK
    return response


@pages.get("/media/avatars/<name>")
@access.allowed_to(access.MACHINES)
def uploaded(name: str) -> Response:
    """A picture that somebody uploaded, as it was drawn anew."""
    path = stored.file(name, of=settings().flasky_data_dir)
    if path is None:
        raise NotFound
    response = send_file(path, mimetype="image/webp", etag=name, max_age=None)
    response.headers["Cache-Control"] = FOR_EVER
    return response
