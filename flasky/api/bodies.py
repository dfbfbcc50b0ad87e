"""What a program sent, read strictly: one JSON object of known fields and the right types, or a problem document."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from apiflask.schema_adapters.pydantic import PydanticAdapter
from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from flasky.http.problems import FieldError, Unprocessable

DEPTH_MAX = 32
ERRORS_MAX = 100
NAME_MAX = 200
UNFIT = "This text holds a character that cannot be stored."
WHOLE = "body"
"""What an error speaks of that is about no single field."""


class StrictAdapter(PydanticAdapter):
    """How APIFlask reads what it was told to with a pydantic model.

    Raises BadRequest for what is no JSON, UnsupportedMediaType for what says it is none, Unprocessable for fields.
    """

    def validate_input(self, request: Request, location: str, **_options: Any) -> BaseModel:
        """Return the model of a body or of a query."""
        try:
            if location == "query":
                return self.model_class.model_validate(request.args.to_dict())
            if getattr(self.model_class, "may_be_left_out", False) and not request.get_data():
                return self.model_class()
            return self.model_class.model_validate_json(_json_in(request), strict=True)
        except ValidationError as error:
            spoken = [_spoken(one) for one in error.errors(include_url=False)[:ERRORS_MAX]]
            raise Unprocessable(spoken) from error


def _json_in(request: Request) -> str:
    """Return the text of a JSON object that says one thing only, whoever reads it."""
    if not request.is_json:
        raise UnsupportedMediaType
    try:
        text = request.get_data().decode()
        document = json.loads(
            text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant, parse_float=_number
        )
    except UnicodeDecodeError as error:
        raise BadRequest("The body is not UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The body is not JSON that can be read: {_said(error)}.") from error
    if not isinstance(document, dict):
        raise Unprocessable([FieldError(field=WHOLE, detail="Send a JSON object.")])
    _require_plain(document)
    return json.dumps(document)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def _number(text: str) -> int | float:
    """Return a number with a point; a whole one is the same as without (JSON Schema, section 6.1.1)."""
    number = float(text)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return int(number) if number.is_integer() else number


def _said(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:100]


def _require_plain(document: dict[str, Any]) -> None:
    """Raise Unprocessable for a text no column holds: with a NUL, or with half a character."""
    wrong = [FieldError(field=_spelled(name), detail=UNFIT) for name in _unfit(document)]
    if wrong:
        raise Unprocessable(wrong[:ERRORS_MAX])


def _unfit(value: Any, name: str = "", depth: int = 0) -> Iterator[str]:
    if depth > DEPTH_MAX:
        raise BadRequest("The body is nested too deeply.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
            yield name or WHOLE
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _unfit(key, name, depth + 1)
            yield from _unfit(inner, f"{name}.{key}".lstrip("."), depth + 1)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _unfit(inner, f"{name}.{index}".lstrip("."), depth + 1)


def _spoken(error: Mapping[str, Any]) -> FieldError:
    name = ".".join(map(str, error["loc"])) or WHOLE
    sentence = "There is no such field here." if error["type"] == "extra_forbidden" else f"{error['msg']}."
    return FieldError(field=_spelled(name), detail=sentence)


def _spelled(name: str) -> str:
    """Return the name of a field as it can be sent back, whatever was in it."""
    return name.encode(errors="backslashreplace").decode()[:NAME_MAX]
