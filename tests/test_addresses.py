"""Every address of the site leads to a page of the site."""

import inspect

import pytest
from werkzeug.exceptions import MethodNotAllowed

from flasky import addresses
from flasky.models import Actor, Post

ALICE = Actor.named("alice")
POST = Post(id=12345, author=ALICE, slug="größe-der-dinge")
ARGUMENTS = {
    "absolute": None,
    "profile": ("alice",),
    "author": (ALICE,),
    "post": (POST,),
    "edit_post": (POST,),
    "confirm_with": ("a.token",),
    "reset_with": ("a.token",),
    "built_file": None,
}
NAMES = [
    name for name, thing in inspect.getmembers(addresses, inspect.isfunction) if thing.__module__ == addresses.__name__
]


@pytest.mark.parametrize("name", [name for name in NAMES if ARGUMENTS.get(name, ()) is not None])
def test_every_address_is_on_the_route_map(app, name):
    path = getattr(addresses, name)(*ARGUMENTS.get(name, ()))

    assert _endpoint(app, path)


def _endpoint(app, path):
    with app.test_request_context(path) as context:
        try:
            return context.url_adapter.match()[0]
        except MethodNotAllowed as refusal:
            return refusal.valid_methods


def test_a_login_page_carries_where_to_go_on():
    assert addresses.login() == "/auth/login"
    assert addresses.login(next="/write?a=b&c") == "/auth/login?next=%2Fwrite%3Fa%3Db%26c"


def test_a_letter_s_link_stands_on_the_origin_of_the_site():
    assert addresses.absolute("/@alice", origin="https://blog.example.org") == "https://blog.example.org/@alice"


def test_a_post_s_address_names_author_and_slug_and_is_quoted():
    assert addresses.post(POST) == "/@alice/12345/gr%C3%B6%C3%9Fe-der-dinge"
    assert addresses.edit_post(POST) == addresses.post(POST) + "/edit"


def test_a_built_file_lies_under_static():
    assert addresses.built_file("dist/app.css") == "/static/dist/app.css"
