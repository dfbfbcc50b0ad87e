"""Pages of tags."""

import re

import pytest

from flasky import transaction
from flasky.operations import tags
from tests import factories
from tests.browsers import logged_in
from tests.statements import counted


def test_a_tag_shows_its_posts_to_everybody(browser, alice):
    factories.post(alice, body="First on #Tea")
    factories.post(alice, body="On milk")

    html = browser.get("/tags/tea").text

    assert '<h1 class="long">#Tea</h1>' in html
    assert "First on" in html
    assert "On milk" not in html


@pytest.mark.parametrize(
    ("typed", "key"), [("Tea", "/tags/tea"), ("STRASSE", "/tags/strasse"), ("Stra%C3%9Fe", "/tags/strasse")]
)
def test_another_spelling_leads_to_the_right_address(browser, typed, key):
    response = browser.get(f"/tags/{typed}")

    assert (response.status_code, response.location) == (301, key)


def test_a_tag_that_nobody_used_invites(app, alice):
    response = logged_in(app, alice).get("/tags/tea")

    assert response.status_code == 200
    assert "Be the first" in response.text


@pytest.mark.parametrize("typed", ["a-b", "123", "x" * 65])
def test_what_is_no_tag_is_not_found(browser, typed):
    assert browser.get(f"/tags/{typed}").status_code == 404


def test_a_tag_is_followed_and_unfollowed(app, alice):
    browser = logged_in(app, alice)

    assert browser.post("/tags/tea/follow").location == "/tags/tea"
    assert "Unfollow" in browser.get("/tags/tea").text
    assert "#tea" in browser.get("/tags").text
    assert browser.post("/tags/tea/unfollow", {"back": "list"}).location == "/tags"
    assert "Unfollow: #tea" not in browser.get("/tags").text


def test_a_script_gets_the_button_alone(app, alice):
    html = logged_in(app, alice).post("/tags/tea/follow", headers={"HX-Request": "true"}).text

    assert html.strip().startswith("<form")
    assert "/tags/tea/unfollow" in html


def test_trending_tags_stand_with_their_formula(browser, alice, bob):
    for person in (alice, bob):
        factories.post(person, body="On #tea")
    factories.post(alice, body="On #milk")
    tags.count_trends()
    transaction.commit()

    html = browser.get("/tags").text

    assert html.index("#tea") < html.index("2 people this week") < html.index("#milk")
    assert "How this is counted" in html


@pytest.mark.seed("E14")
@pytest.mark.parametrize("path", ["/tags", "/tags/tea"])
def test_lists_have_pages_by_number_and_refuse_mangled_ones(app, alice, path):
    browser = logged_in(app, alice)
    factories.post(alice, body="On #tea")

    assert [browser.get(f"{path}?{query}").status_code for query in ("page=2", "page=51", "before=x")] == [
        200,
        404,
        404,
    ]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.defect("D47")
def test_a_tag_takes_the_same_few_statements_for_one_post_and_twenty(app, alice, count):
    for _ in range(count):
        factories.post(alice, body="On #tea and #milk")
    browser = logged_in(app, alice)

    with counted() as statements:
        browser.get("/tags/tea")

    assert len(statements) == 6, statements


def test_a_tag_with_more_posts_than_a_page_leads_on(browser, alice):
    for number in range(21):
        factories.post(alice, title=f"Number {number}", body="#tea")

    first = browser.get("/tags/tea").text
    older = re.search(r'rel="next" href="([^"]*/tags/tea\?before=\d+)"', first)

    assert older
    assert "Number 20" in first
    assert "Number 0<" not in first
    assert "Number 0<" in browser.get(older[1]).text
