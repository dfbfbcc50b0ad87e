"""Profiles: a person, what they wrote, and the people around them."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, paging
from flasky.http.pictures import Picture, picture_of
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Follow, Post
from flasky.queries import actors, profiles, relations
from flasky.queries.relations import Relation
from flasky.web import metadata
from flasky.web.answers import html
from flasky.web.cards import ListOnPage, cards, cards_below
from flasky.web.follow_button import FollowButton, button_for
from flasky.web.metadata import Metadata
from flasky.web.profile_head import Opened, opened

pages = Blueprint("profiles", __name__)


@dataclass(frozen=True)
class PersonInList:
    """A row of followers or followed; without a name where the viewer may not come upon them."""

    since: datetime
    username: str = ""
    display_name: str = ""
    url: str = ""
    card_url: str = ""
    picture: Picture | None = None
    follows_you: bool = False
    follow: FollowButton | None = None


@pages.get("/@<username>")
@access.allowed_to(access.ANYBODY)
def show(username: str) -> Response:
    """One person and a page of their posts, the pinned ones first."""
    profile, wanted = opened(username), paging.page_request(settings().flasky_posts_per_page)
    if profile.is_closed:
        return html("profiles/profile.html", profile=profile.head, page=_nothing(), pinned=_nothing())
    page = profiles.others(profile.actor, viewer=viewer(), page=wanted)
    pinned, shown = cards_below(_pinned(profile.actor, wanted), page, viewer=viewer())
    told = _metadata(profile, shown, profile.head.display_name)
    return html("profiles/profile.html", profile=profile.head, page=shown, pinned=pinned, metadata=told)


@pages.get("/@<username>/comments")
@access.allowed_to(access.ANYBODY)
def comments(username: str) -> Response:
    """What one person commented, newest first."""
    profile, wanted = opened(username), paging.page_request(settings().flasky_posts_per_page)
    if profile.is_closed:
        return html("profiles/comments.html", profile=profile.head, page=_nothing())
    page = cards(profiles.comments(profile.actor, viewer=viewer(), page=wanted), viewer=viewer())
    title = _("Comments by %(name)s", name=profile.head.display_name)
    return html("profiles/comments.html", profile=profile.head, page=page, metadata=_metadata(profile, page, title))


@pages.get("/@<username>/followers")
@access.allowed_to(access.ANYBODY)
def followers(username: str) -> Response:
    """Who follows one person, newest first."""
    profile, wanted = opened(username), paging.page_request(settings().flasky_followers_per_page)
    return _people(profile, None if profile.is_closed else relations.followers_of(profile.actor, page=wanted))


@pages.get("/@<username>/following")
@access.allowed_to(access.ANYBODY)
def following(username: str) -> Response:
    """Whom one person follows, newest first."""
    profile, wanted = opened(username), paging.page_request(settings().flasky_followers_per_page)
    return _people(
        profile, None if profile.is_closed else relations.followed_by(profile.actor, page=wanted), of_followed=True
    )


@pages.get("/@<username>/card")
@access.allowed_to(access.ANYBODY)
def hover_card(username: str) -> Response:
    """The small card of one person, for a script to show beside a link to them."""
    return html("profiles/_hover.html", profile=opened(username).head)


@pages.get("/user/<username>")
@access.allowed_to(access.ANYBODY)
def show_by_old_address(username: str) -> Response:
    """A profile under the address of the book."""
    return redirect(addresses.author(actors.by_username(username)), 301)


def _metadata(profile: Opened, page: ListOnPage, title: str) -> Metadata | None:
    return metadata.of_profile(profile, {"newer_url": page.newer_url, "older_url": page.older_url}, title=title)


def _pinned(actor: Actor, wanted: PageRequest) -> list[Post]:
    is_first = wanted.before is None and wanted.after is None and wanted.number in (None, 1)
    return profiles.pinned(actor, viewer=viewer()) if is_first else []


def _nothing() -> ListOnPage:
    return cards(Page[Post]([], None, None), viewer=viewer())


def _people(profile: Opened, page: Page[Follow] | None, *, of_followed: bool = False) -> Response:
    rows = page.items if page is not None else []
    people = [row.followed if of_followed else row.follower for row in rows]
    known = relations.between(viewer(), [actor.id for actor in people])
    listed = [_listed(actor, known[actor.id], row) for actor, row in zip(people, rows, strict=True)]
    neighbours = paging.neighbours(page) if page is not None else {}
    title = (
        _("Followed by %(name)s", name=profile.head.display_name)
        if of_followed
        else _("Followers of %(name)s", name=profile.head.display_name)
    )
    told = metadata.of_profile(profile, neighbours, title=title)
    words = {"people": listed, "page": neighbours, "of_followed": of_followed, "metadata": told}
    return Response(render_template("profiles/people.html", profile=profile.head, **words), mimetype="text/html")


def _listed(actor: Actor, relation: Relation, row: Follow) -> PersonInList:
    since = ids.time_of(row.id)
    if relation.is_apart or actor.is_suspended:
        return PersonInList(since)
    return PersonInList(
        since=since,
        username=actor.username,
        display_name=actor.display_name,
        url=addresses.author(actor),
        card_url=addresses.hover_card(actor),
        picture=picture_of(actor),
        follows_you=relation.followed_by,
        follow=button_for(actor, relation, viewer=viewer()),
    )
