"""A post as a page shows it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from flasky import addresses
from flasky.http import paging
from flasky.http.pictures import Picture, picture_of
from flasky.lib import tags
from flasky.lib.paging import Page
from flasky.models import Post, Visibility
from flasky.queries import marks, permissions
from flasky.queries.acting import NOBODY
from flasky.queries.marks import NONE, Marks
from flasky.queries.permissions import Act
from flasky.queries.timelines import Entry
from flasky.queries.visibility import Viewer
from flasky.web.actions import ActionsOnPage, actions

AUDIENCES = {
    Visibility.FOLLOWERS: lazy_gettext("For followers"),
    Visibility.LINK: lazy_gettext("For whoever has the link"),
}
"""The mark on a post that is not public."""


@dataclass(frozen=True)
class LinkOnPage:
    """A name that leads somewhere: of a tag, of somebody who boosted a post."""

    label: str
    url: str


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
    author_card_url: str
    author_picture: Picture
    url: str
    published_at: datetime
    edited_at: datetime | None
    edit_url: str | None
    edit_label: str
    delete_url: str | None
    revisions_url: str | None
    audience: object
    language: str
    """A tag of BCP 47; empty where nothing is said."""
    actions: ActionsOnPage
    tags: tuple[LinkOnPage, ...] = ()
    booster: LinkOnPage | None = None
    is_first_read: bool = False
    """Whether a home timeline was read from here on down, and something new stands above."""


@dataclass(frozen=True)
class ListOnPage:
    """A page of posts with the addresses of its neighbours."""

    items: list[PostOnPage]
    newer_url: str | None
    older_url: str | None


def card(post: Post, *, viewer: Viewer, marks: Marks = NONE) -> PostOnPage:
    """Return a post for a page, with the viewer's marks; its author must be loaded.

    The stored HTML was made safe when it was written.
    """
    may_edit = permissions.may(viewer or NOBODY, Act.EDIT, post)
    is_own = viewer is not None and viewer.actor_id == post.author_id
    return PostOnPage(
        id=post.id,
        title=post.title,
        label=post.label,
        html=Markup(post.body_html),  # noqa: S704 - the sanitiser's output
        excerpt=Markup(post.excerpt_html),  # noqa: S704 - the same
        has_more=not post.excerpt_is_all,
        author_username=post.author.username,
        author_name=post.author.display_name,
        author_url=addresses.author(post.author),
        author_card_url=addresses.hover_card(post.author),
        author_picture=picture_of(post.author),
        url=addresses.post(post),
        published_at=post.published_at,
        edited_at=post.edited_at,
        edit_url=addresses.edit_post(post) if may_edit else None,
        edit_label=_("Edit") if is_own else _("Edit [Admin]"),
        delete_url=addresses.delete_post(post) if is_own else None,
        revisions_url=addresses.revisions(post) if is_own and post.edited_at else None,
        audience=AUDIENCES.get(Visibility(post.visibility)),
        language=post.language,
        actions=actions(post, marks=marks, viewer=viewer),
        tags=tuple(LinkOnPage(name, addresses.tag(tags.key_of(name))) for name in post.tag_names.split()),
    )


def cards(page: Page[Post], *, viewer: Viewer) -> ListOnPage:
    """Return a page of posts for a template. One statement, for the viewer's marks."""
    make = _maker(page.items, viewer)
    return _on_page(page.map(make))


def cards_below(first: list[Post], page: Page[Post], *, viewer: Viewer) -> tuple[ListOnPage, ListOnPage]:
    """Return some posts and the page of posts that stands below them. One statement, for the viewer's marks."""
    make = _maker([*first, *page.items], viewer)
    return ListOnPage([make(post) for post in first], None, None), _on_page(page.map(make))


def entry_cards(page: Page[Entry], *, viewer: Viewer, read_until: int | None) -> ListOnPage:
    """Return a page of a home timeline for a template. One statement, for the viewer's marks."""
    make = _maker([entry.post for entry in page.items], viewer)
    first_read = _first_read(page.items, read_until)

    def shown(entry: Entry) -> PostOnPage:
        return replace(make(entry.post), booster=_booster(entry), is_first_read=entry.place == first_read)

    return _on_page(page.map(shown))


def _maker(posts: list[Post], viewer: Viewer) -> Callable[[Post], PostOnPage]:
    """Return what makes the card of one of these posts; its viewer's marks are read here, at once."""
    marked = marks.of(posts, viewer=viewer)
    return lambda post: card(post, viewer=viewer, marks=marked.get(post.id, NONE))


def _on_page(page: Page[PostOnPage]) -> ListOnPage:
    return ListOnPage(page.items, paging.newer_url(page), paging.older_url(page))


def _booster(entry: Entry) -> LinkOnPage | None:
    booster = entry.booster
    return LinkOnPage(booster.display_name, addresses.author(booster)) if booster is not None else None


def _first_read(entries: list[Entry], read_until: int | None) -> int | None:
    """Return the place of the first entry that was read before, where others stand above it."""
    if read_until is None or not entries or entries[0].place <= read_until:
        return None
    return next((entry.place for entry in entries if entry.place <= read_until), None)
