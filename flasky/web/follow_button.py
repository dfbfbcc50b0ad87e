"""The button by which one follows somebody, wherever it stands."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from flasky import addresses
from flasky.lib import redirects
from flasky.models import Actor
from flasky.queries import permissions
from flasky.queries.permissions import Act
from flasky.queries.relations import Relation
from flasky.queries.visibility import Viewer

BACK = "next"


@dataclass(frozen=True)
class FollowButton:
    """Where the button leads, what it says, and where one comes back to without JavaScript."""

    url: str
    label: str
    username: str
    is_on: bool
    back: str
    said: str = ""


def button_for(actor: Actor, relation: Relation, *, viewer: Viewer, said: str = "") -> FollowButton | None:
    """Return the button, or None for whoever may not follow this person. `said` tells what was done just now."""
    may = viewer is not None and viewer.actor_id != actor.id and permissions.may(viewer, Act.FOLLOW)
    if not may or relation.is_apart or actor.is_suspended:
        return None
    is_on = relation.follows or relation.requested
    return FollowButton(
        url=addresses.unfollow(actor) if is_on else addresses.follow(actor),
        label=_label(relation, asks=actor.approves_followers),
        username=actor.username,
        is_on=is_on,
        back=back_to(addresses.author(actor)),
        said=said,
    )


def back_to(otherwise: str) -> str:
    """Return the page that a button stands on: the one its form names, the one that is shown, or another."""
    named = request.form.get(BACK)
    if named is not None:
        return named if redirects.is_local_path(named) else otherwise
    return request.full_path.rstrip("?") if request.method == "GET" and not _is_piece() else otherwise


def _is_piece() -> bool:
    return (request.endpoint or "").endswith(".card")


def _label(relation: Relation, *, asks: bool) -> str:
    if relation.requested:
        return str(_("Take back the request"))
    if relation.follows:
        return str(_("Unfollow"))
    return str(_("Ask to follow") if asks else _("Follow back") if relation.followed_by else _("Follow"))
