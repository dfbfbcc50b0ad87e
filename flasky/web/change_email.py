"""Another address for one's account, and the way back for whoever reads the old one's mail."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import AddressTakenMeanwhile, LinkInvalid
from flasky.http import access, headers, session, tokens
from flasky.http.session import person
from flasky.models import Purpose
from flasky.operations import emails
from flasky.queries.acting import NOBODY
from flasky.web.answers import html
from flasky.web.forms.auth import ButtonForm, ChangeEmailForm

pages = Blueprint("change_email", __name__, url_prefix="/auth")


@pages.get("/change-email")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """The page to ask for another address."""
    return _page(ChangeEmailForm())


@pages.post("/change-email")
@access.allowed_to(access.PEOPLE)
def ask() -> Response:
    """Have a link sent to the new address. The answer is the same for one that belongs to somebody."""
    form, user = ChangeEmailForm(), person()
    if form.accept(lambda: emails.ask_change(user, email=form.email.data, password=form.password.data)) is None:
        return _page(form, status=422)
    transaction.commit()
    flash(_("An email with a link to confirm your new address is on its way to it."), "success")
    return redirect(addresses.change_email(), 303)


@pages.get("/change-email/<token>")
@access.allowed_to(access.PEOPLE)
def prove_form(token: str) -> Response:
    """A page with the button; reading it changes nothing."""
    link = tokens.open_link(token, purpose=Purpose.CHANGE_EMAIL, user=person())
    words: dict[str, Any] = {"address": link.address, "action": addresses.change_email_with(token)}
    return headers.keep_private(html("auth/change_email_confirm.html", form=ButtonForm(), **words))


@pages.post("/change-email/<token>")
@access.allowed_to(access.PEOPLE)
def prove(token: str) -> Response:
    """Take the new address as the account's."""
    user = person()
    emails.change(user, link=tokens.open_link(token, purpose=Purpose.CHANGE_EMAIL, user=user))
    transaction.commit()
    flash(_("Your email address has been updated."), "success")
    return redirect(addresses.change_email(), 303)


@pages.get("/take-back/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def take_back_form(token: str) -> Response:
    """A page with the button; reading it changes nothing."""
    link = tokens.open_link(token, purpose=Purpose.WAY_BACK)
    words: dict[str, Any] = {
        "address": link.address,
        "username": link.user.username,
        "action": addresses.take_back_with(token),
    }
    return headers.keep_private(html("auth/take_back.html", form=ButtonForm(), **words))


@pages.post("/take-back/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def take_back(token: str) -> Response:
    """Give the account its former address back, end its logins, and go on to choose a new password."""
    with transaction.reading():  # a password is hashed before anybody waits for the write lock
        link = tokens.open_link(token, purpose=Purpose.WAY_BACK)
    reset = emails.take_back(NOBODY, link=link)
    session.log_out()
    transaction.commit()
    flash(_("Your address is back, and every device was logged out. Now choose a new password."), "success")
    return redirect(addresses.reset_with(tokens.token_of(reset)), 303)


@pages.errorhandler(LinkInvalid)
def link_invalid(_error: LinkInvalid) -> Response:
    """Say that a link does nothing any more, and where to go on."""
    if request.path.startswith(addresses.take_back_with("")):
        sentence = _("This link was used before or is older than seven days. If you cannot get in, reset the password.")
        return _invalid(sentence, addresses.reset(), _("Reset my password"))
    sentence = _("The link to confirm your new address is invalid or has expired.")
    return _invalid(sentence, addresses.change_email(), _("Ask for a new link"))


@pages.errorhandler(AddressTakenMeanwhile)
def taken_meanwhile(_error: AddressTakenMeanwhile) -> Response:
    """Say that the old address belongs to another account now."""
    sentence = _("Another account has taken this address since. Please write to the people who run the site.")
    return _invalid(sentence, addresses.home(), _("Go to the front page"))


def _invalid(sentence: str, url: str, label: str) -> Response:
    transaction.rollback()
    words: dict[str, Any] = {"sentence": sentence, "again_url": url, "again_label": label}
    return headers.keep_private(html("auth/link_invalid.html", status=404, **words))


def _page(form: ChangeEmailForm, *, status: int = 200) -> Response:
    return html("auth/change_email.html", form=form, address=person().address, status=status)
