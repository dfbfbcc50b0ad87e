"""What stands in which feed, under which addresses."""

import re
from datetime import timedelta

import pytest
import time_machine

from flasky import addresses, transaction
from flasky.http import tokens
from flasky.lib import archives, clock, ids
from flasky.models import Post, User, Visibility
from flasky.operations import blocks, comments, names, people, posts
from flasky.operations.audience import Audience
from flasky.queries.acting import OPERATOR
from flasky.transaction import session
from tests import factories
from tests.feeds.test_documents import FEEDS, FORMS
from tests.sites import SITE

ENTRY = re.compile(rf"<id>{SITE}/post/(\d+)</id>")
ARCHIVE = re.compile(r'rel="prev-archive" type="application/atom\+xml" href="http://localhost([^"]+)"')
NEXT = re.compile(r'rel="next" type="application/atom\+xml" href="http://localhost([^"]+)"')


def ids_in(text: str) -> list[int]:
    return [int(one) for one in ENTRY.findall(text)]


def walk(browser, path, link=ARCHIVE, meanwhile=lambda: None):
    """Return the entries of a feed and of everything its links lead to, and the addresses on the way."""
    found, way = [], []
    while path:
        text = browser.get(path).text
        found += ids_in(text)
        way.append(path)
        following = link.search(text)
        path = following[1] if following else None
        meanwhile()
    return found, way


def written_at(author, *, day, minute):
    """Write as people do, some posts one after the other and a pause, and return the post's id."""
    with time_machine.travel(clock.now() - timedelta(days=9 - day) + timedelta(minutes=minute), tick=False):
        ids._last = 0  # in a process ids never go back
        return factories.post(author).id


def post_shown_to(author, visibility, body="For few #tea"):
    post = posts.publish(author, title="", body=body, audience=Audience(visibility))
    transaction.commit()
    return post


@pytest.mark.defect("D8")
@pytest.mark.advisory("CVE-2023-45809")
@pytest.mark.parametrize("feed", ["site", "person", "tag"])
def test_a_feed_holds_what_a_stranger_finds_in_lists(browser, world, feed):
    hidden, deleted = factories.post(world.alice, body="#tea"), factories.post(world.alice, body="#tea")
    hidden.hidden_at = clock.now()
    posts.delete(world.alice, post=deleted)
    few = [post_shown_to(world.alice, shown).id for shown in (Visibility.FOLLOWERS, Visibility.LINK)]

    found = ids_in(browser.get(f"{world.paths[feed]}.atom").text)

    assert world.post.id in found
    assert not {hidden.id, deleted.id, world.comment.id, *few} & set(found)


@pytest.mark.defect("D8")
def test_no_feed_holds_what_a_suspended_person_wrote(browser, world):
    people.suspend(OPERATOR, user=world.alice)
    transaction.commit()

    answers = {feed: browser.get(f"{world.paths[feed]}.atom") for feed in FEEDS}

    assert {feed: answer.status_code for feed, answer in answers.items()} == {
        "site": 200,
        "person": 404,
        "tag": 404,
        "comments": 404,
        "home": 200,
    }
    assert [ids_in(answers[feed].text) for feed in ("site", "home")] == [[], []]


@pytest.mark.defect("D8")
def test_comments_that_are_withheld_are_left_out(browser, world, carol):
    gone, disabled = factories.comment(world.bob, world.post), factories.comment(world.bob, world.post)
    suspended = factories.comment(carol, world.post)
    comments.delete(world.bob, comment=gone)
    disabled.hidden_at = clock.now()
    people.suspend(OPERATOR, user=carol)
    answer = factories.comment(world.alice, world.post, to=world.comment)

    text = browser.get(f"{world.paths['comments']}.atom").text

    assert ids_in(text) == [answer.id, world.comment.id]
    assert str(suspended.id) not in text


@pytest.mark.parametrize("shown", [Visibility.FOLLOWERS, Visibility.LINK])
def test_comments_on_a_post_that_stands_in_no_list_have_no_feed(browser, world, shown):
    post = post_shown_to(world.alice, shown)
    path = f"{addresses.comments(post)}/feed.atom"

    assert browser.get(path).status_code == 404
    factories.comment(world.alice, post)
    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_feed_is_a_feed(browser, world, carol, form):
    quiet = factories.post(carol, body="Nobody answers")
    carol.home_feed_number = 1
    transaction.commit()
    home = addresses.home_feed(tokens.home_feed_token(carol.id, number=1), form)
    posts.delete(carol, post=quiet)
    transaction.commit()

    assert browser.get(f"/@carol/feed.{form}").status_code == browser.get(home).status_code == 200
    assert browser.get(f"{addresses.comments(world.untitled)}/feed.{form}").status_code == 200


def test_what_is_not_there_is_not_found_and_what_was_deleted_is_gone(browser, world):
    posts.delete(world.alice, post=world.untitled)
    transaction.commit()

    missing = ["/@nobody/feed.atom", "/tags/nothing/feed.atom", "/tags/%20/feed.atom", "/@alice/7/x/comments/feed.atom"]
    missing += [
        f"/@bob/{world.post.id}/x/comments/feed.rss",
        addresses.home_feed("nonsense", "json"),
        "/@ali\0ce/feed.atom",
    ]
    assert [browser.get(path).status_code for path in missing] == [404] * len(missing)
    assert browser.get(f"{addresses.comments(world.untitled)}/feed.atom").status_code == 410


def test_a_tag_that_only_posts_for_few_bear_is_not_told_of(browser, world):
    post_shown_to(world.alice, Visibility.FOLLOWERS, body="#secret")

    assert browser.get("/tags/secret/feed.atom").status_code == 404


@pytest.mark.defect("D18")
@pytest.mark.parametrize("before", ["x", "-1", "1.5", str(2**63), "9" * 40, "", "1&before=x"])
@pytest.mark.parametrize("path", ["/feed.atom", "/opml"])
def test_a_place_that_is_none_is_not_there(browser, world, path, before):
    assert browser.get(f"{path}?before={before}").status_code == (200 if "&" in before else 404)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/@ALICE/feed.rss?before=7", "/@alice/feed.rss?before=7"),
        ("/tags/TEA/feed.json", "/tags/tea/feed.json"),
        ("/@Alice/{id}/other/comments/feed.atom", "{comments}.atom"),
    ],
)
def test_other_spellings_lead_to_the_one_address(browser, world, asked, path):
    response = browser.get(asked.format(id=world.post.id))

    assert (response.status_code, response.location) == (301, path.format(**world.paths))


def test_a_feed_follows_its_person_to_another_name_and_no_id_changes(browser, world):
    before = browser.get("/@alice/feed.atom").text
    names.rename(world.alice, actor=world.alice.actor, username="alicia")
    posts.edit(world.alice, post=session.get_one(Post, world.post.id), title="Another title", body="Other words")
    transaction.commit()

    moved = [browser.get(f"{world.paths[feed]}.atom").location for feed in ("person", "comments")]
    after = browser.get("/@alicia/feed.atom").text

    assert moved[0] == "/@alicia/feed.atom"
    assert moved[1].startswith("/@alicia/")
    every_id = re.compile("<id>.*?</id>")
    assert every_id.findall(before) == every_id.findall(after)


def test_every_id_leads_to_what_it_names(browser, world):
    for entry in (world.post, world.comment):
        response = browser.get(f"/post/{entry.id}")
        while response.status_code in (301, 302):
            response = browser.follow(response)
        assert response.status_code == 200


def test_archives_hold_each_entry_once_while_others_write_and_keep_their_addresses(browser, world):
    written = [written_at(world.alice, day=each // 30, minute=each % 30) for each in range(130)]
    everything = [world.untitled.id, world.post.id, *reversed(written)]
    before_others, way = walk(browser, "/feed.atom", meanwhile=lambda: factories.post(world.bob))
    after, later_way = walk(browser, "/feed.atom")

    assert before_others == everything
    assert after[-len(everything) :] == everything
    assert len(after) == len(everything) + len(way)
    assert len(way) >= len(everything) / archives.MOST
    assert len(set(way[1:]) & set(later_way)) >= len(way) - 2


@pytest.mark.parametrize(
    ("feed", "link"), [("person", ARCHIVE), ("person", NEXT), ("tag", ARCHIVE), ("comments", ARCHIVE), ("home", NEXT)]
)
def test_every_feed_can_be_walked_to_its_end(browser, world, feed, link):
    for number in range(45):
        factories.post(world.alice, body=f"{number} #tea")
        factories.comment(world.bob, world.post)

    found, way = walk(browser, f"{world.paths[feed]}.atom", link)

    assert len(found) == len(set(found)) == {"person": 47, "tag": 46, "comments": 46, "home": 47}[feed]
    assert found == sorted(found, reverse=True)
    old = browser.get(way[-1]).text
    assert ("<fh:archive/>" in old, 'rel="current"' in old) == (feed != "home", feed != "home")
    assert browser.get(way[-1].replace(".atom", ".json")).json["feed_url"] == SITE + way[-1].replace(".atom", ".json")


def test_json_feeds_are_walked_by_their_own_link(browser, world):
    factories.many_posts(world.alice, 60)
    path, found = "/@alice/feed.json", []

    while path:
        document = browser.get(path).json
        found += [item["id"] for item in document["items"]]
        path = document.get("next_url", "").removeprefix(SITE)

    assert len(found) == len(set(found)) == 62


def test_a_home_holds_what_its_owner_wants_and_may_see(browser, world, carol):
    for_followers = post_shown_to(world.alice, Visibility.FOLLOWERS)
    by_link, stranger = post_shown_to(world.alice, Visibility.LINK), factories.post(carol)
    own = factories.post(world.bob)
    path = f"{world.paths['home']}.atom"

    assert ids_in(browser.get(path).text) == [own.id, for_followers.id, world.untitled.id, world.post.id]
    assert not {by_link.id, stranger.id} & set(ids_in(browser.get(path).text))
    blocks.mute(world.bob, target=world.alice.actor)
    transaction.commit()
    assert ids_in(browser.get(path).text) == [own.id]


def test_a_home_is_kept_from_caches_crawlers_and_other_sites(browser, world):
    headers = browser.get(f"{world.paths['home']}.atom").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Robots-Tag"] == "noindex"


def old_number(owner):
    owner.home_feed_number = 4


def switched_off(owner):
    owner.home_feed_number = -3


def suspended(owner):
    people.suspend(OPERATOR, user=owner)


@pytest.mark.parametrize("change", [old_number, switched_off, suspended])
def test_a_link_that_does_not_hold_leads_nowhere(browser, world, change):
    change(session.get_one(User, world.bob.id))
    transaction.commit()

    assert [browser.get(f"{world.paths['home']}.{form}").status_code for form in FORMS] == [404] * 3


@pytest.mark.parametrize("number", [0, -3])
def test_no_token_opens_a_home_without_a_link(browser, world, number):
    world.bob.home_feed_number = number
    transaction.commit()
    token = tokens.home_feed_token(world.bob.id, number=number)

    assert browser.get(addresses.home_feed(token, "atom")).status_code == 404


def test_a_token_of_another_purpose_opens_no_home(browser, world):
    token = tokens.unsubscribe_token(world.bob.id, what="3")

    assert browser.get(addresses.home_feed(token, "atom")).status_code == 404
    assert browser.get(addresses.home_feed(tokens.set_up_token(), "atom")).status_code == 404


def test_a_home_is_no_archive_for_it_changes_with_whom_one_follows(browser, world):
    factories.many_posts(world.bob, 25)

    text = browser.get(f"{world.paths['home']}.atom").text

    assert ('rel="next"' in text, 'rel="prev-archive"' in text) == (True, False)


def test_the_feed_of_a_person_says_what_they_wish_of_crawlers(browser, alice):
    factories.post(alice)
    alice.actor.is_indexed = False
    transaction.commit()

    assert browser.get("/@alice/feed.atom").headers["X-Robots-Tag"] == "noindex, noai, noimageai"
    assert "X-Robots-Tag" not in browser.get("/feed.atom").headers
