"""What a post said before: for its author."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, paging
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.lib import differences, ids
from flasky.models import Post, PostRevision
from flasky.queries import permissions, posts
from flasky.queries.permissions import Act
from flasky.web.answers import html
from flasky.web.canonical import CANONICAL, found

pages = Blueprint("revisions", __name__)


@dataclass(frozen=True)
class RevisionOnPage:
    """A former text: when it was replaced, and where it can be read."""

    label: str
    replaced_at: datetime
    url: str


@pages.get(CANONICAL + "/revisions")
@access.allowed_to(access.PEOPLE)
def listed(username: str, post_id: int, slug: str) -> Response:  # noqa: ARG001 - any slug leads here
    """The former texts of a post, newest first."""
    post = _own(username, post_id)
    page = posts.revisions(post, page=paging.page_request(settings().flasky_posts_per_page))
    shown = page.map(lambda revision: _on_page(post, revision))
    return html(
        "posts/revisions.html",
        label=post.label,
        url=addresses.post(post),
        items=shown.items,
        page=paging.neighbours(page),
    )


@pages.get(CANONICAL + "/revisions/<id:revision_id>")
@access.allowed_to(access.PEOPLE)
def show(username: str, post_id: int, slug: str, revision_id: int) -> Response:  # noqa: ARG001 - any slug leads here
    """One former text, and what the next one changed of it."""
    post = _own(username, post_id)
    former = posts.revision(post, revision_id)
    following = posts.after_revision(former, post=post)
    words: dict[str, Any] = {
        "revision": _on_page(post, former),
        "title_parts": differences.between(former.title, following.title),
        "parts": differences.between(former.body, following.body),
        "all_url": addresses.revisions(post),
        "edit_url": addresses.edit_from_revision(post, former.id),
    }
    return html("posts/revision.html", **words)


def _own(username: str, post_id: int) -> Post:
    post = found(username, post_id)
    permissions.require(person(), Act.READ_REVISIONS, post)
    return post


def _on_page(post: Post, revision: PostRevision) -> RevisionOnPage:
    url = addresses.revision(post, revision.id)
    return RevisionOnPage(revision.title or post.label, ids.time_of(revision.id), url)
