"""The forms around accounts."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField, SubmitField
from wtforms.validators import EqualTo

from flasky.lib.emails import EMAIL_MAX
from flasky.lib.usernames import USERNAME_MAX
from flasky.web.forms.base import REQUIRED, Form, at_most, no_nul, stripped

TYPED_MAX = 1024
"""Longer passwords are refused by the operations with a sentence of their own; this only bounds the work."""

MUST_MATCH = _("Passwords must match.")


class LoginForm(Form):
    email = StringField(_("Email"), [REQUIRED, at_most(EMAIL_MAX), no_nul], filters=[stripped])
    password = PasswordField(_("Password"), [REQUIRED, at_most(TYPED_MAX), no_nul])
    remember_me = BooleanField(_("Keep me logged in"))
    submit = SubmitField(_("Log In"))


class LoginWithTextForm(LoginForm):
    """Log in again while a text waits: the text travels in hidden fields."""

    kept_title = HiddenField()
    kept_body = HiddenField()
    kept_tags = HiddenField()
    kept_post = HiddenField()
    kept_key = HiddenField()
    kept_comment_on = HiddenField()
    kept_reply_to = HiddenField()


class RegisterForm(Form):
    email = EmailField(_("Email"), [REQUIRED, at_most(EMAIL_MAX), no_nul], filters=[stripped])
    username = StringField(_("Username"), [REQUIRED, at_most(USERNAME_MAX), no_nul])
    password = PasswordField(_("Password"), [REQUIRED, at_most(TYPED_MAX), no_nul, EqualTo("password2", MUST_MATCH)])
    password2 = PasswordField(_("Confirm password"), [REQUIRED])
    submit = SubmitField(_("Register"))


class ChangePasswordForm(Form):
    old_password = PasswordField(_("Old password"), [REQUIRED, at_most(TYPED_MAX), no_nul])
    password = PasswordField(
        _("New password"), [REQUIRED, at_most(TYPED_MAX), no_nul, EqualTo("password2", MUST_MATCH)]
    )
    password2 = PasswordField(_("Confirm password"), [REQUIRED])
    submit = SubmitField(_("Update Password"))


class SetUpForm(RegisterForm):
    submit = SubmitField(_("Make my account"))


class ChangeEmailForm(Form):
    email = EmailField(_("New email address"), [REQUIRED, at_most(EMAIL_MAX), no_nul], filters=[stripped])
    password = PasswordField(_("Password"), [REQUIRED, at_most(TYPED_MAX), no_nul])
    submit = SubmitField(_("Send me the link"))


class ResetRequestForm(Form):
    email = EmailField(_("Email"), [REQUIRED, at_most(EMAIL_MAX), no_nul], filters=[stripped])
    submit = SubmitField(_("Reset Password"))


class ResetPasswordForm(Form):
    password = PasswordField(
        _("New password"), [REQUIRED, at_most(TYPED_MAX), no_nul, EqualTo("password2", MUST_MATCH)]
    )
    password2 = PasswordField(_("Confirm password"), [REQUIRED])
    submit = SubmitField(_("Reset Password"))


class ButtonForm(Form):
    """A form with nothing but its button."""

    submit = SubmitField(_("Confirm"))
