"""The form people write in."""

import secrets

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField

from flasky.errors import InvalidInput
from flasky.models import IdempotencyKey
from flasky.web.forms.base import Form, at_most, no_nul, stripped


class PostForm(Form):
    """Title (optional) and text. The limits that depend on what the text is are the operation's."""

    title = StringField(_("Title"), [no_nul], filters=[stripped])
    body = TextAreaField(_("What's on your mind?"), [no_nul])
    idempotency_key = HiddenField(
        validators=[at_most(IdempotencyKey.KEY_MAX), no_nul], default=lambda: secrets.token_urlsafe(16)
    )
    editing = HiddenField(validators=[at_most(19), no_nul])

    def refuse(self, error: InvalidInput) -> None:
        """Say what was refused; nothing was written, so the next try is a new one."""
        super().refuse(error)
        self.idempotency_key.data = secrets.token_urlsafe(16)
