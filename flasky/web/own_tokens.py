"""One's tokens made by hand: listed, made, taken back."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, headers, paging
from flasky.http.session import person
from flasky.models import GrantKind
from flasky.operations import grants
from flasky.queries import grants as find
from flasky.web import granted
from flasky.web.answers import html
from flasky.web.forms.programs import TokenForm

pages = Blueprint("own_tokens", __name__, url_prefix="/settings/tokens")
PER_PAGE = 50


@pages.get("")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """One's tokens, newest first, and the form for another."""
    return _page(TokenForm(scopes=find.scopes_for(person())))


@pages.post("")
@access.allowed_to(access.PEOPLE_WITH_PASSWORD)
def make() -> Response:
    """Make a token. Its secret is on the page that answers, and nowhere else."""
    user = person()
    form = TokenForm(scopes=find.scopes_for(user))
    done = form.accept(lambda: grants.make_personal(user, **form.wanted()))
    if done is None:
        return _page(form, status=422)
    grant, secret = done.result
    transaction.commit()
    words = {"token": granted.shown(grant, end_url=addresses.end_own_token), "secret": secret}
    return headers.keep_private(html("settings/token_made.html", status=201, **words))


@pages.post("/<id:grant_id>/end")
@access.allowed_to(access.PEOPLE)
def end(grant_id: int) -> Response:
    """Take a token back."""
    grants.end(person(), grant_id=grant_id)
    transaction.commit()
    flash(_("That token opens nothing any more."), "success")
    return redirect(addresses.own_tokens(), 303)


def _page(form: TokenForm, *, status: int = 200) -> Response:
    page = find.of_person(person(), kinds=(GrantKind.PERSONAL,), page=paging.page_request(PER_PAGE))
    tokens = [granted.shown(grant, end_url=addresses.end_own_token) for grant in page.items]
    words = {"tokens": tokens, "page": paging.neighbours(page), "form": form}
    return html("settings/tokens.html", status=status, **words)
