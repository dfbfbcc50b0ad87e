"""A text whose writer's session ended meanwhile: it is handed on through the log-in, not lost."""

from flask import Flask, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from flasky.http import errors
from flasky.http.access import SessionEnded
from flasky.http.session import viewer
from flasky.lib import ids
from flasky.queries import posts
from flasky.web import editor
from flasky.web.forms.auth import LoginWithTextForm
from flasky.web.forms.post import PostForm


def init_app(app: Flask) -> None:
    """Register what is done with a form that came too late."""
    app.register_error_handler(SessionEnded, keep_text)
    app.register_error_handler(CSRFError, keep_text)


def keep_text(error: SessionEnded | CSRFError) -> Response:
    """Answer 400: a log-in page that carries a post's text, or the editor again for somebody who is logged in.

    What was written into other forms is shown on the error's page, to be copied.
    """
    if not request.form.get("body"):
        return errors.http_error(error)
    if current_user.is_authenticated:
        form = PostForm(formdata=None, **_typed())
        return editor.page(form, _editor_of(form.editing.data), status=400)
    kept = {f"kept_{name}": value for name, value in _kept().items()}
    return login_page(LoginWithTextForm(formdata=None, **kept), status=400)


def login_page(form: LoginWithTextForm, *, status: int) -> Response:
    """Return the log-in page that says the text is safe, and shows it."""
    return Response(render_template("auth/expired.html", form=form), status, mimetype="text/html")


def editor_with(login: LoginWithTextForm) -> Response:
    """Return the editor, filled with the text that came through the log-in."""
    kept = {"title": login.kept_title.data, "body": login.kept_body.data, "editing": login.kept_post.data}
    if login.kept_key.data:
        kept["idempotency_key"] = login.kept_key.data
    form = PostForm(formdata=None, **kept)
    return editor.page(form, _editor_of(form.editing.data))


def _typed() -> dict[str, str]:
    names = ("title", "body", "editing", "idempotency_key")
    return {name: request.form[name] for name in names if request.form.get(name)}


def _kept() -> dict[str, str]:
    form = request.form
    return {
        "title": form.get("title", ""),
        "body": form.get("body", ""),
        "post": form.get("editing", ""),
        "key": form.get("idempotency_key", ""),
    }


def _editor_of(editing: str | None) -> editor.Editor:
    if not (editing and editing.isascii() and editing.isdigit() and int(editing) <= ids.LARGEST):
        return editor.for_new_post()
    return editor.for_post(posts.by_id(int(editing), viewer=viewer()))
