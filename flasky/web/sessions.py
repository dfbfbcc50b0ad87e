"""One's logins: where one is logged in, and the way to end that."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging, session
from flasky.http.session import person
from flasky.lib.devices import Device, device_of
from flasky.models import Login
from flasky.operations import logins
from flasky.queries import users
from flasky.web.answers import html
from flasky.web.forms.auth import ButtonForm

pages = Blueprint("sessions", __name__, url_prefix="/settings/sessions")
PER_PAGE = 50


@dataclass(frozen=True)
class LoginOnPage:
    """A login as its person sees it; `network` is the part of the address that is kept."""

    device: str
    user_agent: str
    network: str
    begun_at: datetime
    last_used_at: datetime
    remembered: bool
    is_this_one: bool
    end_url: str


@pages.get("")
@access.allowed_to(access.PEOPLE)
def listed() -> Response:
    """One's logins, newest first."""
    page = users.logins_of(person(), page=paging.page_request(PER_PAGE))
    shown = page.map(_shown)
    return html("settings/sessions.html", logins=shown.items, page=paging.neighbours(page), form=ButtonForm())


@pages.post("/<id:login_id>/end")
@access.allowed_to(access.PEOPLE_WITH_PASSWORD)
def end(login_id: int) -> Response:
    """End one login; if it is this one, that is a log-out."""
    user = person()
    is_this_one = session.is_login(login_id)
    logins.end_one(user, login_id=login_id)
    if is_this_one:
        session.log_out()
    transaction.commit()
    flash(_("You have been logged out.") if is_this_one else _("That device was logged out."), "success")
    return redirect(addresses.home() if is_this_one else addresses.sessions(), 303)


@pages.post("/end-others")
@access.allowed_to(access.PEOPLE_WITH_PASSWORD)
def end_others() -> Response:
    """End every login but this one."""
    user = person()
    ended = logins.end_others(user, but=user.get_id())
    transaction.commit()
    flash(ngettext("%(num)d other device was logged out.", "%(num)d other devices were logged out.", ended), "success")
    return redirect(addresses.sessions(), 303)


def _shown(login: Login) -> LoginOnPage:
    return LoginOnPage(
        device=_name(device_of(login.user_agent)),
        user_agent=login.user_agent,
        network=login.last_network or login.network,
        begun_at=login.created_at,
        last_used_at=login.last_used_at,
        remembered=login.remembered,
        is_this_one=session.is_login(login.id),
        end_url=addresses.end_session(login.id),
    )


def _name(device: Device) -> str:
    if device.browser and device.platform:
        return str(_("%(browser)s on %(platform)s", browser=device.browser, platform=device.platform))
    return device.browser or device.platform or str(_("A program that does not say what it is"))
