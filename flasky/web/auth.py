"""Accounts: sign up, confirm, log in and out, change and reset the password."""

from flask import Blueprint, flash, redirect, request
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.config import Registration
from flasky.errors import LinkInvalid
from flasky.http import access, headers, session, sites, tokens
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.lib import redirects
from flasky.models import Purpose
from flasky.operations import users
from flasky.queries.acting import NOBODY
from flasky.web import expired
from flasky.web.answers import html
from flasky.web.forms.auth import (
    ButtonForm,
    ChangePasswordForm,
    LoginForm,
    LoginWithTextForm,
    RegisterForm,
    ResetPasswordForm,
    ResetRequestForm,
)

pages = Blueprint("auth", __name__, url_prefix="/auth")


@pages.get("/login")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def login_form() -> Response:
    """The log-in page."""
    if current_user.is_authenticated:
        return redirect(_wanted(), 302)
    return html("auth/login.html", form=LoginForm(), next=request.args.get("next"))


@pages.post("/login")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def login() -> Response:
    """Log in, and go back to where one came from, or on with the text that was being written."""
    form = LoginWithTextForm()
    done = form.accept(lambda: session.check_credentials(form.email.data, form.password.data))
    if done is None:
        return _login_refused(form)
    user = done.result
    if not user.is_active:
        return redirect(addresses.suspended(), 303)
    session.log_in(user, password=form.password.data, remembered=form.remember_me.data)
    transaction.commit()
    if form.kept_body.data:
        return expired.editor_with(form)
    return redirect(_wanted(), 303)


@pages.get("/logout")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def logout_form() -> Response:
    """A page with the button; reading it changes nothing."""
    if not current_user.is_authenticated:
        return redirect(addresses.home(), 302)
    return html("auth/logout.html", form=ButtonForm())


@pages.post("/logout")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def logout() -> Response:
    """End this login."""
    session.log_out()
    transaction.commit()
    flash(_("You have been logged out."), "message")
    return redirect(addresses.home(), 303)


@pages.get("/register")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def register_form() -> Response:
    """The sign-up page."""
    if current_user.is_authenticated:
        return redirect(addresses.home(), 302)
    if not sites.current().takes_people:
        return _closed()
    return html("auth/register.html", form=RegisterForm())


@pages.post("/register")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def register() -> Response:
    """Sign up. The answer is the same whether the address is known or not."""
    form = RegisterForm()
    with transaction.reading():  # the password is hashed before anybody waits for the write lock
        registration = sites.registration()
    if registration is not Registration.OPEN:
        return _closed()
    typed = {"email": form.email.data, "username": form.username.data, "password": form.password.data}
    if form.accept(lambda: users.register(NOBODY, **typed, registration=registration)) is None:
        return html("auth/register.html", form=form, status=422)
    transaction.commit()
    flash(_("A confirmation email has been sent to you by email."), "success")
    return redirect(addresses.home(), 303)


@pages.get("/unconfirmed")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def unconfirmed() -> Response:
    """What people see until they confirm."""
    if not current_user.is_authenticated or current_user.confirmed:
        return redirect(addresses.home(), 302)
    user = person()
    return html("auth/unconfirmed.html", form=ButtonForm(), username=user.username, address=user.address)


@pages.get("/suspended")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def suspended() -> Response:
    """What suspended people see instead of a log-in."""
    return html("auth/suspended.html")


@pages.get("/confirm")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def resend_form() -> Response:
    """A page with the button that sends the confirmation letter again; reading it changes nothing."""
    if current_user.confirmed:
        return redirect(addresses.home(), 302)
    return html("auth/confirm_resend.html", form=ButtonForm(), address=person().address)


@pages.post("/confirm")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def resend() -> Response:
    """Send the confirmation letter again."""
    user = person()
    if user.confirmed:
        return redirect(addresses.home(), 303)
    users.ask_confirmation(user)
    transaction.commit()
    flash(_("A new confirmation email has been sent to you by email."), "success")
    return redirect(addresses.unconfirmed(), 303)


@pages.get("/confirm/<token>")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def confirm_form(token: str) -> Response:
    """A page with the button; reading it changes nothing."""
    if current_user.confirmed:
        return redirect(addresses.home(), 302)
    tokens.open_link(token, purpose=Purpose.CONFIRM, user=person())
    return headers.keep_private(html("auth/confirm.html", form=ButtonForm(), action=addresses.confirm_with(token)))


@pages.post("/confirm/<token>")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def confirm(token: str) -> Response:
    """Take the address as proved."""
    user = person()
    link = tokens.open_link(token, purpose=Purpose.CONFIRM, user=user)
    users.confirm(user, link=link, administrator=settings().flasky_admin)
    transaction.commit()
    cookie[session.WELCOME] = True
    flash(_("You have confirmed your account. Thanks!"), "success")
    return redirect(addresses.home(), 303)


@pages.get("/change-password")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def change_password_form() -> Response:
    """The page to change one's password."""
    return html("auth/change_password.html", form=ChangePasswordForm())


@pages.post("/change-password")
@access.allowed_to(access.PEOPLE_AT_THE_DOOR)
def change_password() -> Response:
    """Change one's password; every other login ends, this one is renewed."""
    form, user = ChangePasswordForm(), person()
    if form.accept(lambda: users.change_password(user, old=form.old_password.data, new=form.password.data)) is None:
        return html("auth/change_password.html", form=form, status=422)
    session.renew(user)
    transaction.commit()
    flash(_("Your password has been updated. Every other device was logged out."), "success")
    return redirect(addresses.home(), 303)


@pages.get("/reset")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def reset_form() -> Response:
    """The page to ask for a reset letter."""
    return html("auth/reset_request.html", form=ResetRequestForm())


@pages.post("/reset")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def reset() -> Response:
    """Have a reset letter sent. The answer is the same for every address."""
    form = ResetRequestForm()
    if form.accept(lambda: users.ask_reset(NOBODY, email=form.email.data)) is None:
        return html("auth/reset_request.html", form=form, status=422)
    transaction.commit()
    flash(
        _("If this address belongs to an account, an email with a link to reset its password is on its way."), "success"
    )
    return redirect(addresses.login(), 303)


@pages.get("/reset/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def reset_with_form(token: str) -> Response:
    """The page to choose a new password; reading it does not use the link."""
    tokens.open_link(token, purpose=Purpose.RESET)
    return _reset_page(ResetPasswordForm(), token)


@pages.post("/reset/<token>")
@access.allowed_to(access.ANYBODY_AT_THE_DOOR)
def reset_with(token: str) -> Response:
    """Set the new password; every login of the account ends."""
    form = ResetPasswordForm()
    with transaction.reading():  # as in `register`
        link = tokens.open_link(token, purpose=Purpose.RESET)
    if form.accept(lambda: users.reset_password(NOBODY, link=link, password=form.password.data)) is None:
        return _reset_page(form, token, status=422)
    session.log_out()
    transaction.commit()
    flash(_("Your password has been updated. Log in with the new one."), "success")
    return redirect(addresses.login(), 303)


@pages.errorhandler(LinkInvalid)
def link_invalid(_error: LinkInvalid) -> Response:
    """Say that a link does nothing any more, and where to get a new one."""
    transaction.rollback()
    is_reset = request.path.startswith(addresses.reset())
    again = addresses.reset() if is_reset else addresses.confirm()
    label = _("Send me a new reset link") if is_reset else _("Send me a new confirmation link")
    sentence = (
        _("The reset link is invalid or has expired.")
        if is_reset
        else _("The confirmation link is invalid or has expired.")
    )
    page = html("auth/link_invalid.html", sentence=sentence, again_url=again, again_label=label, status=404)
    return headers.keep_private(page)


def _closed() -> Response:
    return html("auth/closed.html", status=403)


def _reset_page(form: ResetPasswordForm, token: str, *, status: int = 200) -> Response:
    action = addresses.reset_with(token)
    return headers.keep_private(html("auth/reset_password.html", form=form, action=action, status=status))


def _login_refused(form: LoginWithTextForm) -> Response:
    if form.kept_body.data:
        return expired.login_page(form, status=422)
    return html("auth/login.html", form=form, next=request.args.get("next"), status=422)


def _wanted() -> str:
    target = request.args.get("next")
    return target if target and redirects.is_local_path(target) else addresses.home()
