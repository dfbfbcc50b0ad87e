"""A post with the conversation under it."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import paging
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.lib import clock
from flasky.models import Commenters, Post, Visibility
from flasky.queries import comments, marks, permissions
from flasky.queries.acting import NOBODY
from flasky.queries.comments import Standing
from flasky.queries.permissions import Act
from flasky.web import metadata, pins
from flasky.web.answers import html
from flasky.web.cards import card
from flasky.web.forms.comment import CommentForm
from flasky.web.metadata import Metadata
from flasky.web.threads import CommentOnPage, tree


@dataclass(frozen=True)
class ConversationOnPage:
    """A page of the comments under a post, and who may go on with it."""

    count: int
    threads: list[CommentOnPage]
    number: int
    pages: list[tuple[int, str] | None]
    newer_url: str | None
    older_url: str | None
    create_url: str
    form: CommentForm | None
    closed: str | None
    toggle_url: str | None
    is_closed: bool


def page(post: Post) -> Response:
    """Return the page of a post, with a page of its comments.

    Two statements for a visitor, three for people.
    """
    number = paging.page_number()
    shown = comments.page(post, viewer=viewer(), number=number, size=settings().flasky_comments_per_page)
    marked, standing = marks.beside(post, viewer=viewer())
    conversation = _conversation(post, shown, standing)
    words: dict[str, Any] = {"conversation": conversation, "metadata": _metadata(post, conversation)}
    words["comments_feed_of"] = addresses.comments(post) if post.visibility == Visibility.PUBLIC else None
    words["pin"] = pins.button_of(post, viewer=viewer(), is_pinned=marked.pinned)
    response = html("posts/post.html", post=card(post, viewer=viewer(), marks=marked), **words)
    if post.language:
        response.content_language.add(post.language)
    return response


def form_for(post: Post, *, reply_to: int | None = None, body: str | None = None) -> CommentForm:
    """Return an empty form for a comment on a post, or an answer."""
    to = str(reply_to) if reply_to else ""
    return CommentForm(formdata=None, body=body, comment_on=str(post.id), reply_to=to)


def closed_to_viewer(post: Post, standing: Standing) -> str | None:
    """Return why whoever reads may not comment, in a sentence; None for those who may."""
    user = viewer()
    if post.is_closed(clock.now()):
        return str(_("The comments of this post are closed."))
    if user is None:
        return str(_("Log in to comment."))
    if not permissions.may(user, Act.COMMENT):
        return str(_("You may not comment here."))
    if comments.refusal(user, post, standing):
        return str(WHO.get(Commenters(post.commenters), lambda: "")())
    return None


WHO = {
    Commenters.FOLLOWERS: lambda: _("Only followers of the author can comment on this post."),
    Commenters.FOLLOWED: lambda: _("Only people whom the author follows can comment on this post."),
    Commenters.NOBODY: lambda: _("Only the author can comment on this post."),
}


def _conversation(post: Post, shown: comments.Threads, standing: Standing) -> ConversationOnPage:
    closed, is_closed = closed_to_viewer(post, standing), post.is_closed(clock.now())
    may_toggle = permissions.may(viewer() or NOBODY, Act.CLOSE_COMMENTS, post)
    return ConversationOnPage(
        count=post.comment_count,
        threads=[tree(post, one.top, one.answers, viewer=viewer(), more=one.more) for one in shown.items],
        number=shown.number,
        pages=_pages(post, shown.number, shown.last),
        newer_url=addresses.comments_page(post, shown.number + 1) if shown.number < shown.last else None,
        older_url=addresses.comments_page(post, shown.number - 1) if shown.number > 1 else None,
        create_url=addresses.comments(post),
        form=None if closed else form_for(post),
        closed=closed,
        toggle_url=addresses.toggle_comments(post, "open" if is_closed else "close") if may_toggle else None,
        is_closed=is_closed,
    )


def _metadata(post: Post, conversation: ConversationOnPage) -> Metadata | None:
    beside = {"prev": conversation.older_url, "next": conversation.newer_url}
    return metadata.of_post(post, conversation.threads, number=conversation.number, page=beside)


def _pages(post: Post, number: int, last: int) -> list[tuple[int, str] | None]:
    """Return the pages a reader can go to, the first, the last and those near; None where some are left out."""
    near = sorted({1, last, *(page for page in range(number - 1, number + 2) if 1 <= page <= last)})
    pages: list[tuple[int, str] | None] = []
    for before, one in zip([0, *near], near, strict=False):
        pages += [None] if one - before > 1 else []
        pages.append((one, addresses.comments_page(post, one)))
    return pages
