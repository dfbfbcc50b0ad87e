"""The forms of administrators."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    EmailField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)

from flasky.config import Registration
from flasky.lib.emails import EMAIL_MAX
from flasky.lib.usernames import USERNAME_MAX
from flasky.models import Accent, Actor, Role, Site
from flasky.web.forms.base import REQUIRED, Form, at_most, no_nul, stripped
from flasky.web.forms.links import LinkFields

ACCENTS = {
    Accent.GLASS: _("Bottle green"),
    Accent.INK: _("Ink blue"),
    Accent.BERRY: _("Berry"),
    Accent.RUST: _("Rust"),
    Accent.PLUM: _("Plum"),
}
ROLES = {
    Role.USER: _("User"),
    Role.MODERATOR: _("Moderator"),
    Role.ADMINISTRATOR: _("Administrator"),
}
REGISTRATIONS = {
    Registration.OPEN: _("Open: anybody may sign up"),
    Registration.CLOSED: _("Closed: only people who have an account"),
}


def _choices(words: Mapping[Any, object]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


class AccountForm(LinkFields):
    """Everything an administrator may change of an account (row R7 of the book)."""

    email = EmailField(_("Email"), [REQUIRED, at_most(EMAIL_MAX), no_nul], filters=[stripped])
    username = StringField(_("Username"), [REQUIRED, at_most(USERNAME_MAX), no_nul])
    confirmed = BooleanField(_("Confirmed"))
    role = SelectField(_("Role"), choices=_choices(ROLES))
    name = StringField(_("Real name"), [at_most(Actor.NAME_MAX), no_nul], filters=[stripped])
    location = StringField(_("Location"), [at_most(Actor.LOCATION_MAX), no_nul], filters=[stripped])
    about_me = TextAreaField(_("About me"), [no_nul])
    remove_picture = BooleanField(_("Take the uploaded picture away"))
    submit = SubmitField(_("Save"))


class SiteForm(Form):
    """What is chosen for the site."""

    name = StringField(_("Name of the site"), [REQUIRED, at_most(Site.NAME_MAX), no_nul], filters=[stripped])
    description = StringField(
        _("What it is about, in a sentence"), [at_most(Site.DESCRIPTION_MAX), no_nul], filters=[stripped]
    )
    registration = RadioField(_("Who may sign up"), choices=_choices(REGISTRATIONS))
    accent = RadioField(_("Color"), choices=_choices(ACCENTS))
    allows_ai = BooleanField(_("Crawlers that gather texts to train language models may come in"))
    submit = SubmitField(_("Save"))
