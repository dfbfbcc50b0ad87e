"""Answers that cost next to nothing when nothing changed."""

from email.utils import format_datetime, parsedate_to_datetime

import pytest

from flasky import transaction
from flasky.models import Post
from flasky.operations import posts
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in
from tests.feeds.test_documents import FEEDS, FORMS
from tests.statements import counted

STATEMENTS = {"home": (2, 3)}
"""How many a 304 and a 200 take: a home timeline asks for its owner first."""


def again(browser, path, response, *, by="etag", **headers):
    """Ask for what one has already."""
    known = {"etag": {"If-None-Match": response.headers["ETag"]}}
    known["time"] = {"If-Modified-Since": response.headers["Last-Modified"]}
    return browser.get(path, headers={**known[by], **headers})


@pytest.mark.parametrize("by", ["etag", "time"])
@pytest.mark.parametrize("feed", FEEDS)
@pytest.mark.parametrize("count", [1, 20])
def test_what_did_not_change_takes_one_small_statement_however_much_there_is(browser, world, feed, by, count):
    fill(world, count)
    path = f"{world.paths[feed]}.atom"
    with counted() as whole:
        first = browser.get(path)
    with counted() as small:
        second = again(browser, path, first, by=by)

    assert (len(small), len(whole)) == STATEMENTS.get(feed, (1, 2))
    assert "body_html" not in " ".join(small)
    assert (first.status_code, second.status_code, second.data) == (200, 304, b"")
    for name in ("ETag", "Cache-Control"):
        assert second.headers[name] == first.headers[name]
    assert "Content-Type" not in second.headers


def fill(world, count):
    for number in range(count - 1):
        factories.post(world.alice, body=f"Number {number} #tea")
        factories.comment(world.bob, world.post)


def edited(world):
    posts.edit(world.alice, post=session.get_one(Post, world.post.id), title="Other", body="Other words #tea")


def deleted(world):
    posts.delete(world.alice, post=session.get_one(Post, world.post.id))


def renamed(world):
    session.get_one(type(world.alice), world.alice.id).actor.name = "Alice B."


def written(world):
    posts.publish(world.alice, title="", body="New #tea")


@pytest.mark.parametrize("change", [edited, deleted, renamed, written])
@pytest.mark.parametrize("feed", ["site", "person", "home"])
def test_any_change_is_told(browser, world, feed, change):
    path = f"{world.paths[feed]}.atom"
    first = browser.get(path)
    change(world)
    transaction.commit()

    second = again(browser, path, first)

    assert (second.status_code, second.headers["ETag"] != first.headers["ETag"]) == (200, True)


def test_a_feed_that_lost_its_newest_entry_is_told_to_whoever_asks_by_time(browser, world):
    first = browser.get("/feed.atom")
    session.get_one(Post, world.post.id).edited_at = parsedate_to_datetime(first.headers["Last-Modified"])
    posts.delete(world.alice, post=session.get_one(Post, world.untitled.id))
    session.get_one(Post, world.post.id).edited_at = world.post.published_at.replace(year=2021)
    transaction.commit()

    assert again(browser, "/feed.atom", first, by="time").status_code == 200


def test_each_address_and_form_has_a_tag_of_its_own(browser, world):
    paths = [f"{world.paths[feed]}.{form}" for feed in FEEDS for form in FORMS]

    assert len({browser.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_a_time_that_is_no_time_and_a_tag_that_is_no_tag_get_the_whole_feed(browser, world):
    tomorrow = format_datetime(world.post.published_at.replace(year=2031), usegmt=True)

    for headers in ({"If-Modified-Since": "yesterday"}, {"If-None-Match": "nonsense"}, {"If-Modified-Since": tomorrow}):
        assert browser.get("/feed.atom", headers=headers).status_code == 200
    assert browser.get("/feed.atom", headers={"If-None-Match": "*"}).status_code == 304


@pytest.mark.parametrize("feed", [feed for feed in FEEDS if feed != "home"])
def test_the_address_alone_decides_so_caches_keep_one_answer_for_all(app, browser, world, feed):
    path = f"{world.paths[feed]}.rss"
    visitor, somebody = browser.get(path), logged_in(app, world.alice).get(path)

    assert visitor.headers["Cache-Control"] == somebody.headers["Cache-Control"] == "no-cache"
    assert "Cookie" not in visitor.vary
    assert "Cookie" not in somebody.vary
    assert visitor.data == somebody.data
    assert somebody.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("feed", FEEDS)
def test_head_answers_like_get_without_a_body(browser, world, feed):
    path = f"{world.paths[feed]}.json"
    whole, head = browser.get(path), browser.open("HEAD", path)

    assert (head.status_code, head.data) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head.headers[name] == whole.headers[name]


def test_the_page_of_an_error_shows_who_reads_it_and_varies_with_them(browser, world):
    assert "Cookie" in browser.get("/@nobody/feed.atom").vary
