"""Small answers that many pages give."""

from typing import Any

from flask import render_template
from werkzeug.wrappers import Response


def html(template: str, *, status: int = 200, **words: Any) -> Response:
    """Return a page made of a template."""
    return Response(render_template(template, **words), status, mimetype="text/html")
