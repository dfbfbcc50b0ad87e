"""The sitemap as crawlers read it."""

from xml.etree import ElementTree

from flasky import transaction
from flasky.models import MapOf, SitemapPage, Visibility
from flasky.operations import posts
from tests import factories

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(browser, path):
    """Return what a file of the map lists, as (address, last change)."""
    response = browser.get(path)
    assert (response.status_code, response.content_type) == (200, "application/xml; charset=utf-8")
    root = ElementTree.fromstring(response.data)
    return [(one.findtext("s:loc", None, NAMES), one.findtext("s:lastmod", None, NAMES)) for one in root]


def test_index_leads_to_pages_and_these_to_posts_people_and_tags(browser, alice):
    old, new = factories.post(alice, title="Tea & cake", body="About #tea"), factories.post(alice, title="Hidden")
    posts.edit(alice, post=old, title="Tea & cake", body="More about #tea")
    new.visibility = Visibility.LINK
    transaction.commit()

    index = [address.removeprefix("http://localhost") for address, _ in listed(browser, "/sitemap.xml")]
    found = {path: listed(browser, path) for path in index}

    assert index == ["/sitemap/posts/0.xml", "/sitemap/people/0.xml", "/sitemap/tags/0.xml"]
    assert found["/sitemap/posts/0.xml"] == [
        (f"http://localhost/@alice/{old.id}/tea-cake", f"{old.edited_at:%Y-%m-%dT%H:%M:%SZ}")
    ]
    assert found["/sitemap/people/0.xml"] == [("http://localhost/@alice", None)]
    assert found["/sitemap/tags/0.xml"] == [("http://localhost/tags/tea", None)]


def test_last_change_of_a_page_is_in_the_index(browser, alice):
    post = factories.post(alice)
    transaction.session.add(SitemapPage(kind=MapOf.POSTS, first_id=0, changed_at=None))
    transaction.commit()

    changed = dict(listed(browser, "/sitemap.xml"))

    assert changed["http://localhost/sitemap/posts/0.xml"] == f"{post.published_at:%Y-%m-%dT%H:%M:%SZ}"


def test_page_that_nobody_began_is_not_there(browser):
    assert browser.get("/sitemap/posts/7.xml").status_code == 404
    assert browser.get("/sitemap/secrets/0.xml").status_code == 404


def test_map_that_did_not_change_is_sent_once(browser, alice):
    factories.post(alice)
    first = browser.get("/sitemap/posts/0.xml")

    second = browser.get("/sitemap/posts/0.xml", headers={"If-None-Match": first.headers["ETag"]})

    assert (second.status_code, second.data) == (304, b"")
    assert second.headers["Cache-Control"] == first.headers["Cache-Control"] == "public, max-age=600"
