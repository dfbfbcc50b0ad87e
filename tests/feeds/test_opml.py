"""Lists of feeds: of all people who want to be in them, and of those one follows."""

from xml.etree import ElementTree

import pytest

from flasky import transaction
from flasky.feeds import opml
from flasky.operations import follows, people
from flasky.queries import feeds
from flasky.queries.acting import OPERATOR
from tests import factories
from tests.browsers import logged_in
from tests.sites import SITE
from tests.statements import counted


def outlines(text):
    return [dict(one.attrib) for one in ElementTree.fromstring(text).iter("outline")]


def names_in(text):
    return [one["text"] for one in outlines(text) if one["type"] == "rss"]


@pytest.fixture
def listed(alice, bob, carol):
    """Alice and carol want to be in lists, and so does dave, who is suspended."""
    dave = factories.person("dave")
    for user in (alice, carol, dave):
        user.actor.is_in_directory = True
    alice.actor.name = 'Alice "]]>" & <b>\x0b'
    people.suspend(OPERATOR, user=dave)
    transaction.commit()


def test_the_list_names_those_who_want_it(browser, listed, feedsmith):
    response = browser.get("/opml")

    assert (response.status_code, response.content_type) == (200, "text/x-opml; charset=utf-8")
    assert outlines(response.text) == [
        line("carol", "carol"),
        line("alice", 'Alice "]]>" & <b>'),
    ]
    assert [one["xmlUrl"] for one in feedsmith.read(response.text)[1]["body"]["outlines"]] == [
        f"{SITE}/@carol/feed.atom",
        f"{SITE}/@alice/feed.atom",
    ]
    assert (response.headers.getlist("Set-Cookie"), "Cookie" in response.vary) == ([], False)
    assert browser.get("/opml", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def line(username, name):
    feed, page = f"{SITE}/@{username}/feed.atom", f"{SITE}/@{username}"
    return {"type": "rss", "text": name, "title": name, "xmlUrl": feed, "htmlUrl": page}


def test_long_lists_lead_on_and_name_everybody_once(browser, monkeypatch, app):
    monkeypatch.setattr(opml, "A_DOCUMENT", 2)
    monkeypatch.setattr(feeds, "LOOKED_AT", 3)
    wanted = [number for number in range(9) if number not in (1, 2, 3, 4)]
    for number in range(9):
        factories.person(f"p{number}").actor.is_in_directory = number in wanted
    transaction.commit()
    path, found = "/opml", []

    while path:
        with counted() as statements:
            response = browser.get(path)
        assert len(statements) == 2
        found += names_in(response.text)
        following = [one["url"] for one in outlines(response.text) if one["type"] == "include"]
        assert response.headers.get("Link") == (f'<{following[0]}>; rel="next"' if following else None)
        path = following[0].removeprefix(SITE) if following else None

    assert found == [f"p{number}" for number in reversed(wanted)]


def test_one_takes_along_whom_one_follows(app, browser, alice, bob, carol, feedsmith):
    for target in (bob, carol, factories.person("dave")):
        follows.follow(alice, target=target.actor)
    people.suspend(OPERATOR, user=carol)
    transaction.commit()

    response = logged_in(app, alice).get("/settings/feeds/following.opml")

    assert names_in(response.text) == ["dave", "bob"]
    assert len(feedsmith.read(response.text)[1]["body"]["outlines"]) == 2
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == 'attachment; filename="following.opml"'
    assert browser.get("/settings/feeds/following.opml").status_code == 302


def test_whom_one_follows_is_told_in_documents_too(app, alice, monkeypatch):
    monkeypatch.setattr(opml, "A_DOCUMENT", 2)
    for number in range(3):
        follows.follow(alice, target=factories.person(f"p{number}").actor)
    transaction.commit()
    browser = logged_in(app, alice)

    first = browser.get("/settings/feeds/following.opml")
    rest = browser.get(outlines(first.text)[-1]["url"].removeprefix(SITE))

    assert names_in(first.text) + names_in(rest.text) == ["p2", "p1", "p0"]
    assert "Link" not in rest.headers
