"""Marks through pages: instant for a script, and without one."""

import pytest

from flasky import transaction
from flasky.models import Post
from flasky.models import Visibility as See
from flasky.operations import marks
from tests import factories
from tests.browsers import Browser, logged_in
from tests.statements import counted

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice, title="On walking")


@pytest.fixture
def path(post) -> str:
    """Its address."""
    return f"/@alice/{post.id}/on-walking"


@pytest.mark.parametrize("act", ["like", "bookmark", "boost"])
def test_a_mark_leads_back_to_where_it_was_made(app, bob, path, act):
    browser = logged_in(app, bob)

    response = browser.post(f"{path}/{act}", {"next": "/all?page=1#post-1"})

    assert (response.status_code, response.location) == (303, "/all?page=1#post-1")
    assert f'formaction="{path}/un{act}"' in browser.get("/").text
    browser.post(f"{path}/un{act}")
    assert f'formaction="{path}/{act}"' in browser.get("/").text


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_a_mark_leads_nowhere_else(app, bob, path, target):
    assert logged_in(app, bob).post(f"{path}/like", {"next": target}).location == path


def test_a_script_gets_the_bar_alone(app, bob, path):
    browser = logged_in(app, bob)

    data = {"csrf_token": browser.csrf_token(), "next": "/all"}
    bar = browser.open("POST", f"{path}/like", data=data, headers=IN_PLACE)

    assert bar.status_code == 200
    assert "<html" not in bar.text
    assert 'aria-pressed="true"' in bar.text
    assert 'name="next" value="/all"' in bar.text


def test_a_comment_is_liked(app, alice, bob, post, path):
    comment = factories.comment(bob, post)
    browser = logged_in(app, alice)

    assert browser.post(f"{path}/comments/{comment.id}/like").location == f"{path}#comment-{comment.id}"
    assert f'action="{path}/comments/{comment.id}/unlike"' in browser.get(path).text


def test_a_post_that_is_not_public_has_no_boost(app, alice, path, post):
    post.visibility = See.LINK
    transaction.commit()
    browser = logged_in(app, alice)

    assert f"{path}/boost" not in browser.get(path).text
    refused = browser.post(f"{path}/boost")
    assert (refused.status_code, "Only public posts can be boosted." in refused.text) == (422, True)


def test_a_visitor_sees_counts_and_no_buttons(browser, bob, path, post):
    marks.like(bob, post=post)
    transaction.commit()

    page = browser.get("/").text

    assert f'href="{path}/likes"' in page
    assert "formaction" not in page
    assert "Set-Cookie" not in browser.get("/").headers


def test_the_people_behind_a_count_are_listed(browser, bob, path, post):
    marks.like(bob, post=post)
    transaction.commit()

    page = browser.get(f"{path}/likes").text

    assert 'href="/@bob" data-card="/@bob/card"' in page
    assert 'src="/avatars/bob.svg"' in page
    assert "Nobody yet" in browser.get(f"{path}/boosts").text


def test_bookmarks_are_a_page_of_ones_own(app, browser, alice, bob, path, post):
    marks.bookmark(bob, post=post)
    transaction.commit()

    assert path in logged_in(app, bob).get("/bookmarks").text
    assert "Nothing kept" in logged_in(app, alice).get("/bookmarks").text
    assert browser.get("/bookmarks").location == "/auth/login?next=%2Fbookmarks"


@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 20])
def test_bookmarks_take_the_same_few_statements(app, alice, bob, count):
    for post in factories.many_posts(alice, count):
        marks.bookmark(bob, post=post)
    transaction.commit()
    browser = logged_in(app, bob)

    with counted() as statements:
        browser.get("/bookmarks")

    # The login, the bookmarks, their posts, the reader's other marks, what is unread.
    assert len(statements) == 5, statements


def test_the_bar_is_the_same_after_a_double_press(app, bob, path):
    browser = logged_in(app, bob)

    for _time in range(2):
        assert browser.post(f"{path}/like").status_code == 303

    assert "1 Like<" in Browser(app).get(f"{path}").text or "1 Like" in browser.get(path).text
