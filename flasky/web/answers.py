"""Small answers that many pages give."""

from typing import Any

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from flasky.http import varying
from flasky.lib import redirects


def html(template: str, *, status: int = 200, **words: Any) -> Response:
    """Return a page made of a template."""
    return Response(render_template(template, **words), status, mimetype="text/html")


def back(*, otherwise: str) -> Response:
    """Send somebody back to where a form says they came from, if that is a page of ours; else to another one."""
    came_from = request.form.get("next")
    return redirect(came_from if came_from and redirects.is_local_path(came_from) else otherwise, 303)


def is_fragment_wanted() -> bool:
    """Tell whether a script asks for a piece of a page."""
    varying.depends_on(varying.FRAGMENT)
    return request.headers.get(varying.FRAGMENT) == "true"
