"""Who may follow oneself, and whom one mutes and blocks."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.pictures import Picture, picture_of
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.models import Actor, Block, FollowRequest, Mute
from flasky.operations import follows
from flasky.queries import relations
from flasky.web.answers import html
from flasky.web.forms.profile import ApprovalForm

pages = Blueprint("own_people", __name__, url_prefix="/settings")


@dataclass(frozen=True)
class PersonOnPage:
    """Somebody who asks, or is muted or blocked, and the ways out of that."""

    username: str
    display_name: str
    url: str
    picture: Picture
    since: datetime
    until: datetime | None
    acts: list[tuple[str, str]]
    """(address, label) of each button."""


@pages.get("/followers")
@access.allowed_to(access.PEOPLE)
def followers() -> Response:
    """The requests to follow oneself, and whether there are any."""
    form = ApprovalForm(formdata=None, approves_followers=person().actor.approves_followers)
    page = relations.requests_to(person(), page=paging.page_request(settings().flasky_followers_per_page))
    people = [_asking(row) for row in page.items]
    return html("settings/followers.html", form=form, people=people, page=paging.neighbours(page))


@pages.post("/followers")
@access.allowed_to(access.PEOPLE)
def approve() -> Response:
    """Choose whether one is asked before somebody follows."""
    form = ApprovalForm()
    follows.approve(person(), wanted=bool(form.approves_followers.data))
    transaction.commit()
    flash(
        _("From now on you are asked.") if form.approves_followers.data else _("Everybody may follow you."), "success"
    )
    return redirect(addresses.own_followers(), 303)


@pages.get("/blocks")
@access.allowed_to(access.PEOPLE)
def blocked() -> Response:
    """Whom one blocks."""
    page = relations.blocked_by(person(), page=paging.page_request(settings().flasky_followers_per_page))
    return html("settings/blocks.html", people=[_blocked(row) for row in page.items], page=paging.neighbours(page))


@pages.get("/mutes")
@access.allowed_to(access.PEOPLE)
def muted() -> Response:
    """Whom one mutes, and until when."""
    page = relations.muted_by(person(), page=paging.page_request(settings().flasky_followers_per_page))
    return html("settings/mutes.html", people=[_muted(row) for row in page.items], page=paging.neighbours(page))


def _asking(row: FollowRequest) -> PersonOnPage:
    actor = row.follower
    acts = [(addresses.accept_follower(actor), _("Accept")), (addresses.decline_follower(actor), _("Decline"))]
    return _person(actor, row.id, acts)


def _blocked(row: Block) -> PersonOnPage:
    return _person(row.target, row.id, [(addresses.unblock(row.target), _("Unblock"))])


def _muted(row: Mute) -> PersonOnPage:
    return _person(row.target, row.id, [(addresses.unmute(row.target), _("Unmute"))], until=row.until)


def _person(actor: Actor, identity: int, acts: list[tuple[str, str]], *, until: datetime | None = None) -> PersonOnPage:
    return PersonOnPage(
        username=actor.username,
        display_name=actor.display_name,
        url=addresses.author(actor),
        picture=picture_of(actor),
        since=ids.time_of(identity),
        until=until,
        acts=acts,
    )
