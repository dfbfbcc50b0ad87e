"""Whom a post is for: chosen when it is written, changed later, begun with a default."""

import pytest

from flasky.models import Actor, Commenters, Post
from flasky.models import Visibility as See
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser, logged_in

FOR_FEW = {"visibility": "followers", "commenters": "nobody", "close_after_days": "3"}


def newest() -> Post:
    session.expire_all()
    return session.query(Post).order_by(Post.id.desc()).first()


@pytest.mark.parametrize("path", ["/", "/write"])
def test_the_audience_is_chosen_when_a_post_is_written(app, alice, path):
    browser = logged_in(app, alice)

    browser.fill_in(path, {"title": "For few", "body": "text", **FOR_FEW})

    post = newest()
    assert (post.visibility, post.commenters, post.days_open) == (See.FOLLOWERS, Commenters.NOBODY, 3)
    assert "For followers" in browser.get("/").text
    assert "For few" not in Browser(app).get("/").text


def test_the_audience_is_changed_later(app, alice):
    post = factories.post(alice, title="For all", body="text")
    path = f"/@alice/{post.id}/for-all"

    logged_in(app, alice).fill_in(f"{path}/edit", {"title": "For all", "body": "text", **FOR_FEW})

    assert newest().visibility == See.FOLLOWERS
    assert Browser(app).get(path).status_code == 404


def test_a_post_begins_with_the_default(app, alice):
    browser = logged_in(app, alice)

    saved = browser.fill_in(
        "/settings/writing",
        {"default_visibility": "link", "default_commenters": "followers", "comments_open_days": "7"},
    )
    browser.fill_in("/write", {"title": "By default", "body": "text"})

    assert saved.status_code == 303
    post = newest()
    assert (post.visibility, post.commenters, post.days_open) == (See.LINK, Commenters.FOLLOWERS, 7)
    assert '<option selected value="link">' in browser.get("/write").text


@pytest.mark.parametrize(
    "wrong", [{"visibility": "x"}, {"commenters": ""}, {"close_after_days": "soon"}, {"close_after_days": "9" * 30}]
)
def test_a_choice_that_is_none_is_refused_and_the_text_kept(app, alice, wrong):
    response = logged_in(app, alice).post("/write", {"body": "a long night", **wrong})

    assert response.status_code == 422
    assert "a long night" in response.text
    assert "field-error" in response.text


@pytest.mark.parametrize("wrong", [{"default_visibility": "x"}, {"comments_open_days": "-1"}])
def test_a_default_that_is_none_is_refused(app, alice, wrong):
    response = logged_in(app, alice).post("/settings/writing", wrong)

    assert response.status_code == 422
    assert session.get_one(Actor, alice.actor_id).default_visibility == See.PUBLIC


def test_an_administrator_who_edits_is_not_asked_who_reads(app, alice, admin):
    post = factories.post(alice, title="Hers", body="text")
    path = f"/@alice/{post.id}/hers/edit"
    browser = logged_in(app, admin)

    assert 'name="visibility"' not in browser.get(path).text
    assert browser.fill_in(path, {"title": "Hers", "body": "better"}).status_code == 303
    assert 'name="language"' in browser.get(path).text


def test_a_language_is_chosen_shown_and_changed(app, alice):
    browser = logged_in(app, alice)

    browser.fill_in("/write", {"title": "سلام", "body": "متن", "language": "fa"})

    post = newest()
    page = Browser(app).get(f"/post/{post.id}", follow_redirects=True)
    assert 'class="p-name" lang="fa" dir="rtl"' in page.text
    assert 'class="prose e-content" lang="fa" dir="rtl"' in Browser(app).get("/").text
    edit = f"/edit/{post.id}"
    assert '<option selected value="fa">' in browser.follow(browser.get(edit)).text
    browser.fill_in(browser.get(edit).location, {"body": "متن", "language": ""})
    assert newest().language == ""


def test_an_unknown_language_is_refused_and_the_text_kept(app, alice):
    response = logged_in(app, alice).post("/write", {"body": "a long night", "language": "xx"})

    assert response.status_code == 422
    assert "a long night" in response.text
