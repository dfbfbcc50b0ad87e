"""Tags: what people write about, and what one follows of it."""

from dataclasses import dataclass

from flask import Blueprint, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access, paging
from flasky.http.session import person, viewer
from flasky.http.settings import settings
from flasky.lib import tags
from flasky.lib.paging import Page
from flasky.models import Permission, Tag
from flasky.operations import tags as operation
from flasky.queries import tags as find
from flasky.web import metadata
from flasky.web.answers import html, is_fragment_wanted
from flasky.web.cards import cards

pages = Blueprint("tags", __name__)
FOLLOWED_A_PAGE = 50


@dataclass(frozen=True)
class TagOnPage:
    """A tag, and what the person who looks at it may do with it: `act_url` follows it or ends that."""

    name: str
    url: str
    people: int = 0
    is_followed: bool = False
    act_url: str | None = None


@pages.get("/tags")
@access.allowed_to(access.ANYBODY)
def overview() -> Response:
    """What is on people's minds, and the tags one follows."""
    asked = paging.page_request(FOLLOWED_A_PAGE)
    followed = find.followed_by(person(), page=asked) if current_user.is_authenticated else Page([], None, None)
    trending = [_on_page(tag) for tag in find.trending()] if asked.is_first else []
    mine = [_on_page(tag, is_followed=True) for _row, tag in followed.items]
    return html(
        "tags/tags.html", trending=trending, followed=mine, is_first=asked.is_first, page=paging.neighbours(followed)
    )


@pages.get("/tags/<tag>")
@access.allowed_to(access.ANYBODY)
def show(tag: str) -> Response:
    """The posts of one tag, newest first. Another spelling leads to the right address."""
    name, key = _name_and_key(tag)
    if tag != key:
        return redirect(addresses.tag(key), 301)
    asked = paging.page_request(settings().flasky_posts_per_page)
    stored = find.by_key(key)
    if stored is None:
        nothing = cards(Page([], None, None), viewer=None)
        return html("tags/tag.html", tag=_on_page(Tag(name=name, key=key)), page=nothing)
    page = cards(find.posts_of(stored, viewer=viewer(), page=asked), viewer=viewer())
    shown = _on_page(stored, is_followed=find.is_followed(stored, viewer=viewer()))
    return html("tags/tag.html", tag=shown, page=page, metadata=metadata.of_tag(stored, page))


@pages.post("/tags/<tag>/follow")
@access.allowed_to(access.PEOPLE)
def follow(tag: str) -> Response:
    """Put the posts of a tag into one's home timeline."""
    name, key = _name_and_key(tag)
    operation.follow(person(), tag=name)
    transaction.commit()
    return _button(Tag(name=name, key=key), is_followed=True)


@pages.post("/tags/<tag>/unfollow")
@access.allowed_to(access.PEOPLE)
def unfollow(tag: str) -> Response:
    """Take the posts of a tag out of one's home timeline."""
    name, key = _name_and_key(tag)
    operation.unfollow(person(), tag=name)
    transaction.commit()
    return _button(Tag(name=name, key=key), is_followed=False)


def _name_and_key(typed: str) -> tuple[str, str]:
    name = tags.name_of(typed)
    if name is None:
        raise NotFound
    return name, tags.key_of(name)


def _button(tag: Tag, *, is_followed: bool) -> Response:
    if is_fragment_wanted():
        return html("tags/_follow.html", tag=_on_page(tag, is_followed=is_followed))
    from_list = request.form.get("back") == "list"
    return redirect(addresses.tags() if from_list else addresses.tag(tag.key), 303)


def _on_page(tag: Tag, *, is_followed: bool = False) -> TagOnPage:
    act = addresses.unfollow_tag if is_followed else addresses.follow_tag
    may_follow = current_user.can(Permission.FOLLOW)
    return TagOnPage(
        tag.name, addresses.tag(tag.key), tag.people or 0, is_followed, act(tag.key) if may_follow else None
    )
