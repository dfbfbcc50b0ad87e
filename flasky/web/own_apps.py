"""The programs that one let in, by consent or by one's password."""

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.session import person
from flasky.models import GrantKind
from flasky.operations import grants
from flasky.queries import grants as find
from flasky.web import granted
from flasky.web.answers import html

pages = Blueprint("own_apps", __name__, url_prefix="/settings/apps")
PER_PAGE = 50


@pages.get("")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """Whom one let in, newest first."""
    page = find.of_person(person(), kinds=(GrantKind.APP, GrantKind.PASSWORD), page=paging.page_request(PER_PAGE))
    apps = [granted.shown(grant, end_url=addresses.end_own_app) for grant in page.items]
    return html("settings/apps.html", apps=apps, page=paging.neighbours(page))


@pages.post("/<id:grant_id>/end")
@access.allowed_to(access.PEOPLE)
def end(grant_id: int) -> Response:
    """Lock a program out."""
    grants.end(person(), grant_id=grant_id)
    transaction.commit()
    flash(_("That app is locked out."), "success")
    return redirect(addresses.own_apps(), 303)
