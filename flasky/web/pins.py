"""Pinning one's own posts to one's profile."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import TooManyPins
from flasky.http import access
from flasky.http.session import person
from flasky.models import Post
from flasky.operations import pins
from flasky.queries.visibility import Viewer
from flasky.web.canonical import CANONICAL, found

pages = Blueprint("pins", __name__)


@dataclass(frozen=True)
class PinButton:
    """Where the button leads and what it says."""

    url: str
    label: str


def button_of(post: Post, *, viewer: Viewer, is_pinned: bool) -> PinButton | None:
    """Return the button of one's own post, or None."""
    if viewer is None or viewer.actor_id != post.author_id or post.reply_to_id is not None:
        return None
    if is_pinned:
        return PinButton(addresses.unpin(post), _("Unpin"))
    return PinButton(addresses.pin(post), _("Pin to profile"))


@pages.post(CANONICAL + "/pin")
@access.allowed_to(access.PEOPLE)
def pin(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Let a post stand first on its author's profile."""
    post = found(username, post_id)
    back = redirect(addresses.post(post), 303)
    try:
        pins.pin(person(), post=post)
    except TooManyPins as error:
        transaction.rollback()
        flash(str(error.sentence), "error")
        return back
    transaction.commit()
    flash(_("This post stands first on your profile now."), "success")
    return back


@pages.post(CANONICAL + "/unpin")
@access.allowed_to(access.PEOPLE)
def unpin(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug
    """Let a post stand at its place again."""
    post = found(username, post_id)
    pins.unpin(person(), post=post)
    transaction.commit()
    flash(_("This post stands at its place again."), "success")
    return redirect(addresses.post(post), 303)
