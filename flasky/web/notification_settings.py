"""How one hears of what concerns one: on the site, by letter, once a day, not at all."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, sentences
from flasky.http.session import person
from flasky.models import NotificationKind
from flasky.operations import subscriptions
from flasky.queries import channels
from flasky.web.answers import html
from flasky.web.forms.notifications import ChannelsForm

pages = Blueprint("notification_settings", __name__, url_prefix="/settings/notifications")


@pages.get("")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """The page to choose on."""
    return _page(ChannelsForm(data=dict(channels.of(person()))))


@pages.post("")
@access.allowed_to(access.PEOPLE)
def save() -> Response:
    """Keep what was chosen."""
    form, user = ChannelsForm(), person()
    if form.accept(lambda: subscriptions.choose(user, wanted=form.wanted())) is None:
        return _page(form, status=422)
    transaction.commit()
    flash(_("Your choices have been saved."), "success")
    return redirect(addresses.notification_settings(), 303)


def _page(form: ChannelsForm, *, status: int = 200) -> Response:
    rows = [(sentences.kind_in_words(kind), form[kind.value]) for kind in NotificationKind]
    return html("settings/notifications.html", form=form, rows=rows, address=person().email, status=status)
