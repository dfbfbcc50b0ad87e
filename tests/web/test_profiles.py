"""Profiles: the page of a person and the lists around it."""

import re
from urllib.parse import quote

import pytest

from flasky import transaction
from flasky.models import Actor, Post
from flasky.operations import blocks, follows, pins, profiles
from flasky.operations.profiles import Link
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in
from tests.statements import counted


def introduced(user, **said):
    """Let somebody say something of themselves."""
    said = {"name": "", "location": "", "about_me": "", **said}
    sketch = profiles.sketch(said["name"], said["location"], about_me=said["about_me"], links=said.get("links"))
    profiles.edit(user, username=user.username, wanted=sketch)
    transaction.commit()


def counts_in(html: str) -> list[int]:
    """Return the numbers on the tabs: posts, followers, followed."""
    tabs = html.partition('class="tabs"')[2].partition("</nav>")[0]
    return [int(number) for number in re.findall(r'class="badge">(\d+)<', tabs)]


@pytest.mark.seed("B2", "P2", "R4")
def test_a_profile_shows_its_persons_posts_and_their_number(browser, alice, bob):
    factories.many_posts(alice, 3)
    factories.post(bob, body="bob's words")

    html = browser.get("/@alice").text

    assert [f"Text {number}" in html for number in range(3)] == [True] * 3
    assert "bob's words" not in html
    assert counts_in(html) == [3, 0, 0]


@pytest.mark.seed("R4", "E20")
@pytest.mark.defect("D20")
def test_a_profile_tells_what_its_person_wants_known(browser, alice):
    link = Link("Blog", "https://example.org/alice")
    introduced(alice, name="Alice O", location='Côte & "Sea"', about_me="I *bake*.", links=(link,))

    html = browser.get("/@alice").text

    for words in ("Alice O", "From", "Member since", "<em>bake</em>", 'rel="me nofollow noopener">Blog</a>'):
        assert words in html
    assert f'href="https://www.openstreetmap.org/search?query={quote("Côte")}+%26+%22Sea%22"' in html
    assert 'width="256"' in html


@pytest.mark.seed("R4", "E20")
def test_only_administrators_are_shown_the_address(app, browser, admin, mod, alice):
    assert 'href="mailto:alice@example.com"' in logged_in(app, admin).get("/@alice").text
    for reader in (browser, logged_in(app, mod), logged_in(app, alice)):
        assert "alice@example.com" not in reader.get("/@alice").text


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
    assert browser.get("/@ALICE/followers").location == "/@alice/followers"


def test_a_profile_without_posts_says_so(app, browser, alice):
    assert browser.get("/@alice").status_code == 200
    assert "<article" not in browser.get("/@alice").text


@pytest.mark.seed("R8")
@pytest.mark.defect("D15")
def test_no_address_is_in_a_public_page_and_the_picture_is_made_here(browser, alice):
    factories.post(alice)

    for path in ("/", "/@alice"):
        html = browser.get(path).text
        assert "alice@example.com" not in html
        assert set(re.findall(r'<img[^>]*\ssrc="([^"]+)"', html)) == {"/avatars/alice.svg"}


@pytest.mark.defect("D20")
def test_markup_in_a_profile_is_shown_as_text(browser, alice):
    introduced(alice, name="<b>Alice</b>", location='"><script>alert(1)</script>', about_me="<script>alert(2)</script>")
    factories.post(alice)

    html = browser.get("/@alice").text

    assert "<b>Alice</b>" not in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("count", [1, 20])
def test_a_profile_takes_the_same_few_statements_for_one_post_and_twenty(app, browser, alice, bob, count):
    factories.many_posts(alice, count)

    with counted() as statements:
        browser.get("/@alice")
    assert len(statements) == 3, statements

    reader = logged_in(app, bob)
    with counted() as statements:
        reader.get("/@alice")
    assert len(statements) == 6, statements


def test_a_profile_pages_on(browser, alice):
    factories.many_posts(alice, 21)

    html = browser.get("/@alice").text

    assert "/@alice?before=" in html
    assert "Text 0<" in browser.get("/@alice?page=2").text


def test_a_pinned_post_stands_first_on_page_one_alone(browser, alice):
    oldest = factories.many_posts(alice, 21)[0]
    pins.pin(alice, post=oldest)
    transaction.commit()

    first, second = browser.get("/@alice").text, browser.get("/@alice?page=2").text

    assert first.index("Pinned") < first.index("Text 0<") < first.index("Text 20<")
    assert "Text 0<" not in second


@pytest.mark.seed("W2")
@pytest.mark.parametrize("count", [1, 50])
def test_followers_are_listed_with_dates_and_buttons_in_few_statements(app, alice, bob, count):
    people = [factories.person(f"reader{number}") for number in range(count)]
    for one in people:
        follows.follow(one, target=alice.actor)
    follows.follow(people[0], target=bob.actor)
    transaction.commit()
    reader = logged_in(app, bob)

    with counted() as statements:
        html = reader.get("/@alice/followers").text

    assert len(statements) == 5, statements
    assert html.count("Following since") == count == counts_in(html)[1]
    assert html.count('/follow"') == 2 * (count + 1)  # action and hx-post, of each row and of alice
    assert html.count("Follows you") == 1


@pytest.mark.seed("W2")
@pytest.mark.defect("D25")
def test_a_full_page_has_fifty_followers_and_leads_on(browser, alice):
    for number in range(51):
        follows.follow(factories.person(f"reader{number}"), target=alice.actor)
    transaction.commit()

    html = browser.get("/@alice/followers").text

    assert html.count("Following since") == 50
    assert browser.get(re.search(r'rel="next" href="([^"]+)"', html)[1]).text.count("Following since") == 1


@pytest.mark.seed("W2")
def test_lists_are_as_long_as_the_badge_for_whoever_looks(app, browser, alice, bob, carol):
    sue = factories.person("sue")
    for one in (bob, sue):
        follows.follow(one, target=alice.actor)
    blocks.block(carol, target=bob.actor)
    sue.actor.is_suspended = True
    transaction.commit()

    for reader, hidden in ((browser, 1), (logged_in(app, carol), 2)):
        html = reader.get("/@alice/followers").text
        assert counts_in(html)[1] == html.count("Following since") == 2
        assert html.count("Somebody you do not see.") == hidden
        assert "@sue" not in html


def test_following_and_comments_have_lists_of_their_own(browser, alice, bob):
    post = factories.post(alice)
    follows.follow(bob, target=alice.actor)
    comment = factories.post(bob, body="Well said")
    session.get_one(Post, comment.id).reply_to_id = session.get_one(Post, comment.id).root_id = post.id
    transaction.commit()

    assert ">alice</a>" in browser.get("/@bob/following").text
    html = browser.get("/@bob/comments").text
    assert "Well said" in html
    assert f'href="/post/{comment.id}"' in html
    assert "No comments yet" in browser.get("/@alice/comments").text


def test_across_a_block_nobody_is_there(app, alice, bob):
    factories.post(alice, body="Not for bob")
    blocks.block(alice, target=bob.actor)
    transaction.commit()

    his, hers = logged_in(app, bob), logged_in(app, alice)

    for path in ("/@alice", "/@ALICE", "/@alice/followers", "/@alice/card", "/@alice/comments"):
        assert his.get(path).status_code == 404
    page = hers.get("/@bob")
    assert page.status_code == 200
    assert "Unblock" in page.text
    assert 'class="tabs"' not in page.text


def test_the_suspended_are_shown_to_moderators_alone(app, browser, alice, mod):
    factories.post(alice, body="Words of alice")
    session.get_one(Actor, alice.actor_id).is_suspended = True
    transaction.commit()

    assert browser.get("/@alice").status_code == 404
    page = logged_in(app, mod).get("/@alice").text
    assert "This account is suspended" in page
    assert "Words of alice" not in page


def test_whoever_is_muted_is_read_on_their_own_page(app, alice, bob):
    factories.post(bob, body="Words of bob")
    blocks.mute(alice, target=bob.actor)
    transaction.commit()

    html = logged_in(app, alice).get("/@bob").text

    assert "Words of bob" in html
    assert "You muted bob" in html


@pytest.mark.seed("T5")
def test_the_hover_card_is_a_piece_of_a_page(app, browser, alice, bob):
    introduced(alice, about_me="I *bake*.")

    card = browser.get("/@alice/card")

    assert card.status_code == 200
    assert "<html" not in card.text
    assert "I <em>bake</em>." in card.text
    assert "0 followers" in card.text
    assert 'action="/@alice/follow"' in logged_in(app, bob).get("/@alice/card").text
    assert browser.get("/@nobody/card").status_code == 404
