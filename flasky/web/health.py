"""What machines ask: is the site alive?"""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from flasky import __version__
from flasky.http import access

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@access.allowed_to(access.MACHINES)
def healthz() -> Response:
    """Alive: answers without asking the database or anybody else."""
    return jsonify(status="ok", version=__version__)
