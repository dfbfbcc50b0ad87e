"""The form about lists of all people."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SubmitField

from flasky.web.forms.base import Form


class DirectoryForm(Form):
    """Whether lists of all people may name one."""

    is_in_directory = BooleanField(_("Lists of all people may name me"))
    submit = SubmitField(_("Save"))
