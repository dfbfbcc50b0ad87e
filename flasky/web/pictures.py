"""The pictures of people: made of a name, or uploaded. Neither needs a session or the database."""

from dataclasses import dataclass

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.errors import NotFound
from flasky.http import access
from flasky.http.settings import settings
from flasky.lib import avatars, usernames
from flasky.media import avatars as stored
from flasky.models import Actor

pages = Blueprint("pictures", __name__)
FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WEEK = "public, max-age=604800"


@dataclass(frozen=True)
class Picture:
    """The addresses of somebody's picture, for 256, for 40 and for 18 pixels."""

    large: str
    medium: str
    small: str


def picture_of(actor: Actor) -> Picture:
    """Return the addresses of somebody's picture."""
    if not actor.avatar:
        made = addresses.generated_picture(actor.username)
        return Picture(made, made, made)
    sizes = (stored.LARGE, stored.MEDIUM, stored.SMALL)
    return Picture(*(addresses.stored_picture(actor.avatar, size) for size in sizes))


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
