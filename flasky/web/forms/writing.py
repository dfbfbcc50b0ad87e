"""The form of what new posts begin with."""

from typing import TypedDict

from flask_babel import lazy_gettext as _
from wtforms import SubmitField

from flasky.models import Commenters, Visibility
from flasky.web.forms.base import Form
from flasky.web.forms.post import commenters_field, days_field, visibility_field


class Chosen(TypedDict):
    """What the form hands to the operation."""

    visibility: Visibility
    commenters: Commenters
    open_days: int


class WritingForm(Form):
    """Who reads, who comments, for how long; where the request says nothing, as it stands."""

    default_visibility = visibility_field(_("Who can read what I write"))
    default_commenters = commenters_field(_("Who can comment on it"))
    comments_open_days = days_field(_("Days until comments close"))
    submit = SubmitField(_("Save"))

    def chosen(self) -> Chosen:
        """Return what was chosen, by the names of the operation."""
        return {
            "visibility": self.default_visibility.data,
            "commenters": self.default_commenters.data,
            "open_days": self.comments_open_days.data or 0,
        }
