"""The forms in which people say how they are seen."""

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    FileField,
    StringField,
    SubmitField,
    TextAreaField,
)

from flasky.lib.usernames import USERNAME_MAX
from flasky.models import Actor
from flasky.web.forms.base import REQUIRED, Form, at_most, no_nul, stripped
from flasky.web.forms.links import LinkFields


class ProfileForm(LinkFields):
    """What one may change of oneself: neither address nor role is among it."""

    username = StringField(_("Username"), [REQUIRED, at_most(USERNAME_MAX), no_nul], filters=[stripped])
    name = StringField(_("Real name"), [at_most(Actor.NAME_MAX), no_nul], filters=[stripped])
    location = StringField(_("Location"), [at_most(Actor.LOCATION_MAX), no_nul], filters=[stripped])
    about_me = TextAreaField(_("About me"), [no_nul])
    submit = SubmitField(_("Save"))


class PictureForm(Form):
    """The file itself is read from the request; the field gives it a name and a place for what is wrong with it."""

    picture = FileField(_("Picture"))
    submit = SubmitField(_("Use this picture"))


class ApprovalForm(Form):
    """Whether one is asked before somebody follows."""

    approves_followers = BooleanField(_("Ask me before somebody follows me"))
    submit = SubmitField(_("Save"))
