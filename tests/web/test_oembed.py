"""How others show a link to a post."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from flasky import addresses, transaction
from flasky.models import Visibility
from flasky.operations import posts
from flasky.operations.audience import Audience
from tests import factories
from tests.browsers import Browser, logged_in

SITE = "http://localhost"


def ask(browser: Browser, url: str, **words: object):
    return browser.get("/oembed", query_string={"url": url, **words})


@pytest.fixture
def post(alice):
    return factories.post(alice, title='Tea & "time" <b>', body="Some *words* & <script>alert(1)</script>")


def test_a_post_is_told_in_json(browser, alice, post):
    url = SITE + addresses.post(post)

    response = ask(browser, url)
    told = response.json

    assert (response.mimetype, response.headers["Access-Control-Allow-Origin"]) == ("application/json", "*")
    assert (told["version"], told["type"], told["title"]) == ("1.0", "rich", post.title)
    assert (told["author_name"], told["author_url"]) == ("alice", f"{SITE}/@alice")
    assert (told["provider_name"], told["provider_url"]) == ("Flasky", f"{SITE}/")
    assert told["html"].startswith(f'<blockquote cite="{url}">')
    assert "<script" not in told["html"]
    assert "Some words &amp; &lt;script&gt;" in told["html"]
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)
    assert isinstance(told["height"], int)


def test_a_page_leads_to_it(browser, post):
    html = browser.get(addresses.post(post)).text

    for kind in ("json", "xml"):
        at = html.index(f'href="{SITE}/oembed?url=')
        path = html[at:].split('"')[1].replace("&amp;", "&").removeprefix(SITE).replace("format=json", f"format={kind}")
        assert browser.get(path).status_code == 200


def test_a_post_is_told_in_xml(browser, alice):
    post = posts.publish(alice, title="Bell \x07 & < ä", body="text")
    transaction.commit()

    response = ask(browser, SITE + addresses.post(post), format="xml")

    assert response.mimetype == "text/xml"
    told = {one.tag: one.text for one in ElementTree.fromstring(response.data)}
    assert (told["title"], told["type"], told["version"]) == ("Bell  & < ä", "rich", "1.0")


def test_it_is_no_larger_than_is_wanted(browser, post):
    told = ask(browser, SITE + addresses.post(post), maxwidth=320, maxheight=100).json

    assert (told["width"], told["height"]) == (320, 100)
    assert "thumbnail_url" not in told


@pytest.mark.parametrize("path", ["/post/{id}", "/@ALICE/{id}", "/@alice/{id}/another-slug?page=2#comments"])
def test_other_addresses_of_a_post_will_do(browser, post, path):
    assert ask(browser, SITE + path.format(id=post.id)).json["title"] == post.title


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/@alice/{id}/x",
        "ftp://localhost/@alice/{id}/x",
        "http://localhost/@bob/{id}/x",
        "http://localhost/@alice",
        "http://localhost/post/9223372036854775808",
        "http://localhost/post/1",
        "http://[",
        "//",
        "http://localhost\\@example.org/",
    ],
)
def test_what_is_no_post_of_ours_is_not_there(browser, post, url):
    response = ask(browser, url.format(id=post.id))

    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("state", ["followers", "link", "deleted", "suspended"])
def test_what_is_not_for_everybody_is_not_there_for_anybody(app, alice, state):
    audience = Audience(visibility=Visibility(state)) if state in ("followers", "link") else Audience()
    post = posts.publish(alice, title="Hers", body="secret", audience=audience)
    if state == "deleted":
        posts.delete(alice, post=post)
    transaction.commit()
    asking = logged_in(app, alice)
    alice.actor.is_suspended = state == "suspended"
    transaction.commit()

    response = ask(asking, SITE + addresses.post(post))

    assert response.status_code == 404
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        ("url={url}&format=yaml", 501),
        ("url={url}&maxwidth=wide", 400),
        ("url={url}&maxheight=-1", 400),
        ("url={url}&maxwidth=99999999999999999999999", 400),
    ],
)
def test_a_wrong_question_is_answered_with_a_sentence(browser, post, query, status):
    response = browser.get("/oembed?" + query.format(url=quote(SITE + addresses.post(post), safe="")))

    assert (response.status_code, response.mimetype) == (status, "text/plain")
    assert response.text.endswith(".")
