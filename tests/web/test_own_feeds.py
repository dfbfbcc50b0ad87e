"""Settings: one's feeds, the secret link of one's own home, and lists of people."""

import re

import pytest

from flasky.models import Actor, User
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser, logged_in

SECRET = re.compile(r'href="http://localhost(/home/[^"]+/feed\.atom)"')


@pytest.fixture
def own(app, alice) -> Browser:
    factories.post(alice, title="My own tea")
    return logged_in(app, alice)


def press(browser: Browser, act: str) -> str:
    """Press a button of the page, and return the page it leads back to."""
    return browser.follow(browser.fill_in("/settings/feeds", action=f"/settings/feeds/{act}")).text


def test_somebody_makes_renews_and_switches_off_their_secret_link(own, browser, alice):
    assert not SECRET.search(own.get("/settings/feeds").text)

    first, second = SECRET.search(press(own, "renew"))[1], SECRET.search(press(own, "renew"))[1]

    assert first != second
    assert [browser.get(path).status_code for path in (first, second)] == [404, 200]
    assert "My own tea" in browser.get(second).text
    assert "Make a secret link" in press(own, "stop")
    assert [browser.get(path).status_code for path in (first, second)] == [404, 404]
    third = SECRET.search(press(own, "renew"))[1]
    assert len({first, second, third}) == 3


def test_the_page_shows_ones_own_feeds_with_their_whole_addresses(own):
    text = own.get("/settings/feeds").text

    assert all(f'href="http://localhost/@alice/feed.{form}"' in text for form in ("atom", "rss", "json"))


def test_somebody_chooses_to_be_in_lists_of_all_people(own, browser, alice):
    for wanted in ({"is_in_directory": "y"}, {}):
        assert own.fill_in("/settings/feeds", wanted).status_code == 303

        session.expire_all()
        assert session.get_one(Actor, alice.actor_id).is_in_directory == bool(wanted)
        assert ("/@alice/feed.atom" in browser.get("/opml").text) == bool(wanted)


@pytest.mark.parametrize("act", ["", "/renew", "/stop"])
def test_a_form_without_its_token_changes_nothing(own, alice, act):
    assert own.open("POST", f"/settings/feeds{act}", data={"is_in_directory": "y"}).status_code == 400

    session.expire_all()
    assert session.get_one(User, alice.id).home_feed_number == 0
    assert not session.get_one(Actor, alice.actor_id).is_in_directory


FEED = re.compile(
    r'<link rel="alternate" type="application/(?:atom|rss|feed)\+(?:xml|json)" title="[^"]+" href="([^"]+)">'
)


def test_pages_tell_readers_of_their_feeds_and_every_one_is_there(browser, alice, bob):
    post = factories.post(alice, title="Tea", body="#tea")
    paths = {"/": 3, "/@alice": 3, "/tags/tea": 3, f"/@alice/{post.id}/tea": 6, "/@bob": 3}

    for path, count in paths.items():
        text = browser.get(path).text
        found = FEED.findall(text)
        assert (path, len(found)) == (path, count)
        assert [browser.get(feed).status_code for feed in found] == [200] * count
        assert text.count('class="feed-link"') == 1


def test_pages_without_a_feed_tell_of_none(app, alice, browser):
    post = factories.post(alice, title="For who has the link")
    post.visibility = "link"
    session.commit()

    assert [
        path for path in FEED.findall(browser.get(f"/@alice/{post.id}/{post.slug}").text) if "comments" in path
    ] == []
    assert FEED.findall(browser.get("/tags/nothing").text) == []


def test_the_followed_tab_leads_to_where_its_secret_feed_is_made(own):
    assert '<a class="feed-link" href="/settings/feeds">' in own.get("/followed").text
