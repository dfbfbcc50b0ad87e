"""The moderators' desk: what people commented lately, with a button beside each."""

from dataclasses import dataclass

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.models import Post
from flasky.operations import moderation
from flasky.queries import comments
from flasky.queries.comments import Line
from flasky.queries.visibility import withheld
from flasky.web.answers import back, html, is_fragment_wanted
from flasky.web.threads import CommentOnPage, comment_on_page

pages = Blueprint("moderate", __name__)


@dataclass(frozen=True)
class OnDesk:
    """A comment on the desk, and the post it stands under."""

    comment: CommentOnPage
    post_label: str
    post_url: str


@pages.get("/moderate")
@access.allowed_to(access.MODERATORS)
def desk() -> Response:
    """The newest comments, for comment moderators."""
    page = comments.on_desk(person(), page=paging.page_request(settings().flasky_comments_per_page))
    shown = page.map(lambda row: _on_desk(*row))
    return html("moderate.html", items=shown.items, page=paging.neighbours(page))


@pages.get("/moderator")
@access.allowed_to(access.MODERATORS)
def old_desk() -> Response:
    """The desk under the name of the seeds."""
    return redirect(addresses.moderate(), 301)


@pages.post("/moderate/<id:comment_id>/disable")
@access.allowed_to(access.MODERATORS)
def disable(comment_id: int) -> Response:
    """Take a comment's text from everybody's eyes; the desk stays where it was."""
    comment, post = comments.to_moderate(comment_id, moderator=person())
    moderation.disable(person(), comment=comment)
    return _moderated(comment, post)


@pages.post("/moderate/<id:comment_id>/enable")
@access.allowed_to(access.MODERATORS)
def enable(comment_id: int) -> Response:
    """Show a disabled comment's text again; the desk stays where it was."""
    comment, post = comments.to_moderate(comment_id, moderator=person())
    moderation.enable(person(), comment=comment)
    return _moderated(comment, post)


def _moderated(comment: Post, post: Post) -> Response:
    transaction.commit()
    if not is_fragment_wanted():
        return back(otherwise=addresses.moderate())
    return html("comments/_on_desk.html", item=_on_desk(comment, post))


def _on_desk(comment: Post, post: Post) -> OnDesk:
    line = Line(comment, withheld(comment, blocked=False), is_muted=False, is_liked=False)
    return OnDesk(comment_on_page(post, line, viewer=person()), post.label, addresses.post(post))
