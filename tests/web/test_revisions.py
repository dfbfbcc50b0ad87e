"""What a post said before, for its author."""

import pytest

from flasky import transaction
from flasky.operations import posts
from tests import factories
from tests.browsers import Browser, hidden_fields, logged_in


@pytest.fixture
def path(alice) -> str:
    """The address of a post of alice's that was edited."""
    post = factories.post(alice, title="Mine", body="One old line.")
    posts.edit(alice, post=post, title="Mine", body="One <b>new</b> line.")
    transaction.commit()
    return f"/@alice/{post.id}/mine"


def first_revision(browser, path) -> str:
    page = browser.get(f"{path}/revisions").text
    start = page.index(f'href="{path}/revisions/') + 6
    return page[start : page.index('"', start)]


def test_the_author_reads_what_stood_there_and_what_changed(app, alice, path):
    browser = logged_in(app, alice)
    assert f"{path}/revisions" in browser.get(path).text

    page = browser.get(first_revision(browser, path)).text

    assert "<del>old </del>" in page
    assert "<ins>&lt;b&gt;new&lt;/b&gt; </ins>" in page


def test_an_old_text_can_be_edited_on_and_becomes_the_newest(app, alice, path):
    browser = logged_in(app, alice)
    editor = f"{path}/edit?revision={first_revision(browser, path).rpartition('/')[2]}"

    form = browser.get(editor).text
    assert "One old line." in form
    browser.open("POST", f"{path}/edit", data={**hidden_fields(form), "title": "Mine", "body": "One old line."})

    assert "One old line." in browser.get(path).text
    assert browser.get(f"{path}/revisions").text.count("until ") == 2


@pytest.mark.parametrize("name", ["bob", "admin", "mod"])
def test_nobody_else_reads_them(request, app, path, name):
    reader = logged_in(app, request.getfixturevalue(name))

    assert reader.get(f"{path}/revisions").status_code == 403
    assert f"{path}/revisions" not in reader.get(path).text
    assert Browser(app).get(f"{path}/revisions").status_code == 302


def test_a_post_that_never_changed_says_so(app, alice):
    post = factories.post(alice, title="Still", body="Same")
    browser = logged_in(app, alice)

    assert "Never changed" in browser.get(f"/@alice/{post.id}/still/revisions").text
    assert "/revisions" not in browser.get(f"/@alice/{post.id}/still").text


@pytest.mark.parametrize("number", ["1", "abc", "9" * 30, "-1", ""])
def test_a_revision_that_is_not_there_is_not_found(app, alice, path, number):
    browser = logged_in(app, alice)

    assert browser.get(f"{path}/revisions/{number or 'x'}").status_code == 404
    assert browser.get(f"{path}/edit?revision={number}").status_code == 404
