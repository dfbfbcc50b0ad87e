"""The form people comment in."""

import secrets

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, TextAreaField

from flasky.errors import InvalidInput
from flasky.models import IdempotencyKey
from flasky.web.forms.base import Form, at_most, no_nul


class CommentForm(Form):
    """A text, the comment it answers, and what brings it back to its place when the session was lost on the way."""

    body = TextAreaField(_("Your comment"), [no_nul])
    reply_to = HiddenField(validators=[at_most(19), no_nul])
    comment_on = HiddenField(validators=[at_most(19), no_nul])
    editing = HiddenField(validators=[at_most(19), no_nul])
    idempotency_key = HiddenField(
        validators=[at_most(IdempotencyKey.KEY_MAX), no_nul], default=lambda: secrets.token_urlsafe(16)
    )

    def refuse(self, error: InvalidInput) -> None:
        """Say what was refused; nothing was written, so the next try is a new one."""
        super().refuse(error)
        self.idempotency_key.data = secrets.token_urlsafe(16)
