"""The place to write, on whichever page it stands."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http.session import person
from flasky.models import Post
from flasky.operations import posts
from flasky.web.forms.base import Done
from flasky.web.forms.post import PostForm


@dataclass(frozen=True)
class Editor:
    """Where the form goes, what its button says, what it is a form for."""

    heading: str
    action: str
    submit_label: str
    cancel_url: str | None = None
    preview: Markup | None = None
    compact: bool = False
    is_own: bool = True


def for_new_post(*, preview: Markup | None = None) -> Editor:
    """Return the editor of a new post on its own page."""
    return Editor(_("Write"), addresses.write(), _("Publish"), addresses.home(), preview)


def on_home() -> Editor:
    """Return the editor of a new post above everybody's posts."""
    return Editor(_("Write"), addresses.home(), _("Publish"), compact=True)


def for_post(post: Post, *, preview: Markup | None = None) -> Editor:
    """Return the editor of a published post."""
    is_own = post.author_id == person().actor_id
    url = addresses.post(post)
    return Editor(_("Edit post"), addresses.edit_post(post), _("Save"), url, preview, is_own=is_own)


def form_for(post: Post, *, title: str = "", body: str = "", tags: str = "") -> PostForm:
    """Return the form of a published post; what the request says nothing of is chosen as it stands."""
    chosen = {"visibility": post.visibility, "commenters": post.commenters, "close_after_days": post.days_open}
    return PostForm(title=title, body=body, tags=tags, editing=str(post.id), language=post.language, **chosen)


def publish(form: PostForm) -> Done[Post] | None:
    """Publish what was typed, or return None with the errors beside their fields."""
    return form.accept(lambda: posts.publish(person(), key=form.idempotency_key.data or "", **form.written()))


def page(form: PostForm, editor: Editor, *, status: int = 200) -> Response:
    """Return the page of an editor."""
    html = render_template("posts/write.html", form=form, editor=editor, preview=editor.preview)
    return Response(html, status, mimetype="text/html")
