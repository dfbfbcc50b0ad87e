"""Administrators choose the site's name and looks, and try the mail server out; a new site's guide is the same page."""

from typing import Any

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.config import Registration
from flasky.errors import SiteInUse
from flasky.http import access, mail, sites
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.mail import trial
from flasky.models import Accent, Site
from flasky.operations import demo
from flasky.operations import sites as operation
from flasky.operations.sites import Choice
from flasky.queries import site
from flasky.web.answers import html
from flasky.web.forms.admin import SiteForm
from flasky.web.forms.auth import ButtonForm

pages = Blueprint("site_desk", __name__)


@pages.get("/setup")
@access.allowed_to(access.ADMINISTRATORS)
def guide() -> Response:
    """What a new site needs, on one page."""
    return _page(_filled(), is_guide=True)


@pages.get("/admin/site")
@access.allowed_to(access.ADMINISTRATORS)
def form() -> Response:
    """The site's name and looks."""
    return _page(_filled())


@pages.post("/setup")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def finish() -> Response:
    """Save what was chosen for a new site, and show it."""
    form = _save()
    if form is not None:
        return _page(form, is_guide=True, status=422)
    flash(_("Your site is ready. Welcome home!"), "success")
    return redirect(addresses.home(), 303)


@pages.post("/admin/site")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def save() -> Response:
    """Save what was chosen."""
    form = _save()
    if form is not None:
        return _page(form, status=422)
    flash(_("Saved. Every page shows it within five seconds."), "success")
    return redirect(addresses.site_desk(), 303)


@pages.post("/admin/site/mail")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def try_mail() -> Response:
    """Send a letter to oneself now, and show what the mail server said."""
    own, recipient = mail.site(settings(), name=sites.current().name), person().address
    transaction.rollback()  # nothing is asked of the database while a mail server is spoken to
    outcome = trial.try_out(mail.way_out(settings()), site=own, recipient=recipient)
    return _page(_filled(), outcome=outcome, status=200 if outcome.succeeded else 502)


@pages.post("/admin/site/demo")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def fill() -> Response:
    """Have the site filled with made-up people, as long as nobody real is there."""
    try:
        demo.ask(person())
    except SiteInUse:
        transaction.rollback()
        flash(_("Real people have accounts here, and a demo would mix with them."), "error")
        return redirect(addresses.site_desk(), 303)
    transaction.commit()
    flash(_("People are moving in. Look again in a moment."), "success")
    return redirect(addresses.home(), 303)


@pages.post("/admin/site/demo/remove")
@access.allowed_to(access.ADMINISTRATORS_WITH_PASSWORD)
def remove_demo() -> Response:
    """Have the made-up people and their posts removed."""
    demo.ask_removal(person())
    transaction.commit()
    flash(_("The demo is being removed."), "success")
    return redirect(addresses.site_desk(), 303)


def _save() -> SiteForm | None:
    """Save the form that was sent. Returns it when it was refused."""
    form = SiteForm()
    if form.accept(lambda: operation.choose(person(), wanted=_wanted(form))) is None:
        return form
    transaction.commit()
    sites.forget()
    return None


def _wanted(form: SiteForm) -> Choice:
    words: dict[str, Any] = {"name": form.name.data or "", "description": form.description.data or ""}
    words["allows_ai"] = bool(form.allows_ai.data)
    return Choice(**words, registration=Registration(form.registration.data), accent=Accent(form.accent.data))


def _filled() -> SiteForm:
    row = site.chosen() or Site(
        name=sites.DEFAULT_NAME, description="", registration="", accent=Accent.GLASS, allows_ai=False
    )
    registration = row.registration or Registration.OPEN
    values = {"name": row.name, "description": row.description, "accent": row.accent, "allows_ai": row.allows_ai}
    return SiteForm(formdata=None, registration=registration, **values)


def _page(
    form: SiteForm, *, is_guide: bool = False, outcome: trial.Outcome | None = None, status: int = 200
) -> Response:
    words: dict[str, Any] = {
        "is_guide": is_guide,
        "outcome": outcome,
        "configured": settings().flasky_registration,
        "mail_server": settings().mail_server,
        "outbox": settings().outbox,
        "address": person().address,
        "has_demo": site.has_demo(),
        "takes_demo": not site.has_real_people(),
        "action": addresses.guide() if is_guide else addresses.site_desk(),
    }
    return html("admin/site.html", form=form, button=ButtonForm(formdata=None), status=status, **words)
