"""What pages say of themselves, read by the parsers of others."""

import json
import re
from io import BytesIO

import extruct
import mf2py
import pytest
from PIL import Image

from flasky import transaction
from flasky.media import avatars
from flasky.models import Visibility
from flasky.operations import posts
from flasky.operations.audience import Audience
from tests import factories
from tests.browsers import logged_in

HOSTILE = '</script><script>alert("1")</script> \' & <b> \u2028 😀 ' + "ä" * 140
SITE = "http://localhost"


def publish(author, *, title="Tea & time", body="One *two* three.\n\nFour.", **options):
    made = posts.publish(author, title=title, body=body, **options)
    transaction.commit()
    return made


def path_of(post) -> str:
    return f"/@{post.author.username}/{post.id}/{post.slug}"


def found_in(html: str) -> dict:
    """Return what extruct finds: OpenGraph as a dictionary of lists, JSON-LD as a list, microdata."""
    found = extruct.extract(html, base_url=SITE, syntaxes=["opengraph", "json-ld", "microdata"])
    told: dict[str, list[str]] = {}
    for name, value in (pair for one in found["opengraph"] for pair in one["properties"]):
        told.setdefault(name, []).append(value)
    return {**found, "opengraph": told}


def link(html: str, rel: str) -> str | None:
    found = re.search(rf'<link rel="{rel}"[^>]* href="([^"]+)"', html)
    return found[1] if found else None


def item(items: list[dict], kind: str) -> dict:
    return next(one for one in items if kind in one["type"])


def test_a_post_is_an_article_to_chats_and_crawlers(browser, alice):
    post = publish(alice, tags="tea time", language="de")

    response = browser.get(path_of(post))
    found = found_in(response.text)
    graph, [data] = found["opengraph"], found["json-ld"]

    url = SITE + path_of(post)
    assert (graph["og:title"], graph["og:type"], graph["og:url"]) == (["Tea & time"], ["article"], [url])
    assert (graph["og:description"], graph["og:site_name"]) == (["One two three. Four."], ["Flasky"])
    assert graph["article:tag"] == ["tea", "time"]
    assert graph["article:author"] == [f"{SITE}/@alice"]
    assert "article:modified_time" not in graph
    assert (graph["og:image:width"], graph["og:image:height"]) == (["1200"], ["630"])
    assert graph["og:image"][0].startswith(f"{SITE}/media/previews/{post.id}/")
    assert (data["@type"], data["headline"], data["inLanguage"]) == ("BlogPosting", "Tea & time", "de")
    assert (data["keywords"], data["commentCount"], data["mainEntityOfPage"]) == (["tea", "time"], 0, url)
    assert data["author"]["url"] == f"{SITE}/@alice"
    assert data["datePublished"] == data["dateModified"] == graph["article:published_time"][0]
    assert (link(response.text, "canonical"), link(response.text, "alternate")) == (url, url)
    assert response.headers["Content-Language"] == "de"
    assert 'name="twitter:card" content="summary_large_image"' in response.text
    assert "noindex" not in response.text


def test_an_edited_post_says_when(browser, alice):
    post = publish(alice)
    posts.edit(alice, post=post, title="Tea", body="Better")
    transaction.commit()

    found = found_in(browser.get(path_of(post)).text)

    assert found["opengraph"]["article:modified_time"] == [found["json-ld"][0]["dateModified"]]


@pytest.mark.parametrize("title", [HOSTILE[:200], '"><img src=x onerror=alert(1)>', "日本語 🎉 سلام"])
def test_a_hostile_title_stays_words(browser, alice, title):
    post = publish(alice, title=title)

    html = browser.get(path_of(post)).text
    found = found_in(html)

    words = " ".join(title.split())
    assert found["opengraph"]["og:title"] == [words]
    assert found["json-ld"][0]["headline"] == words
    written = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert json.loads(written)["headline"] == words
    assert not set("<>&\u2028\u2029") & set(written)


def test_a_conversation_is_told_with_the_texts_a_visitor_sees(browser, alice, bob, carol):
    post = publish(alice)
    first = factories.comment(bob, post, body="Well *said*")
    factories.comment(carol, post, to=first, body="Indeed")
    hidden = factories.comment(carol, post, body="Something rude")
    hidden.hidden_at = hidden.published_at
    transaction.commit()

    html = browser.get(path_of(post)).text
    [data] = found_in(html)["json-ld"]

    assert data["@type"] == ["BlogPosting", "DiscussionForumPosting"]
    [comment] = data["comment"]
    assert (comment["text"], comment["author"]["name"]) == ("Well said", "bob")
    assert [answer["text"] for answer in comment["comment"]] == ["Indeed"]
    assert "rude" not in html


def test_microformats_find_a_post_with_its_author_and_comments(browser, alice, bob):
    post = publish(alice, tags="tea")
    factories.comment(bob, post, body="Well said")

    entry = item(mf2py.parse(doc=browser.get(path_of(post)).text, url=SITE)["items"], "h-entry")["properties"]

    assert (entry["name"], entry["url"], entry["category"]) == (["Tea & time"], [SITE + path_of(post)], ["tea"])
    assert entry["published"] == [f"{post.published_at:%Y-%m-%dT%H:%M:%SZ}"]
    assert "<em>two</em>" in entry["content"][0]["html"]
    author = entry["author"][0]["properties"]
    assert (author["name"], author["url"]) == (["alice"], [f"{SITE}/@alice"])
    assert author["photo"] == [f"{SITE}/avatars/alice.svg"]
    [comment] = entry["comment"]
    assert comment["type"] == ["h-cite"]
    assert comment["properties"]["content"][0]["value"] == "Well said"
    assert comment["properties"]["author"][0]["properties"]["name"] == ["bob"]


def test_a_list_is_a_feed_of_entries(browser, alice):
    made = [publish(alice, title=f"Number {number}") for number in range(2)]

    feed = item(mf2py.parse(doc=browser.get("/").text, url=SITE)["items"], "h-feed")

    assert [one["properties"]["name"] for one in feed["children"]] == [["Number 1"], ["Number 0"]]
    assert feed["children"][1]["properties"]["url"] == [SITE + path_of(made[0])]


def test_a_profile_is_a_card(app, browser, alice):
    form = {"username": "alice", "name": "Alice L.", "location": "Leeds", "about_me": "I *write*."}
    logged_in(app, alice).fill_in("/settings/profile", {**form, "link0_url": "https://example.org/me"})

    html = browser.get("/@alice").text
    read, found = mf2py.parse(doc=html, url=SITE), found_in(html)

    card = item(read["items"], "h-card")["properties"]
    assert (card["name"], card["nickname"], card["locality"]) == (["Alice L."], ["alice"], ["Leeds"])
    assert card["note"] == ["I write."]
    assert card["url"] == [f"{SITE}/@alice", "https://example.org/me"]
    assert read["rels"]["me"] == ["https://example.org/me"]
    [data] = found["json-ld"]
    person = data["mainEntity"]
    assert (data["@type"], person["name"], person["sameAs"]) == ("ProfilePage", "Alice L.", ["https://example.org/me"])
    assert found["opengraph"]["og:type"] == ["profile"]
    assert found["opengraph"]["profile:username"] == ["alice"]
    assert found["opengraph"]["og:description"] == ["I write."]


def test_an_uploaded_portrait_stands_beside_links_to_a_profile(app, browser, alice):
    logged_in(app, alice).post("/settings/profile/picture", {"picture": (BytesIO(factories.picture()), "me.png")})

    [url] = found_in(browser.get("/@alice").text)["opengraph"]["og:image"]

    assert Image.open(BytesIO(browser.get(url.removeprefix(SITE)).data)).width == avatars.LARGE


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/", "/"),
        ("/all", "/"),
        ("/?page=2&utm_source=chat", "/?page=2"),
        ("/?page=1", "/"),
        ("/@alice", "/@alice"),
        ("/@alice?page=2", "/@alice?page=2"),
        ("/@alice/comments", "/@alice/comments"),
        ("/@alice/followers?page=1", "/@alice/followers"),
        ("/@alice/following", "/@alice/following"),
        ("/tags/tea", "/tags/tea"),
    ],
)
def test_a_page_that_everybody_finds_says_its_one_address(browser, alice, path, canonical):
    for _ in range(21):
        publish(alice, tags="tea")

    html = browser.get(path).text

    assert link(html, "canonical") == SITE + canonical
    assert found_in(html)["opengraph"]["og:url"] == [SITE + canonical]
    assert html.count('name="description"') == 1
    if "page=2" in path:
        assert (link(html, "prev") or "").startswith(f"{SITE}{canonical.partition('?')[0]}?after=")
    elif path in ("/", "/@alice", "/tags/tea"):
        assert (link(html, "next") or "").startswith(f"{SITE}{canonical}?before=")


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.LINK])
def test_a_post_for_few_says_nothing_of_itself(app, browser, alice, visibility):
    post = publish(alice, audience=Audience(visibility=visibility))

    own, strangers = logged_in(app, alice).get(path_of(post)), browser.get(path_of(post))

    assert strangers.status_code == (200 if visibility is Visibility.LINK else 404)
    assert '<meta name="robots" content="noindex">' in own.text
    for html in (own.text, strangers.text):
        assert link(html, "canonical") is None
        assert "og:" not in html
        assert "ld+json" not in html
        assert "oembed" not in html


@pytest.mark.parametrize("path", ["/followed", "/write", "/settings/profile", "/notifications", "/bookmarks"])
def test_a_page_of_ones_own_says_nothing_of_itself(app, alice, path):
    html = logged_in(app, alice).get(path).text

    assert link(html, "canonical") is None
    assert "og:" not in html


def test_a_page_of_comments_has_an_address_of_its_own(app, browser, alice):
    post = publish(alice)
    for _ in range(31):
        factories.comment(alice, post)

    first, second = browser.get(path_of(post)).text, browser.get(path_of(post) + "?page=2").text

    url = SITE + path_of(post)
    assert (link(first, "canonical"), link(first, "next")) == (url, f"{url}?page=2")
    assert (link(second, "canonical"), link(second, "prev")) == (f"{url}?page=2", url)
