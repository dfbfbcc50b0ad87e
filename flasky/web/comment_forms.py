"""The pages with a form for a comment; they hand back what was typed, after an error and after a lost session."""

from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.errors import Forbidden, NotFound
from flasky.http.session import person, viewer
from flasky.lib import ids
from flasky.models import Post
from flasky.queries import comments, permissions, posts
from flasky.queries.permissions import Act
from flasky.web import comment_places
from flasky.web.answers import html, is_fragment_wanted
from flasky.web.forms.comment import CommentForm


def answer(form: CommentForm, post: Post, parent: Post | None, *, status: int = 200) -> Response:
    """Return the form for a comment on a post or an answer to a comment; for a script the form alone."""
    form.comment_on.data = str(post.id)
    words: dict[str, Any] = {"form": form, "action": addresses.comments(post), "to": form.reply_to.data}
    if form.reply_to.data and is_fragment_wanted():
        for field in form:  # another form of the kind may stand on the same page
            field.id = f"{field.id}-{form.reply_to.data}"
        return html("comments/_reply.html", status=status, **words)
    heading = _("Answer %(name)s", name=parent.author.display_name) if parent else _("Comment")
    quoted = Markup(parent.body_html) if parent else None  # noqa: S704 - the sanitiser's output
    cancel = comment_places.url(parent, post) if parent else addresses.comments_page(post, 1)
    words |= {"heading": heading, "quoted": quoted, "cancel_url": cancel, "label": post.label}
    return html("comments/write.html", status=status, submit_label=_("Publish"), **words)


def edit(form: CommentForm, post: Post, comment: Post, *, status: int = 200) -> Response:
    """Return the form of a comment that stands."""
    form.comment_on.data, form.editing.data = str(post.id), str(comment.id)
    words: dict[str, Any] = {"form": form, "action": addresses.comment_act(post, comment.id, "edit")}
    words |= {"heading": _("Edit comment"), "cancel_url": comment_places.url(comment, post), "label": post.label}
    return html("comments/write.html", status=status, submit_label=_("Save"), **words)


def form_of(comment: Post, post: Post) -> CommentForm:
    """Return the form of a comment that stands, with its text."""
    return CommentForm(formdata=None, body=comment.body, comment_on=str(post.id), editing=str(comment.id))


def again(typed: dict[str, str], *, status: int = 200) -> Response:
    """Return the form that a text was typed into before the session was lost: fields of `CommentForm` by name.

    Raises NotFound when its place is not there any more, or not for this person.
    """
    form = CommentForm(formdata=None, **typed)
    post = posts.by_id(_number(typed.get("comment_on")), viewer=viewer())
    if typed.get("editing"):
        comment = comments.readable(post, _number(typed["editing"]), viewer=viewer())
        if not permissions.may(person(), Act.EDIT, comment):
            raise Forbidden
        return edit(form, post, comment, status=status)
    parent = comments.readable(post, _number(typed["reply_to"]), viewer=viewer()) if typed.get("reply_to") else None
    return answer(form, post, parent, status=status)


def _number(value: str | None) -> int:
    if not (value and value.isascii() and value.isdigit() and len(value) <= 19 and int(value) <= ids.LARGEST):
        raise NotFound
    return int(value)
