"""What a page that everybody may find says of itself to crawlers, chats and other sites.

A page without it says nothing: what is for few, and what is one's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import request
from flask_babel import gettext as _

from flasky import addresses
from flasky.http import paging, sites
from flasky.http.previews import card_of
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.lib import html_text, previews
from flasky.media import avatars
from flasky.models import Actor, Post, Tag, Visibility
from flasky.web import structured_data
from flasky.web.cards import ListOnPage
from flasky.web.filters import asset
from flasky.web.profile_head import Opened
from flasky.web.threads import CommentOnPage

TEXT_MAX = 200
Neighbors = Mapping[str, str | None]
"""The addresses of the pages beside one."""


@dataclass(frozen=True)
class PictureOfPage:
    """The picture that stands beside a link to a page."""

    url: str
    width: int
    height: int
    alt: str

    @property
    def is_wide(self) -> bool:
        """Whether it is shown above the words and not beside them."""
        return self.width > self.height


@dataclass(frozen=True)
class Metadata:
    """All of it: `facts` are properties of OpenGraph besides those of every page, `data` is JSON-LD."""

    kind: str
    url: str
    title: str
    text: str
    picture: PictureOfPage
    prev_url: str | None = None
    next_url: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    language: str = ""
    oembed_url: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def whole(path: str) -> str:
    """Return a path of ours as an absolute address, without what leads to a place on its page."""
    return addresses.absolute(path.partition("#")[0], origin=settings().flasky_site_url)


def moment(at: datetime) -> str:
    """Return a moment as machines read it."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def of_home(page: ListOnPage) -> Metadata:
    """Return what everybody's posts say of themselves."""
    site = sites.current()
    text = site.description or _("%(site)s: what the people here write, newest first.", site=site.name)
    return _of_list(addresses.home(), site.name, text, page, title=site.name)


def of_tag(tag: Tag, page: ListOnPage) -> Metadata:
    """Return what the posts of a tag say of themselves."""
    site = sites.current().name
    text = _("What the people of %(site)s write about #%(tag)s.", site=site, tag=tag.name)
    return _of_list(addresses.tag(tag.key), site, text, page, title=f"#{tag.name}")


def of_profile(profile: Opened, page: Neighbors, *, title: str) -> Metadata | None:
    """Return what a page of somebody's profile says of itself."""
    if profile.is_closed:
        return None
    actor, site, path = profile.actor, sites.current().name, request.path
    about = html_text.words_of(actor.about_html, most=TEXT_MAX) or html_text.cut(actor.about_me, most=TEXT_MAX)
    is_first = path == addresses.author(actor) and not paging.place()
    return Metadata(
        kind="profile",
        url=whole(path + paging.place()),
        title=title,
        text=about or _("What %(name)s writes at %(site)s.", name=actor.display_name, site=site),
        picture=_portrait(actor),
        prev_url=_beside(page.get("newer_url")),
        next_url=_beside(page.get("older_url")),
        facts=(("profile:username", actor.username),),
        data=structured_data.of_profile(profile.head, actor, text=about, whole=whole)
        if is_first and viewer() is None
        else {},
    )


def of_post(post: Post, threads: list[CommentOnPage], *, number: int, page: Neighbors) -> Metadata | None:
    """Return what a post says of itself, with a page of its comments; None for one that is not for everybody."""
    if post.visibility != Visibility.PUBLIC:
        return None
    path = addresses.post(post)
    text = html_text.words_of(post.excerpt_html, most=TEXT_MAX)
    picture = picture_of(post)
    return Metadata(
        kind="article",
        url=whole(f"{path}?page={number}" if number > 1 else path),
        title=post.title or _("%(name)s: %(words)s", name=post.author.display_name, words=post.label),
        text=text,
        picture=picture,
        prev_url=_beside(page.get("prev")),
        next_url=_beside(page.get("next")),
        facts=_facts(post),
        language=post.language,
        oembed_url=whole(addresses.oembed(whole(path))),
        data=structured_data.of_post(post, threads, text=text, picture=picture.url, whole=whole)
        if viewer() is None
        else {},
    )


def picture_of(post: Post) -> PictureOfPage:
    """Return the picture that the worker draws of a public post."""
    card = card_of(post)
    alt = _("%(words)s, by %(name)s", words=card.headline or post.label, name=card.author)
    url = whole(addresses.preview_picture(post, card.digest))
    return PictureOfPage(url, previews.WIDTH, previews.HEIGHT, alt)


def _facts(post: Post) -> tuple[tuple[str, str], ...]:
    edited = [("article:modified_time", moment(post.edited_at))] if post.edited_at else []
    return (
        ("article:published_time", moment(post.published_at)),
        *edited,
        ("article:author", whole(addresses.author(post.author))),
        *(("article:tag", name) for name in post.tag_names.split()),
    )


def _of_list(path: str, site: str, text: str, page: ListOnPage, *, title: str) -> Metadata:
    return Metadata(
        kind="website",
        url=whole(path + paging.place()),
        title=title,
        text=text,
        picture=_card_of(site),
        prev_url=_beside(page.newer_url),
        next_url=_beside(page.older_url),
    )


def _portrait(actor: Actor) -> PictureOfPage:
    if not actor.avatar:
        return _card_of(sites.current().name)
    url = whole(addresses.stored_picture(actor.avatar, avatars.LARGE))
    return PictureOfPage(url, avatars.LARGE, avatars.LARGE, actor.display_name)


def _card_of(site: str) -> PictureOfPage:
    return PictureOfPage(whole(asset("card.png")), previews.WIDTH, previews.HEIGHT, site)


def _beside(path: str | None) -> str | None:
    """Return the whole address of a neighbor, without the words of this page's address that say nothing to it."""
    if not path:
        return None
    bare, _mark, query = path.partition("#")[0].partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name in paging.PLACES]
    return whole(bare) + (f"?{urlencode(kept)}" if kept else "")
