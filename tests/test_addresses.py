"""What addresses look like; that each leads to a page is tested in tests/architecture."""

from flasky import addresses
from flasky.models import Actor, Post

ALICE = Actor.named("alice")
POST = Post(id=12345, author=ALICE, slug="größe-der-dinge")


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
