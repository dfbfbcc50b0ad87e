"""A text whose writer's session ended meanwhile."""

import pytest

from tests import factories
from tests.browsers import hidden_fields, logged_in
from tests.factories import PASSWORD

TEXT = {"title": "A long night", "body": "All these words, <b>typed</b> & not lost."}


@pytest.mark.parametrize("path", ["/", "/write"])
def test_a_text_goes_through_the_log_in_and_comes_out_in_the_editor(app, alice, path):
    browser = logged_in(app, alice)
    fields = hidden_fields(browser.get(path).text)
    browser.client.delete_cookie("session", domain="localhost")

    late = browser.open("POST", path, data={**fields, **TEXT})
    assert late.status_code == 400
    assert "typed&lt;/b&gt; &amp; not lost." in late.text
    editor = browser.open(
        "POST", "/auth/login", data={**hidden_fields(late.text), "email": "alice", "password": PASSWORD}
    )

    assert editor.status_code == 200
    assert "A long night" in editor.text
    assert "typed&lt;/b&gt; &amp; not lost." in editor.text
    published = browser.open("POST", "/write", data={**hidden_fields(editor.text), **TEXT})
    assert published.status_code == 303


def test_a_wrong_password_on_the_way_keeps_the_text(app, alice):
    browser = logged_in(app, alice)
    browser.client.delete_cookie("session", domain="localhost")
    late = browser.open("POST", "/write", data=TEXT)

    again = browser.open("POST", "/auth/login", data={**hidden_fields(late.text), "email": "alice", "password": "no"})

    assert again.status_code == 422
    assert hidden_fields(again.text)["kept_body"] == TEXT["body"]


def test_an_edit_comes_out_in_the_editor_of_its_post(app, alice):
    post = factories.post(alice, title="Hers")
    browser = logged_in(app, alice)
    fields = hidden_fields(browser.get(f"/@alice/{post.id}/hers/edit").text)
    browser.client.delete_cookie("session", domain="localhost")

    late = browser.open("POST", f"/@alice/{post.id}/hers/edit", data={**fields, **TEXT})
    editor = browser.open(
        "POST", "/auth/login", data={**hidden_fields(late.text), "email": "alice", "password": PASSWORD}
    )

    assert f'action="/@alice/{post.id}/hers/edit"' in editor.text
    assert "A long night" in editor.text


def test_a_text_with_an_old_token_comes_back_in_the_editor(app, alice):
    browser = logged_in(app, alice)

    response = browser.open("POST", "/write", data={**TEXT, "csrf_token": "old"})

    assert response.status_code == 400
    assert "A long night" in response.text
    assert browser.open("POST", "/write", data={**hidden_fields(response.text), **TEXT}).status_code == 303


def test_a_text_sent_after_signing_out_elsewhere_is_kept_too(app, alice):
    browser = logged_in(app, alice)
    fields = hidden_fields(browser.get("/write").text)
    browser.fill_in("/auth/logout")

    late = browser.open("POST", "/write", data={**fields, **TEXT})

    assert late.status_code == 400
    assert hidden_fields(late.text)["kept_body"] == TEXT["body"]
