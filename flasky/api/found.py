"""What an address of the API names, if whoever asks may come upon it. Anything else is missing."""

import re

from flask import request
from werkzeug.exceptions import BadRequest

from flasky.errors import NotFound
from flasky.http.paging import number_in
from flasky.http.session import viewer
from flasky.lib import ids
from flasky.lib import tags as spelling
from flasky.models import Actor, IdempotencyKey, Tag, User
from flasky.queries import actors, tags, users


def person(named: str) -> Actor:
    """Return the person of a number or of an `@username`. One statement. Raises NotFound, across a block too."""
    if named.startswith("@"):
        return actors.met_by_username(named[1:], viewer=viewer())
    number = number_in(named, ids.LARGEST)
    if number is None:
        raise NotFound
    return actors.met_by_id(number, viewer=viewer())


def anybody(named: str) -> Actor:
    """Return the person of a number or of an `@username`, whoever it is: the operation says whether they are met.

    So one can end what one began with somebody who is closed to one by now. One statement. Raises NotFound.
    """
    if named.startswith("@"):
        return actors.by_username(named[1:])
    number = number_in(named, ids.LARGEST)
    if number is None:
        raise NotFound
    return actors.by_id(number)


def account(named: str) -> User:
    """Return the account of a person, for administrators: suspended or not. One statement. Raises NotFound."""
    if named.startswith("@"):
        return users.by_name(named[1:])
    number = number_in(named, ids.LARGEST)
    if number is None:
        raise NotFound
    return users.of_actor(number)


def tag(named: str) -> Tag:
    """Return a tag, stored or not: any that could be one. One statement. Raises NotFound for what is no tag."""
    name = spelling.name_of(named)
    if name is None:
        raise NotFound
    key = spelling.key_of(name)
    return tags.by_key(key) or Tag(id=0, name=name, key=key, people=0, trend=0)


def idempotency_key() -> str:
    """Return the key that makes a second try harmless; empty where none was sent. Raises BadRequest."""
    given, longest = request.headers.get("Idempotency-Key"), IdempotencyKey.KEY_MAX
    if given is not None and not re.fullmatch(rf"[!-~]{{1,{longest}}}", given):
        raise BadRequest(f"An Idempotency-Key has 1 to {longest} plain characters and no spaces.")
    return given or ""
