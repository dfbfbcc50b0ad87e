"""A text whose writer's session ended meanwhile: it is handed on through the log-in, not lost."""

from flask import Flask, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.wrappers import Response

from flasky.errors import Forbidden, Gone, NotFound
from flasky.http import errors
from flasky.http.access import SessionEnded
from flasky.http.session import viewer
from flasky.lib import ids
from flasky.queries import posts
from flasky.web import comment_forms, editor
from flasky.web.forms.auth import LoginWithTextForm
from flasky.web.forms.post import PostForm

POST = ("title", "body", "tags", "editing", "idempotency_key")
COMMENT = ("body", "editing", "idempotency_key", "comment_on", "reply_to")


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
        return _form_again(_typed(), status=400)
    kept = {f"kept_{name}": value for name, value in _kept().items()}
    return login_page(LoginWithTextForm(formdata=None, **kept), status=400)


def login_page(form: LoginWithTextForm, *, status: int) -> Response:
    """Return the log-in page that says the text is safe, and shows it."""
    return Response(render_template("auth/expired.html", form=form), status, mimetype="text/html")


def editor_with(login: LoginWithTextForm) -> Response:
    """Return the editor, filled with the text that came through the log-in."""
    kept = {
        "title": login.kept_title.data,
        "tags": login.kept_tags.data,
        "body": login.kept_body.data,
        "editing": login.kept_post.data,
        "idempotency_key": login.kept_key.data,
        "comment_on": login.kept_comment_on.data,
        "reply_to": login.kept_reply_to.data,
    }
    return _form_again({name: value for name, value in kept.items() if value}, status=200)


def _form_again(typed: dict[str, str], *, status: int) -> Response:
    """Return the form that was filled in; the editor of a new post for a comment whose place is gone."""
    if typed.get("comment_on"):
        try:
            return comment_forms.again({name: typed[name] for name in COMMENT if name in typed}, status=status)
        except (NotFound, Gone, Forbidden):
            typed = {"body": typed["body"]}
    form = PostForm(formdata=None, **{name: typed[name] for name in POST if name in typed})
    return editor.page(form, _editor_of(form.editing.data), status=status)


def _typed() -> dict[str, str]:
    return {name: request.form[name] for name in {*POST, *COMMENT} if request.form.get(name)}


def _kept() -> dict[str, str]:
    form = request.form
    return {
        "title": form.get("title", ""),
        "body": form.get("body", ""),
        "tags": form.get("tags", ""),
        "post": form.get("editing", ""),
        "key": form.get("idempotency_key", ""),
        "comment_on": form.get("comment_on", ""),
        "reply_to": form.get("reply_to", ""),
    }


def _editor_of(editing: str | None) -> editor.Editor:
    if not (editing and editing.isascii() and editing.isdigit() and int(editing) <= ids.LARGEST):
        return editor.for_new_post()
    return editor.for_post(posts.by_id(int(editing), viewer=viewer()))
