"""What one was told: the list, its parts, marking as read, and the number that a script asks for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access, badges, paging, sentences
from flasky.http.pictures import Picture, picture_of
from flasky.http.session import person
from flasky.lib import clock, ids
from flasky.lib.redirects import is_local_path
from flasky.models import NotificationKind, User
from flasky.operations import notifications as operation
from flasky.queries import notifications
from flasky.queries.notifications import SHOWN, Line
from flasky.web.answers import html

pages = Blueprint("notifications", __name__, url_prefix="/notifications")
PER_PAGE = 30
ALL = "all"


@dataclass(frozen=True)
class LineOnPage:
    """A notification for a page. `open_url` is None where nothing is left to be opened."""

    id: int
    kind: str
    sentence: str
    excerpt: str
    people: list[Picture]
    told_at: datetime
    is_unread: bool
    open_url: str | None
    read_url: str


@pages.get("")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """What one was told, newest first. Looking at it marks nothing as read."""
    show, user = _shown(request.args.get("show", ALL)), person()
    seen_until = ids.first_id_at(clock.now())  # before the list is read: what comes meanwhile was not seen
    page = notifications.listed(user, kinds=SHOWN.get(show, ()), page=paging.page_request(PER_PAGE))
    lines = [_on_page(line, user) for line in page.items]
    words: dict[str, Any] = {"lines": lines, "show": show, "filters": _filters(), "seen_until": seen_until}
    return html("notifications/list.html", page=paging.neighbours(page), here=request.full_path.rstrip("?"), **words)


@pages.get("/count")
@access.allowed_to(access.PEOPLE_BY_SCRIPT)
def count() -> Response:
    """How many are unread, for a script that asks again and again: 304 as long as the number is the same."""
    number = notifications.unread_count(person())
    badge = badges.badge_of(number)
    response = jsonify(label=badge.label, words=badge.words)
    response.set_etag(f"{number}-{get_locale()}")
    return response.make_conditional(request)


@pages.post("/<id:notification_id>/open")
@access.allowed_to(access.PEOPLE)
def open_one(notification_id: int) -> Response:
    """Mark one as read and go where it leads."""
    user = person()
    line = notifications.line(user, notification_id)
    operation.mark_read(user, notification_id=notification_id)
    transaction.commit()
    return redirect(sentences.place(line, owner=user) or addresses.notifications(), 303)


@pages.post("/<id:notification_id>/read")
@access.allowed_to(access.PEOPLE)
def read(notification_id: int) -> Response:
    """Mark one as read and stay."""
    operation.mark_read(person(), notification_id=notification_id)
    transaction.commit()
    return redirect(_back(), 303)


@pages.post("/read")
@access.allowed_to(access.PEOPLE)
def read_all() -> Response:
    """Mark as read what one has seen: everything up to the moment the page was made, of the part that was shown."""
    show = _shown(request.form.get("show", ALL))
    number = operation.mark_all_read(person(), up_to=_seen_until(), kinds=SHOWN.get(show, ()))
    transaction.commit()
    if number:
        flash(
            ngettext("%(num)d notification marked as read.", "%(num)d notifications marked as read.", number), "success"
        )
    else:
        flash(_("There was nothing unread."), "success")
    return redirect(_back(), 303)


def _shown(asked: str) -> str:
    if asked != ALL and asked not in SHOWN:
        raise NotFound
    return asked


def _filters() -> dict[str, tuple[str, str]]:
    """Return name and address of each part of the list, by its word in the address."""
    names = {
        ALL: _("All"),
        "mentions": _("Mentions"),
        "comments": _("Comments"),
        "follows": _("Follows"),
        "likes": _("Likes and boosts"),
    }
    return {show: (str(name), addresses.notifications("" if show == ALL else show)) for show, name in names.items()}


def _on_page(line: Line, user: User) -> LineOnPage:
    row = line.notification
    is_named = line.kind is not NotificationKind.MODERATED
    return LineOnPage(
        id=row.id,
        kind=line.kind,
        sentence=sentences.sentence(line),
        excerpt=sentences.excerpt(line),
        people=[picture_of(actor) for actor in line.people] if is_named else [],
        told_at=ids.time_of(row.newest_id),
        is_unread=row.read_at is None,
        open_url=addresses.open_notification(row.id) if sentences.place(line, owner=user) else None,
        read_url=addresses.read_notification(row.id),
    )


def _seen_until() -> int:
    """Return the place up to which the page was seen; now, where the form does not say."""
    asked = request.form.get("seen_until", "")
    known = asked.isascii() and asked.isdigit() and len(asked) <= 19 and int(asked) <= ids.LARGEST
    return int(asked) if known else ids.first_id_at(clock.now())


def _back() -> str:
    """Return the page the button was pressed on."""
    asked = request.form.get("next")
    is_ours = is_local_path(asked) and str(asked).startswith(addresses.notifications())
    return str(asked) if is_ours else addresses.notifications()
