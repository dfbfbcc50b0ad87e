"""Marks: like, bookmark, boost, and the lists of who did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.pictures import Picture, picture_of
from flasky.http.session import person, viewer
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.lib.paging import Page
from flasky.models import Boost, Like, Post
from flasky.operations import marks as operation
from flasky.queries import comments, marks
from flasky.queries.comments import Line
from flasky.web import comment_places
from flasky.web.actions import actions
from flasky.web.answers import back, html, is_fragment_wanted
from flasky.web.canonical import CANONICAL, found
from flasky.web.cards import cards
from flasky.web.threads import comment_on_page

pages = Blueprint("marks", __name__)
ACTS = {
    "like": operation.like,
    "unlike": operation.unlike,
    "bookmark": operation.bookmark,
    "unbookmark": operation.unbookmark,
    "boost": operation.boost,
    "unboost": operation.unboost,
}
PER_PAGE = 50


@dataclass(frozen=True)
class PersonOnPage:
    """Somebody who marked a post, and when."""

    username: str
    name: str
    url: str
    card_url: str
    picture: Picture
    since: datetime


@pages.post(CANONICAL + "/<mark:act>")
@access.allowed_to(access.PEOPLE)
def mark(username: str, post_id: int, slug: str, act: str) -> Response:  # noqa: ARG001 - any slug is accepted
    """Mark a post or take that back; answers with the bar under it, or leads back."""
    post = found(username, post_id)
    ACTS[act](person(), post=post)
    transaction.commit()
    if not is_fragment_wanted():
        return back(otherwise=addresses.post(post))
    now = marks.of([post], viewer=viewer()).get(post.id, marks.NONE)
    return html("posts/_actions.html", actions=actions(post, marks=now, viewer=viewer()))


@pages.post(CANONICAL + "/comments/<id:comment_id>/<mark:act>")
@access.allowed_to(access.PEOPLE)
def mark_comment(username: str, post_id: int, slug: str, comment_id: int, act: str) -> Response:  # noqa: ARG001 - any slug
    """Like a comment or take that back; answers with the button, or leads back."""
    post = found(username, post_id)
    comment = comments.readable(post, comment_id, viewer=viewer())
    ACTS[act](person(), post=comment)
    transaction.commit()
    if not is_fragment_wanted():
        return back(otherwise=comment_places.url(comment, post))
    line = Line(comment, None, is_muted=False, is_liked=act == "like")
    return html("comments/_like.html", comment=comment_on_page(post, line, viewer=viewer()))


@pages.get(CANONICAL + "/likes")
@access.allowed_to(access.ANYBODY)
def likes(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The people who like a post, the latest first."""
    post = found(username, post_id)
    page = marks.likes(post, viewer=viewer(), page=paging.page_request(PER_PAGE))
    return _people(post, _("Likes"), page.map(_person))


@pages.get(CANONICAL + "/boosts")
@access.allowed_to(access.ANYBODY)
def boosts(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The people who boosted a post, the latest first."""
    post = found(username, post_id)
    page = marks.boosts(post, viewer=viewer(), page=paging.page_request(PER_PAGE))
    return _people(post, _("Boosts"), page.map(_person))


@pages.get("/bookmarks")
@access.allowed_to(access.PEOPLE)
def bookmarks() -> Response:
    """The posts one keeps for later, the one kept last first."""
    page = marks.bookmarks(person(), page=paging.page_request(settings().flasky_posts_per_page))
    return html("posts/bookmarks.html", page=cards(page, viewer=viewer()))


def _people(post: Post, heading: str, page: Page[PersonOnPage]) -> Response:
    words: dict[str, Any] = {"heading": heading, "label": post.label, "url": addresses.post(post)}
    return html("posts/marked_by.html", people=page.items, page=paging.neighbours(page), **words)


def _person(row: Like | Boost) -> PersonOnPage:
    actor = row.actor
    return PersonOnPage(
        username=actor.username,
        name=actor.display_name,
        url=addresses.author(actor),
        card_url=addresses.hover_card(actor),
        picture=picture_of(actor),
        since=ids.time_of(row.id),
    )
