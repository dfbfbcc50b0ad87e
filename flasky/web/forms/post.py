"""The form people write in."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

from flask_babel import lazy_gettext as _
from flask_login import current_user
from wtforms import HiddenField, IntegerField, SelectChoice, SelectField, StringField, TextAreaField

from flasky.errors import DaysRefused, InvalidInput
from flasky.lib import languages
from flasky.models import Commenters, IdempotencyKey, Visibility
from flasky.operations.audience import Audience
from flasky.web.forms.base import Form, at_most, no_nul, stripped

VISIBILITIES = {
    Visibility.PUBLIC: _("Everybody"),
    Visibility.FOLLOWERS: _("My followers"),
    Visibility.LINK: _("Whoever has the link"),
}
COMMENTERS = {
    Commenters.EVERYBODY: _("Everybody who can read it"),
    Commenters.FOLLOWERS: _("My followers"),
    Commenters.FOLLOWED: _("People I follow"),
    Commenters.NOBODY: _("Nobody but me"),
}


class Written(TypedDict):
    """What the form hands to the operations."""

    title: str
    body: str
    tags: str
    language: str
    audience: Audience


class DaysField(IntegerField):  # type: ignore[misc]  # the library has no types
    """A number of days; what is not there leaves the number as it was."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = int(valuelist[0] or "0")
        except ValueError as error:
            raise ValueError(str(DaysRefused.sentence)) from error


def _own(column: str) -> Callable[[], object]:
    """Return what finds the choice that whoever writes made for all their posts."""
    return lambda: getattr(getattr(current_user, "actor", None), column, None)


def _choices(words: Mapping[Any, object]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in words.items()]


def visibility_field(label: object) -> SelectField:
    """Return the choice of who may read."""
    return SelectField(label, choices=_choices(VISIBILITIES), coerce=Visibility, default=_own("default_visibility"))


def commenters_field(label: object) -> SelectField:
    """Return the choice of who may comment."""
    return SelectField(label, choices=_choices(COMMENTERS), coerce=Commenters, default=_own("default_commenters"))


def days_field(label: object) -> DaysField:
    """Return the number of days that comments stay open."""
    return DaysField(label, default=_own("comments_open_days"))


def language_field(label: object) -> SelectField:
    """Return the choice of a language by its own name; nothing is said of it at first."""
    by_name = sorted(languages.NAMES.items(), key=lambda one: one[1].casefold())
    return SelectField(label, choices=_choices({"": _("Not said"), **dict(by_name)}), default="")


class PostForm(Form):
    """Title (optional), text, tags besides those in it. Limits that depend on what the text is are the operation's."""

    title = StringField(_("Title"), [no_nul], filters=[stripped])
    body = TextAreaField(_("What's on your mind?"), [no_nul])
    tags = StringField(_("Tags"), [no_nul], filters=[stripped])
    idempotency_key = HiddenField(
        validators=[at_most(IdempotencyKey.KEY_MAX), no_nul], default=lambda: secrets.token_urlsafe(16)
    )
    editing = HiddenField(validators=[at_most(19), no_nul])
    language = language_field(_("Language of the text"))
    visibility = visibility_field(_("Who can read it"))
    commenters = commenters_field(_("Who can comment"))
    close_after_days = days_field(_("Days until comments close"))

    def written(self) -> Written:
        """Return what was typed and chosen, by the names of the operations."""
        return {
            "title": self.title.data or "",
            "body": self.body.data or "",
            "tags": self.tags.data or "",
            "language": self.language.data or "",
            "audience": Audience(self.visibility.data, self.commenters.data, self.close_after_days.data or 0),
        }

    def refuse(self, error: InvalidInput) -> None:
        """Say what was refused; nothing was written, so the next try is a new one."""
        super().refuse(error)
        self.idempotency_key.data = secrets.token_urlsafe(16)
