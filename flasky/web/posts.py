"""Posts: read, written, previewed, edited."""

from flask import Blueprint, flash, redirect, render_template
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.lib import ids
from flasky.models import Post
from flasky.operations import posts as operation
from flasky.queries import permissions, posts
from flasky.queries.permissions import Act
from flasky.web import editor
from flasky.web.cards import card
from flasky.web.forms.post import PostForm

pages = Blueprint("posts", __name__)
CANONICAL = "/@<username>/<id:post_id>/<slug>"


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
    if editor.is_fragment_wanted():
        html = render_template("posts/_preview.html", form=form, preview=shown)
        return Response(html, status, mimetype="text/html")
    return editor.page(form, _editor_of(form, shown), status=status)


@pages.get(CANONICAL)
@access.allowed_to(access.ANYBODY)
def show(username: str, post_id: int, slug: str) -> Response:
    """One post. A wrong or old slug, and another spelling of the name, lead to the right address."""
    post = _found(username, post_id)
    canonical = addresses.post(post)
    if (username, slug) != (post.author.username, post.slug):
        return redirect(canonical, 301)
    html = render_template("posts/post.html", post=card(post, viewer=viewer()))
    return Response(html, mimetype="text/html")


@pages.get("/@<username>/<id:post_id>")
@access.allowed_to(access.ANYBODY)
def show_without_slug(username: str, post_id: int) -> Response:
    """A post by its number alone."""
    return redirect(addresses.post(_found(username, post_id)), 301)


@pages.get("/post/<id:post_id>")
@access.allowed_to(access.ANYBODY)
def show_by_id(post_id: int) -> Response:
    """A post under the short address of the book."""
    return redirect(addresses.post(posts.by_id(post_id, viewer=viewer())), 301)


@pages.get("/edit/<id:post_id>")
@access.allowed_to(access.PEOPLE)
def edit_by_id(post_id: int) -> Response:
    """The editor of a post under the short address of the book."""
    return redirect(addresses.edit_post(posts.by_id(post_id, viewer=viewer())), 301)


@pages.get(CANONICAL + "/edit")
@access.allowed_to(access.PEOPLE)
def edit(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The editor of a published post."""
    post = _found(username, post_id)
    permissions.require(person(), Act.EDIT, post)
    return editor.page(PostForm(title=post.title, body=post.body, editing=str(post.id)), editor.for_post(post))


@pages.post(CANONICAL + "/edit")
@access.allowed_to(access.PEOPLE)
def save(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Save an edited post."""
    form = PostForm()
    post = _found(username, post_id)
    place = editor.for_post(post)
    text = {"title": form.title.data or "", "body": form.body.data or ""}
    done = form.accept(lambda: operation.edit(person(), post=post, **text))
    if done is None:
        return editor.page(form, place, status=422)
    transaction.commit()
    flash(_("The post has been updated."), "success")
    return redirect(addresses.post(done.result), 303)


def _found(username: str, post_id: int) -> Post:
    post = posts.by_id(post_id, viewer=viewer())
    if post.author.username.lower() != username.lower():
        raise NotFound
    return post


def _rendered(form: PostForm) -> Markup:
    sketch = Post()
    operation.write_text(sketch, title=form.title.data or "", body=form.body.data or "")
    return Markup(sketch.body_html)  # noqa: S704 - the sanitiser's output


def _editor_of(form: PostForm, shown: Markup | None) -> editor.Editor:
    editing = form.editing.data or ""
    if not (editing.isascii() and editing.isdigit() and int(editing) <= ids.LARGEST):
        return editor.for_new_post(preview=shown)
    return editor.for_post(posts.by_id(int(editing), viewer=viewer()), preview=shown)
