"""What every page of a profile begins with."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from flask import abort, redirect, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from flasky import addresses
from flasky.errors import NotFound
from flasky.http import crawlers
from flasky.http.pictures import Picture, picture_of
from flasky.http.session import viewer
from flasky.lib import web_links
from flasky.models import Actor, Permission
from flasky.queries import profiles
from flasky.queries.profiles import Profile
from flasky.queries.relations import Relation
from flasky.web.follow_button import FollowButton, back_to, button_for

MAP = "https://www.openstreetmap.org/search?"


@dataclass(frozen=True)
class LinkOnPage:
    """A link of somebody's own."""

    label: str
    url: str


@dataclass(frozen=True)
class Tools:
    """What one can do to somebody besides following them."""

    mute_url: str
    unmute_url: str
    block_url: str
    unblock_url: str
    remove_url: str | None
    back: str


@dataclass(frozen=True)
class ProfileOnPage:
    """Everything a template shows of a person."""

    username: str
    display_name: str
    name: str
    url: str
    picture: Picture
    location: str
    map_url: str
    about: Markup | None
    about_me: str
    member_since: datetime
    last_seen: datetime | None
    post_count: int
    follower_count: int
    following_count: int
    links: list[LinkOnPage]
    tabs: list[tuple[str, str, int | None]]
    """(address, label, count) of each list."""
    is_self: bool
    follows_you: bool
    is_muted: bool
    is_blocked: bool
    is_suspended: bool
    follow: FollowButton | None
    tools: Tools | None
    email: str
    account_url: str | None


@dataclass(frozen=True)
class Opened:
    """Somebody's profile as a viewer may see it, and what stands between the two."""

    actor: Actor
    relation: Relation
    head: ProfileOnPage

    @property
    def is_closed(self) -> bool:
        """Whether nothing but the head is shown."""
        return self.head.is_blocked or self.head.is_suspended


def opened(username: str) -> Opened:
    """Return somebody's profile; another spelling of the name is redirected to the right one. One statement.

    Raises NotFound for nobody, for whoever blocks the viewer, and for the suspended but to moderators.
    """
    profile = profiles.by_username(username, viewer=viewer())
    actor, relation = profile.actor, profile.relation
    if relation.blocked_by or (actor.is_suspended and not _moderates()):
        raise NotFound
    if actor.username != username and request.endpoint:
        abort(redirect(url_for(request.endpoint, **{**(request.view_args or {}), "username": actor.username}), 301))
    crawlers.wish(actor)
    return Opened(actor, relation, _head(profile, relation))


def _moderates() -> bool:
    person = viewer()
    return person is not None and person.can(Permission.MODERATE)


def _head(profile: Profile, relation: Relation) -> ProfileOnPage:
    actor, account = profile.actor, profile.account
    who = viewer()
    is_self = who is not None and who.actor_id == actor.id
    posts = actor.posts_listed_for(themselves=is_self, follower=relation.follows)
    return ProfileOnPage(
        username=actor.username,
        display_name=actor.display_name,
        name=actor.name,
        url=addresses.author(actor),
        picture=picture_of(actor),
        location=actor.location,
        map_url=MAP + urlencode({"query": actor.location}),
        about=Markup(actor.about_html) if actor.about_html else None,  # noqa: S704 - the sanitiser's output
        about_me=actor.about_me,
        member_since=actor.member_since,
        last_seen=actor.last_seen,
        post_count=posts,
        follower_count=actor.follower_count,
        following_count=actor.following_count,
        links=[LinkOnPage(link.label or web_links.shown(link.url), link.url) for link in profile.links],
        tabs=_tabs(actor, posts),
        is_self=is_self,
        follows_you=relation.followed_by,
        is_muted=relation.mutes,
        is_blocked=relation.blocks,
        is_suspended=actor.is_suspended,
        follow=button_for(actor, relation, viewer=who),
        tools=_tools(actor, relation) if who is not None and not is_self else None,
        email=account.address if account is not None else "",
        account_url=addresses.account(account.id) if account is not None else None,
    )


def _tabs(actor: Actor, posts: int) -> list[tuple[str, str, int | None]]:
    return [
        (addresses.author(actor), _("Posts"), posts),
        (addresses.comments_by(actor), _("Comments"), None),
        (addresses.followers(actor), _("Followers"), actor.follower_count),
        (addresses.following(actor), _("Following"), actor.following_count),
    ]


def _tools(actor: Actor, relation: Relation) -> Tools:
    return Tools(
        mute_url=addresses.mute(actor),
        unmute_url=addresses.unmute(actor),
        block_url=addresses.block(actor),
        unblock_url=addresses.unblock(actor),
        remove_url=addresses.remove_follower(actor) if relation.followed_by else None,
        back=back_to(addresses.author(actor)),
    )
