"""The form of what one wishes of crawlers."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SubmitField

from flasky.web.forms.base import Form


class WishesForm(Form):
    """Two wishes; a box that is not ticked is a no."""

    is_indexed = BooleanField(_("Search engines may list my profile and my public posts"))
    allows_ai = BooleanField(_("What I write may be used to train language models"))
    submit = SubmitField(_("Save"))
