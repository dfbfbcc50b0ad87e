"""Ending letters from a letter: one click in a mail program (RFC 8058), or a page with a button. No log-in."""

from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import LinkInvalid, NotFound
from flasky.http import access, headers, sentences, tokens
from flasky.models import NotificationKind, User
from flasky.operations import subscriptions
from flasky.queries import users
from flasky.queries.acting import NOBODY
from flasky.web.answers import html
from flasky.web.forms.auth import ButtonForm

pages = Blueprint("unsubscribe", __name__, url_prefix="/unsubscribe")


@pages.get("/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def form(token: str) -> Response:
    """A page with the button; reading it changes nothing."""
    user, what = _named(token)
    words: dict[str, Any] = {"username": user.username, "what": _in_words(what), "action": addresses.unsubscribe(token)}
    return headers.keep_private(html("notifications/unsubscribe.html", form=ButtonForm(), **words))


@pages.post("/<token>")
@access.allowed_to(access.MACHINES)
def end(token: str) -> Response:
    """End the letters a token names. A mail program sends no cookie and no form token, and follows no redirect."""
    transaction.writes()
    user, what = _named(token)
    subscriptions.end_letters(NOBODY, user=user, what=what)
    transaction.commit()
    words: dict[str, Any] = {"username": user.username, "what": _in_words(what)}
    return headers.keep_private(html("notifications/unsubscribed.html", **words))


@pages.errorhandler(LinkInvalid)
def link_invalid(_error: LinkInvalid) -> Response:
    """Say that the link does nothing, and where one can choose."""
    transaction.rollback()
    words: dict[str, Any] = {
        "sentence": _("This link is not whole, or its account is gone. Log in to choose which letters you get."),
        "again_url": addresses.notification_settings(),
        "again_label": _("Choose your letters"),
    }
    return headers.keep_private(html("auth/link_invalid.html", status=404, **words))


def _named(token: str) -> tuple[User, str]:
    user_id, what = tokens.read_unsubscribe(token)
    if what not in (subscriptions.DIGEST, *NotificationKind):
        raise LinkInvalid
    try:
        return users.by_id(user_id), what
    except NotFound as error:
        raise LinkInvalid from error


def _in_words(what: str) -> str:
    is_digest = what == subscriptions.DIGEST
    return str(_("The daily letter")) if is_digest else sentences.kind_in_words(NotificationKind(what))
