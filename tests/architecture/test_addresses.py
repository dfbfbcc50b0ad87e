"""Every address of flasky/addresses.py leads to a page, with what was put into it."""

import inspect
from types import FunctionType, SimpleNamespace
from urllib.parse import unquote

import pytest
from werkzeug.exceptions import MethodNotAllowed

from flasky import addresses
from flasky.lib import ids

AUTHOR = SimpleNamespace(username="alice.b_c")
POST = SimpleNamespace(id=ids.LARGEST, slug="日本-and-so-on", author=AUTHOR)
OF_AUTHOR = {"username": "alice.b_c"}
OF_POST = {**OF_AUTHOR, "post_id": ids.LARGEST, "slug": "日本-and-so-on"}
TOKEN = {"token": "IjEi.a-b_c"}

SAMPLES = {
    "account": ([7], {"user_id": 7}),
    "change_email": ([], {}),
    "change_email_with": (["IjEi.a-b_c"], TOKEN),
    "delete_post": ([POST], OF_POST),
    "deleted": ([], {}),
    "edit_from_revision": ([POST, 7], OF_POST),
    "end_other_sessions": ([], {}),
    "end_session": ([7], {"login_id": 7}),
    "errors": ([], {}),
    "fill_with_demo": ([], {}),
    "guide": ([], {}),
    "people": ([], {}),
    "remove_demo": ([], {}),
    "replay": ([7], {"job_id": 7}),
    "replay_all": ([], {}),
    "restore_post": ([POST], OF_POST),
    "revision": ([POST, 7], {**OF_POST, "revision_id": 7}),
    "revisions": ([POST], OF_POST),
    "sessions": ([], {}),
    "set_up": (["IjEi.a-b_c"], TOKEN),
    "site_desk": ([], {}),
    "suspend": ([7], {"user_id": 7}),
    "take_back_with": (["IjEi.a-b_c"], TOKEN),
    "try_mail": ([], {}),
    "unsuspend": ([7], {"user_id": 7}),
    "admin": ([], {}),
    "all_posts": ([], {}),
    "author": ([AUTHOR], OF_AUTHOR),
    "change_password": ([], {}),
    "confirm": ([], {}),
    "confirm_with": (["IjEi.a-b_c"], TOKEN),
    "edit_post": ([POST], OF_POST),
    "health": ([], {}),
    "home": ([], {}),
    "login": (["/@alice?page=2&a=b"], {}),
    "logout": ([], {}),
    "moderate": ([], {}),
    "post": ([POST], OF_POST),
    "preview": ([], {}),
    "profile": (["alice.b_c"], OF_AUTHOR),
    "ready": ([], {}),
    "register": ([], {}),
    "reset": ([], {}),
    "reset_with": (["IjEi.a-b_c"], TOKEN),
    "suspended": ([], {}),
    "unconfirmed": ([], {}),
    "write": ([], {}),
}
OTHERS = {"absolute", "built_file"}
"""One puts an origin before a path; the other names a file, which no route serves."""


def all_of_them() -> set[str]:
    return {name for name, member in vars(addresses).items() if is_address(member) and not name.startswith("_")}


def is_address(member: object) -> bool:
    return isinstance(member, FunctionType) and inspect.getmodule(member) is addresses


def resolved(app, path: str) -> dict[str, object]:
    """Return what the route map reads out of a path; raises for one it does not know or would redirect."""
    routes, wanted = app.url_map.bind("localhost"), unquote(path.partition("?")[0])
    try:
        return routes.match(wanted)[1]
    except MethodNotAllowed as error:
        return routes.match(wanted, method=error.valid_methods[0])[1]


def test_every_address_has_a_sample_here():
    assert all_of_them() == SAMPLES.keys() | OTHERS


@pytest.mark.parametrize("name", SAMPLES)
def test_addresses_resolve_against_the_route_map(app, name):
    given, expected = SAMPLES[name]

    path = getattr(addresses, name)(*given)

    assert resolved(app, path) == expected


def test_built_files_are_served(browser):
    response = browser.get(addresses.built_file("img/favicon.svg"))

    assert response.status_code == 200
