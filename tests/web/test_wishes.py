"""What one wishes of crawlers: chosen on a page, said on every page of one's own."""

import pytest

from flasky import transaction
from flasky.models import Visibility
from tests import factories
from tests.browsers import logged_in


def said_on(browser, path):
    """Return the header and whether the page's head says the same."""
    response = browser.get(path)
    assert response.status_code == 200
    words = response.headers.get("X-Robots-Tag", "")
    assert (f'<meta name="robots" content="{words}">' in response.text) == bool(words)
    return words


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"is_indexed": "y"}, "noai, noimageai"),
        ({"is_indexed": "y", "allows_ai": "y"}, ""),
        ({"allows_ai": "y"}, "noindex"),
        ({}, "noindex, noai, noimageai"),
    ],
)
def test_wish_stands_on_profile_and_posts(app, browser, alice, chosen, words):
    post = factories.post(alice, title="Walk")
    factories.comment(alice, post)
    mine = logged_in(app, alice)

    token = {"csrf_token": mine.csrf_token()}
    done = mine.open("POST", "/settings/privacy", data={**token, **chosen})

    assert "Your wishes have been saved." in mine.follow(done).text
    for path in ("/@alice", "/@alice/comments", "/@alice/followers", f"/@alice/{post.id}/walk"):
        assert said_on(browser, path) == words
    assert said_on(browser, "/") == ""


def test_post_for_whoever_has_the_link_is_in_no_index(browser, alice):
    post = factories.post(alice, title="Walk")
    post.visibility, alice.actor.allows_ai = Visibility.LINK, True
    transaction.commit()

    assert said_on(browser, f"/@alice/{post.id}/walk") == "noindex"


def test_form_shows_what_one_wishes_and_what_the_site_does(app, alice):
    alice.actor.allows_ai = True
    transaction.commit()

    page = logged_in(app, alice).get("/settings/privacy").text

    assert page.count(" checked") == 2
    assert "stay away altogether" in page
