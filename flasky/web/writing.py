"""Settings: whom the posts are for that one writes from now on."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access
from flasky.http.session import person
from flasky.operations import audience
from flasky.web.answers import html
from flasky.web.forms.writing import WritingForm

pages = Blueprint("writing", __name__, url_prefix="/settings/writing")


@pages.get("")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """What new posts begin with."""
    return html("settings/writing.html", form=WritingForm())


@pages.post("")
@access.allowed_to(access.PEOPLE)
def save() -> Response:
    """Choose what new posts begin with."""
    form = WritingForm()
    done = form.accept(lambda: audience.set_defaults(person(), **form.chosen()))
    if done is None:
        return html("settings/writing.html", status=422, form=form)
    transaction.commit()
    flash(_("Your choice has been saved. Posts that are published already stay as they are."), "success")
    return redirect(addresses.writing_settings(), 303)
