"""A post as a page shows it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from flasky import addresses
from flasky.http import paging
from flasky.lib.paging import Page
from flasky.models import Post
from flasky.queries import permissions
from flasky.queries.acting import NOBODY
from flasky.queries.permissions import Act
from flasky.queries.visibility import Viewer


@dataclass(frozen=True)
class PostOnPage:
    """Everything a template shows of a post; whether it may be edited is decided already."""

    id: int
    title: str
    label: str
    html: Markup
    excerpt: Markup
    has_more: bool
    author_username: str
    author_name: str
    author_url: str
    url: str
    published_at: datetime
    edited_at: datetime | None
    edit_url: str | None
    edit_label: str
    delete_url: str | None
    revisions_url: str | None


@dataclass(frozen=True)
class ListOnPage:
    """A page of posts with the addresses of its neighbours."""

    items: list[PostOnPage]
    newer_url: str | None
    older_url: str | None


def card(post: Post, *, viewer: Viewer) -> PostOnPage:
    """Return a post for a page; its author must be loaded. The stored HTML was made safe when it was written."""
    may_edit = permissions.may(viewer or NOBODY, Act.EDIT, post)
    is_own = viewer is not None and viewer.actor_id == post.author_id
    return PostOnPage(
        id=post.id,
        title=post.title,
        label=post.label,
        html=Markup(post.body_html),  # noqa: S704 - the sanitiser's output
        excerpt=Markup(post.excerpt_html),  # noqa: S704
        has_more=not post.excerpt_is_all,
        author_username=post.author.username,
        author_name=post.author.display_name,
        author_url=addresses.author(post.author),
        url=addresses.post(post),
        published_at=post.published_at,
        edited_at=post.edited_at,
        edit_url=addresses.edit_post(post) if may_edit else None,
        edit_label=_("Edit") if is_own else _("Edit [Admin]"),
        delete_url=addresses.delete_post(post) if is_own else None,
        revisions_url=addresses.revisions(post) if is_own and post.edited_at else None,
    )


def cards(page: Page[Post], *, viewer: Viewer) -> ListOnPage:
    """Return a page of posts for a template."""
    shown = page.map(lambda post: card(post, viewer=viewer))
    return ListOnPage(shown.items, paging.newer_url(shown), paging.older_url(shown))
