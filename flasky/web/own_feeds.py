"""Settings: one's feeds, the secret link of one's own home, and lists of people for a feed reader."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, tokens
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.models import User
from flasky.operations import home_feeds
from flasky.web.answers import html
from flasky.web.forms.feeds import DirectoryForm

pages = Blueprint("own_feeds", __name__, url_prefix="/settings/feeds")
FORMS = (("atom", "Atom"), ("rss", "RSS"), ("json", "JSON Feed"))


@dataclass(frozen=True)
class FeedOnPage:
    """A feed in one of its forms, with its whole address, to be copied into a reader."""

    label: str
    url: str


@pages.get("")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """One's feeds, and the choice whether lists of all people name one."""
    form = DirectoryForm(formdata=None, is_in_directory=person().actor.is_in_directory)
    return html("settings/feeds.html", form=form, own=_own(person()), home=_home(person()))


@pages.post("")
@access.allowed_to(access.PEOPLE)
def save() -> Response:
    """Choose whether lists of all people name one."""
    form = DirectoryForm()
    home_feeds.choose_directory(person(), wanted=bool(form.is_in_directory.data))
    transaction.commit()
    flash(_("Lists of all people name you.") if form.is_in_directory.data else _("No list of all people names you."))
    return redirect(addresses.feed_settings(), 303)


@pages.post("/renew")
@access.allowed_to(access.PEOPLE)
def renew() -> Response:
    """Make a secret link to one's own home, or another in place of the one there is."""
    number = home_feeds.renew(person())
    transaction.commit()
    flash(_("Here is your new link. The one before leads nowhere now.") if number > 1 else _("Here is your link."))
    return redirect(addresses.feed_settings(), 303)


@pages.post("/stop")
@access.allowed_to(access.PEOPLE)
def stop() -> Response:
    """Switch one's secret link off."""
    home_feeds.stop(person())
    transaction.commit()
    flash(_("Your secret link leads nowhere now."))
    return redirect(addresses.feed_settings(), 303)


def _own(user: User) -> list[FeedOnPage]:
    page = addresses.author(user.actor)
    return [FeedOnPage(label, _whole(addresses.feed(page, form))) for form, label in FORMS]


def _home(user: User) -> list[FeedOnPage]:
    if user.home_feed_number <= 0:
        return []
    token = tokens.home_feed_token(user.id, number=user.home_feed_number)
    return [FeedOnPage(label, _whole(addresses.home_feed(token, form))) for form, label in FORMS]


def _whole(path: str) -> str:
    return addresses.absolute(path, origin=settings().flasky_site_url)
