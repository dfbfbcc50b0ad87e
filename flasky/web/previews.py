"""The picture beside links to a post."""

from pathlib import Path

from flask import Blueprint, send_file
from werkzeug.wrappers import Response

from flasky.errors import NotFound
from flasky.http import access
from flasky.http import previews as cards
from flasky.http.settings import settings
from flasky.lib import built_files
from flasky.media import previews
from flasky.queries import posts
from flasky.web.pictures import FOR_EVER

pages = Blueprint("previews", __name__)
DEFAULT = "card.png"


@pages.get("/media/previews/<id:post_id>/<digest>.png")
@access.allowed_to(access.MACHINES)
def show(post_id: int, digest: str) -> Response:
    """The picture of a public post. Until the worker drew it, or when it was lost: a picture that fits every post."""
    post = posts.public_by_id(post_id) if previews.DIGEST.fullmatch(digest) else None
    if post is None:
        raise NotFound
    path = previews.file(post_id, digest, of=settings().flasky_data_dir)
    if path is not None:
        return _picture(path, kept=FOR_EVER)
    if digest == cards.card_of(post).digest:
        cards.ask_once(post, digest)
    return _picture(built_files.path_of(DEFAULT), kept="no-store")


def _picture(path: Path, *, kept: str) -> Response:
    response = send_file(path, mimetype="image/png", max_age=None)
    response.headers["Cache-Control"] = kept
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # it is made to stand on pages of others
    return response
