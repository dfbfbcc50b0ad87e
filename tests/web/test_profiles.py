"""Profiles."""

import re

import pytest

from tests import factories
from tests.browsers import logged_in
from tests.statements import counted


@pytest.mark.seed("B2", "P2")
def test_a_profile_shows_its_persons_posts_and_their_number(browser, alice, bob):
    factories.many_posts(alice, 3)
    factories.post(bob, body="bob's words")

    html = browser.get("/@alice").text

    assert [f"Text {number}" in html for number in range(3)] == [True] * 3
    assert "bob's words" not in html
    assert re.search(r"<dt>Posts</dt>\s*<dd>\s*3\s*</dd>", html)


@pytest.mark.seed("E14", "P2")
def test_the_address_of_the_book_leads_to_the_profile(browser, alice):
    response = browser.get("/user/alice")

    assert (response.status_code, response.location) == (301, "/@alice")


@pytest.mark.seed("E14", "P2")
@pytest.mark.parametrize("name", ["nobody", "al1ce", "a/b", "%00", "x" * 300, "%F0%9F%98%80", "..", "alice "])
def test_nobody_of_that_name_is_not_found(browser, alice, name):
    assert browser.get(f"/user/{name}").status_code == 404
    assert browser.get(f"/@{name}").status_code == 404


def test_another_case_of_a_name_leads_to_the_right_one(browser, alice):
    assert browser.get("/@ALICE").location == "/@alice"


def test_a_profile_without_posts_says_so(app, browser, alice):
    assert browser.get("/@alice").status_code == 200
    assert "<article" not in browser.get("/@alice").text


@pytest.mark.defect("D15")
def test_no_address_is_in_a_public_page(browser, alice):
    factories.post(alice)

    for path in ("/", "/@alice"):
        assert "alice@example.com" not in browser.get(path).text


@pytest.mark.defect("D20")
def test_markup_in_a_profile_is_shown_as_text(browser, alice):
    alice.actor.name, alice.actor.location = "<b>Alice</b>", '"><script>alert(1)</script>'
    factories.post(alice)

    html = browser.get("/@alice").text

    assert "<b>Alice</b>" not in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("count", [1, 20])
def test_a_profile_takes_the_same_few_statements_for_one_post_and_twenty(app, browser, alice, count):
    factories.many_posts(alice, count)

    with counted() as statements:
        browser.get("/@alice")
    assert len(statements) == 2, statements

    reader = logged_in(app, alice)
    with counted() as statements:
        reader.get("/@alice")
    assert len(statements) == 3, statements


def test_a_profile_pages_on(browser, alice):
    factories.many_posts(alice, 21)

    html = browser.get("/@alice").text

    assert "/@alice?before=" in html
    assert "Text 0<" in browser.get("/@alice?page=2").text
