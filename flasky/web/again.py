"""The password again, before a sensitive act: asked for without losing what was sent."""

from flask import Flask, render_template, request
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.http.freshness import FIELD, PasswordNeeded

HIDDEN_FROM = ("password", "password2", "old_password")


def init_app(app: Flask) -> None:
    """Register the page that asks."""
    app.register_error_handler(PasswordNeeded, ask)


def ask(error: PasswordNeeded) -> Response:
    """Answer 403: a form that sends the same request again, with the password."""
    transaction.rollback()
    transaction.only_reads()
    kept = [(name, value) for name, value in request.form.items(multi=True) if name not in (FIELD, *HIDDEN_FROM)]
    words = {"action": request.full_path.rstrip("?"), "kept": kept, "field": FIELD, "is_wrong": error.wrong}
    return Response(render_template("auth/again.html", **words), 403, mimetype="text/html")
