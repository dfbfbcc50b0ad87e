"""The apps that one makes for others to let in: registered, given a new secret, deleted."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, headers, paging
from flasky.http.session import person
from flasky.lib import ids, web_links
from flasky.models import OAuthClient
from flasky.operations import clients
from flasky.operations.clients import Registered
from flasky.queries import clients as find
from flasky.web.answers import html
from flasky.web.forms.programs import ClientForm

pages = Blueprint("own_clients", __name__, url_prefix="/settings/apps/own")
PER_PAGE = 20


@dataclass(frozen=True)
class ClientOnPage:
    """An app as its owner sees it."""

    name: str
    client_id: str
    website: str
    website_shown: str
    redirects: list[str]
    is_confidential: bool
    registered_at: datetime
    renew_url: str
    delete_url: str


@pages.get("")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """One's apps, newest first, and the form for another."""
    return _page(ClientForm())


@pages.post("")
@access.allowed_to(access.PEOPLE)
def register() -> Response:
    """Register an app. Its secret is on the page that answers, and nowhere else."""
    form = ClientForm()
    done = form.accept(lambda: clients.register(person(), **form.wanted()))
    if done is None:
        return _page(form, status=422)
    transaction.commit()
    return _registered(done.result, status=201)


@pages.post("/<id:client_id>/secret")
@access.allowed_to(access.PEOPLE_WITH_PASSWORD)
def renew(client_id: int) -> Response:
    """Give an app a new secret."""
    done = clients.renew_secret(person(), client_id=client_id)
    transaction.commit()
    return _registered(done, status=200)


@pages.post("/<id:client_id>/delete")
@access.allowed_to(access.PEOPLE_WITH_PASSWORD)
def delete(client_id: int) -> Response:
    """Delete an app; whoever let it in has locked it out with that."""
    clients.delete(person(), client_id=client_id)
    transaction.commit()
    flash(_("The app was deleted, and whatever anybody had allowed it."), "success")
    return redirect(addresses.own_clients(), 303)


def _page(form: ClientForm, *, status: int = 200) -> Response:
    page = find.of_owner(person(), page=paging.page_request(PER_PAGE))
    words = {"clients": [_shown(client) for client in page.items], "page": paging.neighbours(page), "form": form}
    return html("settings/own_apps.html", status=status, **words)


def _registered(done: Registered, *, status: int) -> Response:
    words = {"client": _shown(done.client), "secret": done.secret}
    return headers.keep_private(html("settings/app_registered.html", status=status, **words))


def _shown(client: OAuthClient) -> ClientOnPage:
    return ClientOnPage(
        name=client.name,
        client_id=client.client_id,
        website=client.website,
        website_shown=web_links.shown(client.website),
        redirects=client.redirects,
        is_confidential=client.is_confidential,
        registered_at=ids.time_of(client.id),
        renew_url=addresses.renew_client_secret(client.id),
        delete_url=addresses.delete_client(client.id),
    )
