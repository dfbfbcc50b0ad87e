"""Profiles: a person and what they wrote."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, paging
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.models import Actor
from flasky.queries import actors, posts
from flasky.queries.visibility import Viewer
from flasky.web.cards import cards

pages = Blueprint("profiles", __name__)


@dataclass(frozen=True)
class ProfileOnPage:
    """Everything a template shows of a person."""

    username: str
    display_name: str
    name: str
    location: str
    about_me: str
    member_since: datetime
    last_seen: datetime | None
    post_count: int
    is_self: bool


@pages.get("/@<username>")
@access.allowed_to(access.ANYBODY)
def show(username: str) -> Response:
    """One person and a page of their posts."""
    actor = actors.by_username(username)
    if actor.username != username:
        return redirect(addresses.author(actor), 301)
    page = posts.written_by(actor, viewer=viewer(), page=paging.page_request(settings().flasky_posts_per_page))
    profile = _profile(actor, viewer=viewer())
    html = render_template("profiles/profile.html", profile=profile, page=cards(page, viewer=viewer()))
    return Response(html, mimetype="text/html")


@pages.get("/user/<username>")
@access.allowed_to(access.ANYBODY)
def show_by_old_address(username: str) -> Response:
    """A profile under the address of the book."""
    return redirect(addresses.author(actors.by_username(username)), 301)


def _profile(actor: Actor, *, viewer: Viewer) -> ProfileOnPage:
    return ProfileOnPage(
        username=actor.username,
        display_name=actor.display_name,
        name=actor.name,
        location=actor.location,
        about_me=actor.about_me,
        member_since=actor.member_since,
        last_seen=actor.last_seen,
        post_count=actor.post_count,
        is_self=viewer is not None and viewer.actor_id == actor.id,
    )
