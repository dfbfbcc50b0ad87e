"""What an address of the API names, if whoever asks may come upon it. Anything else is missing."""

import re

from flask import request
from werkzeug.exceptions import BadRequest

from flasky.errors import NotFound
from flasky.http.paging import number_in
from flasky.http.session import viewer
from flasky.lib import ids
from flasky.models import Actor, IdempotencyKey
from flasky.queries import actors


def person(named: str) -> Actor:
    """Return the person of a number or of an `@username`. One statement. Raises NotFound, across a block too."""
    if named.startswith("@"):
        return actors.met_by_username(named[1:], viewer=viewer())
    number = number_in(named, ids.LARGEST)
    if number is None:
        raise NotFound
    return actors.met_by_id(number, viewer=viewer())


def idempotency_key() -> str:
    """Return the key that makes a second try harmless; empty where none was sent. Raises BadRequest."""
    given, longest = request.headers.get("Idempotency-Key"), IdempotencyKey.KEY_MAX
    if given is not None and not re.fullmatch(rf"[!-~]{{1,{longest}}}", given):
        raise BadRequest(f"An Idempotency-Key has 1 to {longest} plain characters and no spaces.")
    return given or ""
