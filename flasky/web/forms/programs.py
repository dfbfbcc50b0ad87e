"""The forms around what programs come in with."""

from collections.abc import Sequence
from typing import Any, TypedDict

from flask_babel import lazy_gettext as _
from wtforms import SelectChoice, SelectField, SelectMultipleField, StringField, SubmitField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from flasky.errors import ScopesRefused
from flasky.http import scopes as words
from flasky.models import ApiGrant, OAuthClient, Scope
from flasky.web.forms.base import REQUIRED, Form, at_most, no_nul, stripped
from flasky.web.forms.post import DaysField

CONFIDENTIAL, PUBLIC = "confidential", "public"
REDIRECTS_TYPED_MAX = OAuthClient.REDIRECTS_MAX * (OAuthClient.URL_MAX + 2)


class WantedToken(TypedDict):
    """What the form of a token hands to the operation."""

    name: str
    scopes: list[Scope]
    days: int


class WantedClient(TypedDict):
    """What the form of an app hands to the operation."""

    name: str
    website: str
    redirect_uris: list[str]
    is_confidential: bool


def at_least_one(_form: Form, field: Any) -> None:
    """Refuse a token that opens nothing, together with what else is wrong."""
    if not field.data:
        raise ValidationError(str(ScopesRefused.sentence))


class TokenForm(Form):
    """A token by hand. Offered are the scopes that its person could use."""

    name = StringField(_("Name"), [REQUIRED, at_most(ApiGrant.NAME_MAX), no_nul], filters=[stripped])
    scopes = SelectMultipleField(
        _("What it opens"),
        [at_least_one],
        coerce=str,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    days = DaysField(_("Days until it is over"), default=90)
    submit = SubmitField(_("Make the token"))

    def __init__(self, *, scopes: Sequence[Scope], **options: Any) -> None:
        super().__init__(data={"scopes": [Scope.READ.value]}, **options)
        self.scopes.choices = [SelectChoice(scope.value, words.in_words(scope)) for scope in scopes]

    def wanted(self) -> WantedToken:
        """Return what was typed and chosen, by the names of the operation."""
        chosen = [Scope(value) for value in self.scopes.data or []]
        return {"name": self.name.data or "", "scopes": chosen, "days": self.days.data or 0}


class ClientForm(Form):
    """An app for others to let in."""

    name = StringField(_("Name"), [REQUIRED, at_most(OAuthClient.NAME_MAX), no_nul], filters=[stripped])
    website = StringField(_("Website"), [at_most(OAuthClient.URL_MAX), no_nul], filters=[stripped])
    redirect_uris = TextAreaField(
        _("Where people are sent back to"), [REQUIRED, at_most(REDIRECTS_TYPED_MAX), no_nul], filters=[stripped]
    )
    kind = SelectField(
        _("Where it runs"),
        choices=[
            SelectChoice(CONFIDENTIAL, _("On a server")),
            SelectChoice(PUBLIC, _("On people's devices")),
        ],
    )
    submit = SubmitField(_("Register the app"))

    def wanted(self) -> WantedClient:
        """Return what was typed and chosen, by the names of the operation."""
        return {
            "name": self.name.data or "",
            "website": self.website.data or "",
            "redirect_uris": (self.redirect_uris.data or "").splitlines(),
            "is_confidential": self.kind.data == CONFIDENTIAL,
        }
