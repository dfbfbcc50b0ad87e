"""What all forms share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired, ValidationError

from flasky import transaction
from flasky.errors import CharacterRefused, InvalidInput

Result = TypeVar("Result")


@dataclass(frozen=True)
class Done(Generic[Result]):
    """An operation that went through, and what it returned."""

    result: Result


class Form(FlaskForm):  # type: ignore[misc]  # the library has no types
    """A form that takes an operation's refusal as an error of the field it names."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def wrap_formdata(self, form: FlaskForm, formdata: Any) -> Any:
            """Read what was typed, nothing else: a file or a JSON value in a text field's place is no text."""
            return request.form if formdata is not None and form.is_submitted() else None

    def accept(self, operation: Callable[[], Result]) -> Done[Result] | None:
        """Run an operation if the form is whole.

        Returns None when the form or the operation refused; the errors are then beside their fields.
        """
        if not self.validate_on_submit():
            return None
        try:
            return Done(operation())
        except InvalidInput as error:
            transaction.rollback()
            self.refuse(error)
            return None

    def refuse(self, error: InvalidInput) -> None:
        """Put an operation's refusal beside the field it names, or above the form."""
        field = self._fields.get(error.field)
        if field is None:
            self.form_errors.append(str(error.sentence))
        else:
            field.errors = [*field.errors, str(error.sentence)]


def no_nul(_form: Form, field: Any) -> None:
    """Refuse a NUL, which no database column holds."""
    if isinstance(field.data, str) and "\0" in field.data:
        raise ValidationError(str(CharacterRefused.sentence))


def stripped(value: Any) -> Any:
    """Take the white space off both ends of what was typed."""
    return value.strip() if isinstance(value, str) else value


REQUIRED = InputRequired(lazy_gettext("Please fill this in."))


def at_most(length: int) -> Callable[[Form, Any], None]:
    """Return a validator that refuses more than so many characters."""

    def validate(_form: Form, field: Any) -> None:
        if isinstance(field.data, str) and len(field.data) > length:
            raise ValidationError(_("Use at most %(count)d characters.", count=length))

    return validate
