"""The form of how one hears of what."""

from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectField, SubmitField

from flasky.models import Channel, NotificationKind
from flasky.web.forms.base import Form

CHANNELS = [
    SelectChoice(Channel.SITE.value, _("On the site")),
    SelectChoice(Channel.LETTER.value, _("By letter at once")),
    SelectChoice(Channel.DIGEST.value, _("In a daily letter")),
    SelectChoice(Channel.NONE.value, _("Not at all")),
]


class ChannelsForm(Form):
    """A choice for each kind of notification, under the kind's name."""

    submit = SubmitField(_("Save"))

    def wanted(self) -> dict[NotificationKind, Channel]:
        """Return what was chosen."""
        return {kind: Channel(self[kind.value].data) for kind in NotificationKind}


for _kind in NotificationKind:
    setattr(ChannelsForm, _kind.value, SelectField(choices=CHANNELS))
