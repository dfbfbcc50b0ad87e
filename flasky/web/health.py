"""What machines ask: is the site alive, and can it serve?"""

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from flasky import __version__
from flasky.http import access, readiness
from flasky.http.errors import RETRY_AFTER

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@access.allowed_to(access.MACHINES)
def healthz() -> Response:
    """Alive: answers without asking the database or anybody else."""
    return jsonify(status="ok", version=__version__)


@pages.get("/readyz")
@access.allowed_to(access.MACHINES)
def readyz() -> Response:
    """Ready: the database answers with the schema of this version, and the data folder can be written to."""
    reason = readiness.trouble()
    if reason is None:
        return jsonify(status="ready", version=__version__)
    response = jsonify(status="unavailable", reason=reason, version=__version__)
    response.status_code = 503
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
