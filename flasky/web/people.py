"""Administrators look after accounts: the list, the editor of one, suspend and unsuspend."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import LastAdministrator
from flasky.http import access, paging
from flasky.http.pictures import remove_unless_shown
from flasky.http.session import person
from flasky.lib import ids
from flasky.lib.paging import PageRequest
from flasky.models import Actor, Audited, AuditEntry, User
from flasky.operations import people
from flasky.operations.people import Account
from flasky.queries import audit, profiles, roles, users
from flasky.web.answers import html
from flasky.web.forms.admin import ROLES, AccountForm
from flasky.web.forms.auth import ButtonForm
from flasky.web.forms.links import filled_with

pages = Blueprint("people", __name__, url_prefix="/admin/people")
PER_PAGE = 50
CHANGES_SHOWN = 20


@dataclass(frozen=True)
class AccountInList:
    """One row of the list."""

    username: str
    email: str
    role: str
    state: str
    member_since: datetime
    url: str


@dataclass(frozen=True)
class ChangeOnPage:
    """One audited change: (field, before, after) of each field that changed."""

    act: str
    by: str
    at: datetime
    fields: list[tuple[str, str, str]]


@pages.get("")
@access.allowed_to(access.ADMINISTRATORS)
def listed() -> Response:
    """Accounts, newest first; those whose name or address begins with what is looked for."""
    wanted = request.args.get("q", "").strip()
    page = users.all_of_them(page=paging.page_request(PER_PAGE), beginning=wanted)
    words: dict[str, Any] = {"accounts": [_in_list(user) for user in page.items], "q": wanted}
    return html("admin/people.html", page=paging.neighbours(page), **words)


@pages.get("/<id:user_id>")
@access.allowed_to(access.ADMINISTRATORS)
def form(user_id: int) -> Response:
    """The editor of one account, with its last changes."""
    user = users.by_id(user_id)
    return _page(_filled(user), user)


@pages.post("/<id:user_id>")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def save(user_id: int) -> Response:
    """Save an account."""
    user, form = users.by_id(user_id), AccountForm()
    picture = user.actor.avatar
    if form.accept(lambda: people.edit(person(), user=user, wanted=_wanted(form))) is None:
        return _page(form, users.by_id(user_id), status=422)
    transaction.commit()
    if form.remove_picture.data:
        remove_unless_shown(picture)
    flash(_("The profile has been updated."), "success")
    return redirect(addresses.account(user_id), 303)


@pages.post("/<id:user_id>/suspend")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def suspend(user_id: int) -> Response:
    """Close an account for now; its logins end at once."""
    user = users.by_id(user_id)
    try:
        people.suspend(person(), user=user)
    except LastAdministrator as error:
        transaction.rollback()
        flash(str(error.sentence), "error")
        return redirect(addresses.account(user_id), 303)
    transaction.commit()
    flash(_("%(username)s is suspended and was logged out everywhere.", username=user.username), "success")
    return redirect(addresses.account(user_id), 303)


@pages.post("/<id:user_id>/unsuspend")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def unsuspend(user_id: int) -> Response:
    """Open an account again."""
    user = users.by_id(user_id)
    people.unsuspend(person(), user=user)
    transaction.commit()
    flash(_("%(username)s may log in again.", username=user.username), "success")
    return redirect(addresses.account(user_id), 303)


def _wanted(form: AccountForm) -> Account:
    return Account(
        confirmed=form.confirmed.data,
        role=roles.by_name(form.role.data),
        links=form.links(),
        avatar="" if form.remove_picture.data else None,
        **{name: form[name].data or "" for name in ("email", "username", "name", "location", "about_me")},
    )


def _filled(user: User) -> AccountForm:
    actor = user.actor
    about = {"name": actor.name, "location": actor.location, "about_me": actor.about_me}
    login = {"email": user.address, "username": user.username, "confirmed": user.confirmed, "role": user.role.name}
    return AccountForm(formdata=None, **login, **about, **filled_with(profiles.links_of(actor)))


def _page(form: AccountForm, user: User, *, status: int = 200) -> Response:
    entries = audit.of_user(user, page=PageRequest(CHANGES_SHOWN)).items
    makers = audit.actors_of(entries)
    words: dict[str, Any] = {
        "user": _in_list(user),
        "is_suspended": not user.is_active,
        "has_picture": bool(user.actor.avatar),
        "profile_url": addresses.author(user.actor),
        "suspend_url": addresses.suspend(user.id),
        "unsuspend_url": addresses.unsuspend(user.id),
        "changes": [_change(entry, makers.get(entry.by_actor_id or 0)) for entry in entries],
    }
    return html("admin/person.html", form=form, button=ButtonForm(formdata=None), status=status, **words)


def _in_list(user: User) -> AccountInList:
    return AccountInList(
        username=user.username,
        email=user.address,
        role=_role(user.role.name),
        state=_state(user),
        member_since=user.actor.member_since,
        url=addresses.account(user.id),
    )


def _state(user: User) -> str:
    if not user.is_active:
        return str(_("suspended"))
    return str(_("confirmed") if user.confirmed else _("unconfirmed"))


def _change(entry: AuditEntry, maker: Actor | None) -> ChangeOnPage:
    before, after = json.loads(entry.before), json.loads(entry.after)
    by = (
        maker.username if maker else str(_("the command line") if entry.by_actor_id is None else _("somebody who left"))
    )
    fields = [(_field(name), _shown(name, before.get(name)), _shown(name, after[name])) for name in after]
    return ChangeOnPage(_act(Audited(entry.act)), by, ids.time_of(entry.id), fields)


def _field(name: str) -> str:
    words = {
        "email": _("Email"),
        "username": _("Username"),
        "confirmed": _("Confirmed"),
        "role": _("Role"),
        "suspended": _("Suspended"),
        "name": _("Real name"),
        "location": _("Location"),
        "about_me": _("About me"),
        "links": _("Links"),
        "picture": _("Picture"),
        "disabled_comment": _("Disabled comment"),
    }
    return str(words.get(name, name))


def _act(act: Audited) -> str:
    words: dict[str, Any] = {
        Audited.EDITED: _("edited"),
        Audited.ROLE_CHANGED: _("role changed"),
        Audited.CONFIRMED: _("confirmed"),
        Audited.SUSPENDED: _("suspended"),
        Audited.UNSUSPENDED: _("opened again"),
        Audited.COMMENT_DISABLED: _("comment disabled"),
        Audited.COMMENT_ENABLED: _("comment enabled"),
    }
    return str(words[act])


def _role(name: str) -> str:
    return str(ROLES.get(name, name))


def _shown(field: str, value: object) -> str:
    if field == "role":
        return _role(str(value))
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return str(value) if value else str(_("nothing"))
