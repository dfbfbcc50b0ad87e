"""Comments: written, answered, edited, deleted, restored; the thread of one; closed and opened."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access, paging
from flasky.http.session import person, viewer
from flasky.http.settings import settings
from flasky.lib import differences, ids
from flasky.lib.differences import Part
from flasky.models import Post, PostRevision
from flasky.operations import comments as operation
from flasky.queries import comments, permissions, posts
from flasky.queries.comments import Line
from flasky.queries.permissions import Act
from flasky.web import comment_forms, comment_places
from flasky.web.answers import html, is_fragment_wanted
from flasky.web.canonical import CANONICAL, found
from flasky.web.conversations import form_for
from flasky.web.forms.auth import ButtonForm
from flasky.web.forms.comment import CommentForm
from flasky.web.threads import comment_on_page, tree

pages = Blueprint("comments", __name__)
COMMENT = CANONICAL + "/comments/<id:comment_id>"


@dataclass(frozen=True)
class FormerText:
    """A former text of a comment, and what the next one changed of it."""

    replaced_at: object
    parts: list[Part]


@pages.get(CANONICAL + "/comments")
@access.allowed_to(access.ANYBODY)
def listed(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The comments of a post stand on its page."""
    return redirect(addresses.comments_page(found(username, post_id), 1), 302)


@pages.post(CANONICAL + "/comments")
@access.allowed_to(access.COMMENTERS)
def create(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Comment on a post, or answer a comment of it."""
    form = CommentForm()
    with transaction.reading():  # the text is rendered before anybody waits for the write lock
        post = found(username, post_id)
        parent = _parent(post, form)
    text = {"body": form.body.data or "", "key": form.idempotency_key.data or ""}
    done = form.accept(lambda: operation.reply(person(), post=post, parent=parent, **text))
    if done is None:
        return comment_forms.answer(form, post, _readable(post, parent), status=422)
    transaction.commit()
    if parent is not None and is_fragment_wanted():
        line = Line(done.result, None, is_muted=False, is_liked=False)
        return html("comments/_published.html", comment=comment_on_page(post, line, viewer=viewer()), to=parent.id)
    flash(_("Your comment has been published."), "success")
    return redirect(comment_places.url(done.result, post), 303)


@pages.get(COMMENT)
@access.allowed_to(access.ANYBODY)
def thread(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """One thread of a conversation, its answers by age."""
    post = found(username, post_id)
    page = paging.page_request(settings().flasky_comments_per_page)
    try:
        shown = comments.thread(post, comment_id, viewer=viewer(), page=page)
    except NotFound:
        return redirect(comment_places.url(comments.by_id(post, comment_id, viewer=viewer()).comment, post), 302)
    url = addresses.comment(post, comment_id)
    words: dict[str, Any] = {
        "thread": tree(post, shown.top, shown.items, viewer=viewer()),
        "label": post.label,
        "url": addresses.comments_page(post, 1),
        "older_url": f"{url}?before={shown.older_than}" if shown.older_than else None,
        "newer_url": f"{url}?after={shown.newer_than}" if shown.newer_than else None,
    }
    return html("comments/thread.html", **words)


@pages.get(COMMENT + "/reply")
@access.allowed_to(access.COMMENTERS)
def reply_form(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """The form to answer a comment; for a script the form alone."""
    post = found(username, post_id)
    parent = comments.readable(post, comment_id, viewer=viewer())
    return comment_forms.answer(form_for(post, reply_to=comment_id), post, parent)


@pages.get(COMMENT + "/edit")
@access.allowed_to(access.PEOPLE)
def edit(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """The form of a comment of one's own."""
    post = found(username, post_id)
    comment = comments.readable(post, comment_id, viewer=viewer())
    permissions.require(person(), Act.EDIT, comment)
    return comment_forms.edit(comment_forms.form_of(comment, post), post, comment)


@pages.post(COMMENT + "/edit")
@access.allowed_to(access.PEOPLE)
def save(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """Save an edited comment."""
    form = CommentForm()
    with transaction.reading():
        post = found(username, post_id)
        comment = comments.readable(post, comment_id, viewer=viewer())
    done = form.accept(lambda: operation.edit(person(), comment=comment, body=form.body.data or ""))
    if done is None:
        return comment_forms.edit(form, post, comment, status=422)
    transaction.commit()
    flash(_("Your comment has been updated."), "success")
    return redirect(comment_places.url(comment, post), 303)


@pages.get(COMMENT + "/delete")
@access.allowed_to(access.PEOPLE)
def delete_form(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """A page with the button; reading it changes nothing."""
    post, comment = _own(username, post_id, comment_id, Act.DELETE)
    shown = comment_on_page(post, Line(comment, None, is_muted=False, is_liked=False), viewer=viewer())
    words: dict[str, Any] = {"days": Post.UNDO.days, "cancel_url": comment_places.url(comment, post)}
    return html("comments/delete.html", form=ButtonForm(), comment=shown, **words)


@pages.post(COMMENT + "/delete")
@access.allowed_to(access.PEOPLE)
def delete(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """Take a comment of one's own away; its place says so and has the undo."""
    post, comment = _own(username, post_id, comment_id, Act.DELETE)
    operation.delete(person(), comment=comment)
    transaction.commit()
    flash(_("Your comment has been deleted. Changed your mind? Bring it back where it stood."), "success")
    return redirect(comment_places.url(comment, post), 303)


@pages.post(COMMENT + "/restore")
@access.allowed_to(access.PEOPLE)
def restore(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """Bring a deleted comment of one's own back."""
    post, comment = _own(username, post_id, comment_id, Act.RESTORE)
    operation.restore(person(), comment=comment)
    transaction.commit()
    flash(_("The comment is back."), "success")
    return redirect(comment_places.url(comment, post), 303)


@pages.get(COMMENT + "/revisions")
@access.allowed_to(access.PEOPLE)
def revisions(username: str, post_id: int, slug: str, comment_id: int) -> Response:  # noqa: ARG001 - any slug
    """What a comment said before, for its author."""
    post, comment = _own(username, post_id, comment_id, Act.READ_REVISIONS)
    page = posts.revisions(comment, page=paging.page_request(settings().flasky_posts_per_page))
    words: dict[str, Any] = {"items": _former(comment, page.items), "url": comment_places.url(comment, post)}
    return html("comments/revisions.html", page=paging.neighbours(page), **words)


@pages.post(CANONICAL + "/comments/close")
@access.allowed_to(access.PEOPLE)
def close(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Take no more comments on a post of one's own."""
    post = found(username, post_id)
    operation.close_comments(person(), post=post)
    transaction.commit()
    flash(_("The comments are closed."), "success")
    return redirect(addresses.comments_page(post, 1), 303)


@pages.post(CANONICAL + "/comments/open")
@access.allowed_to(access.PEOPLE)
def reopen(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Take comments on a post of one's own again."""
    post = found(username, post_id)
    operation.open_comments(person(), post=post)
    transaction.commit()
    flash(_("The comments are open."), "success")
    return redirect(addresses.comments_page(post, 1), 303)


def _parent(post: Post, form: CommentForm) -> Post | None:
    """Return the comment that is answered, or None for the post itself. Raises NotFound for what is no number."""
    asked = form.reply_to.data or ""
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and int(asked) <= ids.LARGEST):
        raise NotFound
    return comments.answered(post, int(asked))


def _readable(post: Post, parent: Post | None) -> Post | None:
    try:
        return comments.readable(post, parent.id, viewer=viewer()) if parent else None
    except NotFound:
        return None


def _own(username: str, post_id: int, comment_id: int, act: Act) -> tuple[Post, Post]:
    """Return a post and one's own comment under it, whatever became of that. Raises NotFound, Forbidden."""
    post = found(username, post_id)
    comment = comments.by_id(post, comment_id, viewer=viewer()).comment
    permissions.require(person(), act, comment)
    return post, comment


def _former(comment: Post, items: list[PostRevision]) -> list[FormerText]:
    """Return former texts, newest first, each beside the one that took its place."""
    if not items:
        return []
    newer = [posts.after_revision(items[0], post=comment), *items]
    return [
        FormerText(ids.time_of(former.id), differences.between(former.body, following.body))
        for former, following in zip(items, newer, strict=False)
    ]
