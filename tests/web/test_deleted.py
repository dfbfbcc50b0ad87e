"""Deleting through pages: a question first, an undo after, 410 for everybody else."""

import pytest

from flasky import transaction
from flasky.lib import clock
from tests import factories
from tests.browsers import Browser, logged_in


@pytest.fixture
def path(alice) -> str:
    """The address of a post of alice's."""
    post = factories.post(alice, title="Mine", body="My words")
    return f"/@alice/{post.id}/mine"


@pytest.mark.seed("T16")
def test_the_author_deletes_and_undoes(app, alice, path):
    browser = logged_in(app, alice)
    assert "Delete" in browser.get(path).text
    assert browser.get(f"{path}/delete").status_code == 200

    listed = browser.follow(browser.fill_in(f"{path}/delete"))
    assert "The post has been deleted." in listed.text
    assert "Mine" in listed.text

    back = browser.follow(browser.post(f"{path}/restore"))
    assert "The post is back." in back.text
    assert "My words" in back.text
    assert "Nothing here" in browser.get("/deleted").text


@pytest.mark.seed("T16")
def test_what_was_deleted_is_gone_for_others_and_has_an_undo_for_its_author(app, alice, bob, path):
    author = logged_in(app, alice)
    author.post(f"{path}/delete")

    for reader in (Browser(app), logged_in(app, bob)):
        page = reader.get(path)
        assert page.status_code == 410
        assert "Undo" not in page.text
        assert "My words" not in page.text
        assert "Mine" not in page.text
    own = author.get(path)
    assert own.status_code == 410
    assert f'action="{path}/restore"' in own.text


def test_a_deleted_post_is_on_no_list(app, alice, path):
    logged_in(app, alice).post(f"{path}/delete")

    assert [path in Browser(app).get(page).text for page in ("/", "/all", "/@alice")] == [False] * 3


def test_only_the_author_sees_the_button(app, alice, admin, path):
    for reader in (Browser(app), logged_in(app, admin)):
        assert f"{path}/delete" not in reader.get(path).text
    assert logged_in(app, admin).get(f"{path}/delete").status_code == 403


def test_pressing_twice_is_no_error(app, alice, path):
    browser = logged_in(app, alice)

    assert browser.post(f"{path}/delete").status_code == 303
    assert browser.post(f"{path}/delete").status_code == 410
    assert [browser.post(f"{path}/restore").status_code for _time in range(2)] == [303, 303]


def test_after_the_thirty_days_there_is_no_undo(app, alice, path):
    browser = logged_in(app, alice)
    browser.post(f"{path}/delete")
    post = factories.post_at(path)
    post.erased_at = clock.now()
    transaction.commit()

    assert "Undo" not in browser.get(path).text
    assert browser.post(f"{path}/restore").status_code == 410


def test_many_deleted_posts_are_paged(app, alice):
    for post in factories.many_posts(alice, 21):
        post.deleted_at = clock.now()
    transaction.commit()

    page = logged_in(app, alice).get("/deleted").text

    assert page.count("/restore") == 20
    assert 'rel="next"' in page


@pytest.mark.parametrize("short", ["/post/{0}", "/@alice/{0}", "/edit/{0}"])
def test_short_addresses_lead_the_author_to_the_undo(app, alice, path, short):
    author = logged_in(app, alice)
    author.post(f"{path}/delete")
    address = short.format(path.split("/")[2])

    assert author.get(address).location.startswith(path)
    assert Browser(app).get(address).status_code in (302, 410)
