"""Every feed in every form: valid, whole, and understood by two readers that others wrote."""

import json
from xml.etree import ElementTree

import pytest

from flasky import addresses, transaction
from flasky.models import Post
from flasky.operations import posts
from tests import factories
from tests.feeds.conftest import HOSTILE
from tests.feeds.readers import parsed
from tests.feeds.rules import ATOM, mistakes
from tests.sites import SITE

FORMS = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
FEEDS = ("site", "person", "tag", "comments", "home")
LEGIBLE = HOSTILE.replace("\x0b", "").replace("\x1f", "").replace("\ufffe", "")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("feed", FEEDS)
def test_every_feed_keeps_the_rules_of_its_form(browser, world, feed, form):
    path = f"{world.paths[feed]}.{form}"

    response = browser.get(path)

    assert (response.status_code, response.content_type) == (200, f"{FORMS[form]}; charset=utf-8")
    assert mistakes(form, response.data, SITE + path) == []
    assert response.headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("feed", FEEDS)
def test_two_readers_find_the_same_entries(browser, world, feedsmith, feed, form):
    response = browser.get(f"{world.paths[feed]}.{form}")
    wanted = expected_ids(world, feed)

    kind, found = feedsmith.read(response.text)

    items = found.get("entries") or found.get("items")
    assert kind == form
    assert [item.get("id") or item["guid"]["value"] for item in items] == wanted
    if form != "json":
        assert [entry.id for entry in parsed(response.data, response.content_type).entries] == wanted


def expected_ids(world, feed):
    entries = {"comments": [world.comment], "tag": [world.post]}.get(feed, [world.untitled, world.post])
    return [f"{SITE}/post/{entry.id}" for entry in entries]


@pytest.mark.defect("D32")
@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_text_arrives_as_it_was_typed_but_for_what_no_document_can_hold(browser, world, form):
    body = browser.get(f"/feed.{form}").data

    title, html = titles_and_texts(body, form)[-1]
    assert title == (HOSTILE if form == "json" else LEGIBLE)
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<script" not in html
    assert f'href="{SITE}/@bob"' in html
    assert 'href="https://example.org/?a=1&amp;b=2"' in html
    assert f'href="{SITE}{addresses.post(world.post)}#fn-' in html
    assert ("\x0c" in html) == (form == "json")


def titles_and_texts(body, form):
    if form == "json":
        return [(item["title"], item["content_html"]) for item in json.loads(body)["items"]]
    root = ElementTree.fromstring(body)
    if form == "atom":
        return [(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}content")) for one in root.iter(f"{ATOM}entry")]
    encoded = "{http://purl.org/rss/1.0/modules/content/}encoded"
    return [(one.findtext("title"), one.findtext(encoded)) for one in root.iter("item")]


def test_a_form_that_is_none_is_not_there(browser, world):
    assert browser.get("/feed.xml").status_code == 404


def test_readers_learn_who_wrote_what_when_and_under_which_tags(browser, world, app):
    posts.edit(world.alice, post=transaction.session.get_one(Post, world.untitled.id), title="", body="Now #Tea")
    transaction.commit()

    entry = parsed(browser.get("/feed.atom").data, "application/atom+xml").entries[0]

    assert (entry.author, entry.author_detail.href) == ("alice", f"{SITE}/@alice")
    assert [(tag.term, tag.label) for tag in entry.tags] == [("tea", "tea")]
    assert entry.published < entry.updated or entry.published == entry.updated
    assert entry.updated == transaction.session.get_one(Post, world.untitled.id).edited_at.strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )


def test_a_language_that_a_text_says_is_told(browser, world):
    post = factories.post(world.alice, title="Thé", body="Un thé")
    post.language = "fr"
    transaction.commit()

    assert 'xml:lang="fr"' in browser.get("/feed.atom").text
    assert "<dc:language>fr</dc:language>" in browser.get("/feed.rss").text
    assert browser.get("/feed.json").json["items"][0]["language"] == "fr"


def test_a_comment_says_what_it_answers_and_a_post_where_its_comments_are_read(browser, world):
    comments, site = (browser.get(f"{world.paths[feed]}.atom").text for feed in ("comments", "site"))

    assert f'<thr:in-reply-to ref="{SITE}/post/{world.post.id}"' in comments
    assert f'<link rel="replies" type="application/atom+xml" href="{SITE}{world.paths["comments"]}.atom"/>' in site
