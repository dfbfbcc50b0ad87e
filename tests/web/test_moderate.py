"""The moderators' desk."""

import pytest

from flasky import transaction
from flasky.models import Post
from flasky.models import Visibility as See
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in
from tests.statements import counted

IN_PLACE = {"HX-Request": "true"}


@pytest.mark.seed("R3", "E9")
def test_the_desk_is_for_moderators(app, browser, alice, mod, admin):
    assert browser.get("/moderate").location == "/auth/login?next=%2Fmoderate"
    assert logged_in(app, alice).get("/moderate").status_code == 403
    for one in (mod, admin):
        page = logged_in(app, one).get("/moderate")
        assert page.status_code == 200
        assert "For comment moderators!" in page.text


@pytest.mark.seed("E9")
def test_the_desk_has_the_name_of_the_seeds_too(app, browser, alice, mod):
    assert browser.get("/moderator").location == "/auth/login?next=%2Fmoderator"
    assert logged_in(app, alice).get("/moderator").status_code == 403
    assert logged_in(app, mod).get("/moderator").location == "/moderate"


@pytest.mark.seed("C3")
def test_disabling_and_enabling_keep_the_place(app, alice, bob, mod):
    comment = factories.comment(bob, factories.post(alice), body="Unspeakable words")
    browser, place = logged_in(app, mod), f"/moderate?page=1#comment-{comment.id}"
    assert f'value="{place}"' in browser.get("/moderate?page=1").text

    for act, is_hidden in (("disable", True), ("enable", False)):
        assert browser.post(f"/moderate/{comment.id}/{act}", {"next": place}).location == place
        session.expire_all()
        assert (session.get_one(Post, comment.id).hidden_at is not None) == is_hidden


@pytest.mark.seed("C3")
def test_a_script_gets_the_row_alone(app, alice, bob, mod):
    comment = factories.comment(bob, factories.post(alice), body="Unspeakable words")
    browser = logged_in(app, mod)

    data = {"csrf_token": browser.csrf_token()}
    row = browser.open("POST", f"/moderate/{comment.id}/disable", data=data, headers=IN_PLACE).text

    assert "<html" not in row
    assert f"/moderate/{comment.id}/enable" in row
    assert "Unspeakable words" in row


@pytest.mark.seed("C3")
@pytest.mark.defect("D4")
def test_nobody_else_disables_and_reading_does_not(app, alice, bob, mod):
    comment = factories.comment(bob, factories.post(alice))

    assert logged_in(app, alice).post(f"/moderate/{comment.id}/disable").status_code == 403
    assert logged_in(app, mod).get(f"/moderate/{comment.id}/disable").status_code == 405


@pytest.mark.seed("C3")
def test_a_comment_that_the_moderator_may_not_see_is_not_there(app, alice, bob, mod):
    post = factories.post(alice)
    comment = factories.comment(bob, post, body="Among friends")
    post.visibility = See.FOLLOWERS
    transaction.commit()
    browser = logged_in(app, mod)

    assert "Among friends" not in browser.get("/moderate").text
    assert browser.post(f"/moderate/{comment.id}/disable").status_code == 404


@pytest.mark.seed("C3")
@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_takes_the_same_few_statements_for_one_comment_and_thirty(app, alice, bob, mod, count):
    post = factories.post(alice)
    for _time in range(count):
        factories.comment(bob, post)
    browser = logged_in(app, mod)

    with counted() as statements:
        browser.get("/moderate")

    assert len(statements) == 3, statements
