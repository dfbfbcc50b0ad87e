"""Settings: what one wishes of search engines and of those who train language models."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, sites
from flasky.http.session import person
from flasky.operations import wishes as operation
from flasky.web.answers import html
from flasky.web.forms.wishes import WishesForm

pages = Blueprint("wishes", __name__, url_prefix="/settings/privacy")


@pages.get("")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """What one wishes now."""
    actor = person().actor
    form = WishesForm(formdata=None, is_indexed=actor.is_indexed, allows_ai=actor.allows_ai)
    return html("settings/wishes.html", form=form, site_allows_ai=sites.current().allows_ai)


@pages.post("")
@access.allowed_to(access.PEOPLE)
def save() -> Response:
    """Wish otherwise."""
    form = WishesForm()
    operation.choose(person(), is_indexed=bool(form.is_indexed.data), allows_ai=bool(form.allows_ai.data))
    transaction.commit()
    flash(_("Your wishes have been saved."), "success")
    return redirect(addresses.wishes(), 303)
