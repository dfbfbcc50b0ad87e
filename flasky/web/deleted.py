"""Posts taken away: deleted with a button, brought back within 30 days."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access, paging
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.models import Post
from flasky.operations import posts as operation
from flasky.queries import permissions, posts
from flasky.queries.permissions import Act
from flasky.web.answers import html
from flasky.web.canonical import CANONICAL, found
from flasky.web.forms.auth import ButtonForm

pages = Blueprint("deleted", __name__)


@dataclass(frozen=True)
class DeletedOnPage:
    """A post that its author can bring back."""

    label: str
    deleted_at: datetime
    until: datetime
    restore_url: str


@pages.get("/deleted")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """One's deleted posts that can be brought back, newest first."""
    page = posts.deleted_by(person(), page=paging.page_request(settings().flasky_posts_per_page))
    shown = page.map(on_page)
    return html("posts/deleted.html", posts=shown.items, page=paging.neighbours(page), days=Post.UNDO.days)


@pages.get(CANONICAL + "/delete")
@access.allowed_to(access.PEOPLE)
def delete_form(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """A page with the button; reading it changes nothing."""
    post = found(username, post_id)
    permissions.require(person(), Act.DELETE, post)
    words: dict[str, Any] = {"label": post.label, "cancel_url": addresses.post(post)}
    return html(
        "posts/delete.html", form=ButtonForm(), action=addresses.delete_post(post), days=Post.UNDO.days, **words
    )


@pages.post(CANONICAL + "/delete")
@access.allowed_to(access.PEOPLE)
def delete(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Take a post away."""
    operation.delete(person(), post=found(username, post_id))
    transaction.commit()
    flash(_("The post has been deleted. Changed your mind? Bring it back here."), "success")
    return redirect(addresses.deleted(), 303)


@pages.post(CANONICAL + "/restore")
@access.allowed_to(access.PEOPLE)
def restore(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Bring a deleted post back, and show it; a second press shows it too."""
    user = person()
    post = posts.deleted_by_id(post_id, author=user) or found(username, post_id)
    if post.author.username.lower() != username.lower():
        raise NotFound
    operation.restore(user, post=post)
    transaction.commit()
    flash(_("The post is back."), "success")
    return redirect(addresses.post(post), 303)


def on_page(post: Post) -> DeletedOnPage:
    """Return a deleted post for a page; its author must be loaded."""
    assert post.deleted_at is not None  # noqa: S101 - it is deleted
    assert post.restorable_until is not None  # noqa: S101
    return DeletedOnPage(post.label, post.deleted_at, post.restorable_until, addresses.restore_post(post))
