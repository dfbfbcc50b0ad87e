"""Posts: read, written, previewed, edited."""

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import Gone, NotFound
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.lib import ids
from flasky.models import Post, PostRevision
from flasky.operations import mentions
from flasky.operations import posts as operation
from flasky.queries import permissions, posts, tags
from flasky.queries.permissions import Act
from flasky.web import comment_places, conversations, deleted, editor
from flasky.web.answers import html, is_fragment_wanted
from flasky.web.canonical import CANONICAL, found
from flasky.web.forms.post import PostForm

pages = Blueprint("posts", __name__)


@pages.get("/write")
@access.allowed_to(access.WRITERS)
def write() -> Response:
    """An empty page to write on."""
    return editor.page(PostForm(), editor.for_new_post())


@pages.post("/write")
@access.allowed_to(access.WRITERS)
def publish() -> Response:
    """Publish what was written, and show it."""
    form = PostForm()
    done = editor.publish(form)
    if done is None:
        return editor.page(form, editor.for_new_post(), status=422)
    transaction.commit()
    return redirect(addresses.post(done.result), 303)


@pages.post("/preview")
@access.allowed_to(access.WRITERS)
def preview() -> Response:
    """Show what a text will look like, by the renderer that publishes it; nothing is written."""
    transaction.only_reads()
    form = PostForm()
    done = form.accept(lambda: _rendered(form))
    shown, status = (done.result, 200) if done else (None, 422)
    if is_fragment_wanted():
        html = render_template("posts/_preview.html", form=form, preview=shown)
        return Response(html, status, mimetype="text/html")
    return editor.page(form, _editor_of(form, shown), status=status)


@pages.get(CANONICAL)
@access.allowed_to(access.ANYBODY)
def show(username: str, post_id: int, slug: str) -> Response:
    """One post and a page of its comments. A wrong or old slug, and another spelling of the name, lead to it too."""
    try:
        post = found(username, post_id)
    except Gone:
        return _gone(username, post_id)
    except NotFound:
        return redirect(comment_places.url_of(post_id), 302)
    if (username, slug) != (post.author.username, post.slug):
        query = f"?{request.query_string.decode('ascii', 'replace')}" if request.query_string else ""
        return redirect(addresses.post(post) + query, 301)
    return conversations.page(post)


@pages.get("/@<username>/<id:post_id>")
@access.allowed_to(access.ANYBODY)
def show_without_slug(username: str, post_id: int) -> Response:
    """A post by its number alone."""
    return redirect(addresses.post(_of_number(post_id, username=username)), 301)


@pages.get("/post/<id:post_id>")
@access.allowed_to(access.ANYBODY)
def show_by_id(post_id: int) -> Response:
    """A post under the short address of the book, or a comment, which is read on a page of its post."""
    try:
        return redirect(addresses.post(_of_number(post_id)), 301)
    except NotFound:
        return redirect(comment_places.url_of(post_id), 302)


@pages.get("/edit/<id:post_id>")
@access.allowed_to(access.PEOPLE)
def edit_by_id(post_id: int) -> Response:
    """The editor of a post under the short address of the book."""
    return redirect(addresses.edit_post(_of_number(post_id)), 301)


@pages.get(CANONICAL + "/edit")
@access.allowed_to(access.PEOPLE)
def edit(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The editor of a published post."""
    post = found(username, post_id)
    permissions.require(person(), Act.EDIT, post)
    text = _former(post) or post
    form = editor.form_for(post, title=text.title, body=text.body, tags=" ".join(tags.given_to(post)))
    return editor.page(form, editor.for_post(post))


@pages.post(CANONICAL + "/edit")
@access.allowed_to(access.PEOPLE)
def save(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Save an edited post."""
    with transaction.reading():  # the text is rendered before anybody waits for the write lock
        post = found(username, post_id)
    form, place = editor.form_for(post), editor.for_post(post)
    done = form.accept(lambda: operation.edit(person(), post=post, **form.written()))
    if done is None:
        return editor.page(form, place, status=422)
    transaction.commit()
    flash(_("The post has been updated."), "success")
    return redirect(addresses.post(done.result), 303)


def _of_number(post_id: int, *, username: str = "") -> Post:
    """Return a post by its number, one's own deleted one too, whose address has the undo. Raises NotFound, Gone."""
    try:
        post = posts.by_id(post_id, viewer=viewer())
    except Gone:
        own = posts.deleted_by_id(post_id, author=person()) if current_user.is_authenticated else None
        if own is None:
            raise
        post = own
    if username and post.author.username.lower() != username.lower():
        raise NotFound
    return post


def _gone(username: str, post_id: int) -> Response:
    """Answer 410: for the author with the button that brings the post back. Raises Gone for everybody else."""
    post = posts.deleted_by_id(post_id, author=person()) if current_user.is_authenticated else None
    if post is None or post.author.username.lower() != username.lower():
        raise Gone
    return html("posts/gone.html", status=410, post=deleted.on_page(post))


def _former(post: Post) -> PostRevision | None:
    """Return the former text that the editor is asked to begin with, or None. Raises NotFound."""
    asked = request.args.get("revision")
    if asked is None:
        return None
    permissions.require(person(), Act.READ_REVISIONS, post)
    if not (asked.isascii() and asked.isdigit() and int(asked) <= ids.LARGEST):
        raise NotFound
    return posts.revision(post, int(asked))


def _rendered(form: PostForm) -> Markup:
    sketch, body = Post(), form.body.data or ""
    people = mentions.named_in(body, author=person())
    operation.write_text(sketch, title=form.title.data or "", body=body, people=people)
    return Markup(sketch.body_html)  # noqa: S704 - the sanitiser's output


def _editor_of(form: PostForm, shown: Markup | None) -> editor.Editor:
    editing = form.editing.data or ""
    if not (editing.isascii() and editing.isdigit() and int(editing) <= ids.LARGEST):
        return editor.for_new_post(preview=shown)
    return editor.for_post(posts.by_id(int(editing), viewer=viewer()), preview=shown)
