"""The first minutes of a site: the one-time link that makes its first administrator."""

from flask import Blueprint, redirect, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import LinkInvalid, SetUpBefore
from flasky.http import access, headers, session, tokens
from flasky.operations import sites
from flasky.queries import users
from flasky.queries.acting import NOBODY
from flasky.web.answers import html
from flasky.web.forms.auth import SetUpForm

pages = Blueprint("setup", __name__, url_prefix="/setup")


@pages.get("/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def first_form(token: str) -> Response:
    """The page on which the first administrator signs up."""
    _check(token)
    return _page(SetUpForm(), token)


@pages.post("/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def first(token: str) -> Response:
    """Make the first administrator, log them in, and lead on to the guide."""
    with transaction.reading():  # the password is hashed before anybody waits for the write lock
        _check(token)
    form = SetUpForm()
    typed = {"email": form.email.data, "username": form.username.data, "password": form.password.data}
    done = form.accept(lambda: sites.set_up(NOBODY, **typed))
    if done is None:
        return _page(form, token, status=422)
    session.log_in(done.result, remembered=False)
    transaction.commit()
    return redirect(addresses.guide(), 303)


@pages.errorhandler(SetUpBefore)
def set_up_before(_error: SetUpBefore) -> Response:
    """Say that the link was used."""
    transaction.rollback()
    return headers.keep_private(html("setup/over.html", status=410))


@pages.errorhandler(LinkInvalid)
def link_invalid(_error: LinkInvalid) -> Response:
    """Say that this is not the link that was printed."""
    transaction.rollback()
    sentence = _("This is not the link that the site printed when it started. Copy all of it.")
    return headers.keep_private(html("auth/link_invalid.html", sentence=sentence, again_url=None, status=404))


def _check(token: str) -> None:
    """Raise LinkInvalid for a mangled token, SetUpBefore once there is an administrator."""
    tokens.check_set_up(token)
    if users.is_any_administrator():
        raise SetUpBefore


def _page(form: SetUpForm, token: str, *, status: int = 200) -> Response:
    page = render_template("setup/first.html", form=form, action=addresses.set_up(token))
    return headers.keep_private(Response(page, status, mimetype="text/html"))
