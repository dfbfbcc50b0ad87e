"""People, for programs: all of them, one of them, what they wrote, who is around them."""

import pytest

from flasky import transaction
from flasky.models import Visibility
from flasky.operations import blocks, follows, moderation, pins
from flasky.operations.audience import Audience
from flasky.operations.posts import publish
from tests import factories
from tests.statements import counted

BOOKS_KEYS = {"url", "username", "member_since", "last_seen", "posts_url", "followed_posts_url", "post_count"}


def names(answer) -> list[str]:
    return [item["username"] for item in answer.json["items"]]


@pytest.mark.seed("A2")
@pytest.mark.defect("D34")
def test_a_person_has_the_keys_of_the_book_and_needs_no_token(visitor, alice):
    shown = visitor.get("/users/@alice")

    assert shown.status_code == 200
    assert shown.json.keys() >= BOOKS_KEYS
    assert shown.json["url"] == f"http://localhost/api/v1/users/{alice.actor_id}"
    assert visitor.get(shown.json["url"]).json == shown.json
    assert (shown.json["relation"], shown.json["links"]) == (None, [])


@pytest.mark.defect("D18")
@pytest.mark.defect("N6")
@pytest.mark.parametrize("named", ["7", "@nobody", "alice", "9223372036854775808", "@a/b", "-1", "%00", "@"])
def test_nobody_is_found_under_what_is_nobodys(visitor, alice, named):
    assert visitor.get(f"/users/{named}").status_code == 404
    assert visitor.get(f"/users/{named}/posts").status_code == 404


@pytest.mark.defect("D35")
@pytest.mark.defect("N6")
def test_all_people_are_walked_through_once_while_others_come(client, alice):
    for number in range(5):
        factories.person(f"p{number}")
    seen = []
    for item in client(alice).walk("/users?limit=2"):
        seen.append(item["username"])
        if len(seen) == 2:
            factories.person("late")

    assert seen == ["p4", "p3", "p2", "p1", "p0", "alice"]


def test_people_are_met_unless_they_are_suspended_or_a_block_stands_between(client, alice, bob, carol):
    factories.suspended("sue")
    blocks.block(bob, target=alice.actor)
    follows.follow(alice, target=carol.actor)
    transaction.commit()
    api = client(alice)

    page = api.get("/users")

    assert names(page) == ["carol", "alice"]
    assert [item["relation"] and item["relation"]["follows"] for item in page.json["items"]] == [True, None]
    paths = [f"/users/@bob{part}" for part in ("", "/posts", "/comments", "/followers", "/following", "/pinned")]
    assert {api.get(path).status_code for path in [*paths, "/users/@sue"]} == {404}


def test_followers_and_followed_are_listed_with_dates_without_whom_one_may_not_meet(client, visitor, alice, bob, carol):
    for person in (bob, carol):
        follows.follow(person, target=alice.actor)
    follows.follow(bob, target=carol.actor)
    transaction.commit()

    page = visitor.get("/users/@alice/followers")
    assert (names(page), page.json["count"]) == (["carol", "bob"], 2)
    assert {item["relation"] for item in page.json["items"]} == {None}
    seen = client(bob).get("/users/@alice/followers").json["items"]
    assert [item["relation"] and item["relation"]["follows"] for item in seen] == [True, None]
    assert all(item["since"].endswith("Z") for item in seen)
    assert names(visitor.get("/users/@bob/following")) == ["carol", "alice"]

    blocks.block(carol, target=bob.actor)
    transaction.commit()
    page = client(bob).get("/users/@alice/followers")
    assert (names(page), page.json["count"]) == (["bob"], 2)


def test_pinned_posts_stand_on_a_page_of_their_own(client, visitor, alice):
    first, second, _third = (factories.post(alice) for _time in range(3))
    for post in (first, second):
        pins.pin(alice, post=post)
    transaction.commit()

    page = visitor.get("/users/@alice/pinned").json

    assert [item["id"] for item in page["items"]] == [str(second.id), str(first.id)]
    assert (page["count"], page["next"], page["prev"]) == (2, None, None)
    assert client(alice).get("/users/@alice/pinned").json["items"][0]["pinned"] is True


def test_posts_are_listed_and_counted_for_whoever_asks(client, visitor, alice, bob, carol):
    for visibility in Visibility:
        publish(alice, title="", body="Words", audience=Audience(visibility))
    follows.follow(bob, target=alice.actor)
    transaction.commit()

    found = [api.get("/users/@alice/posts").json for api in (visitor, client(carol), client(bob), client(alice))]

    assert [(len(page["items"]), page["count"]) for page in found] == [(1, 1), (1, 1), (2, 2), (3, 3)]


@pytest.mark.defect("D8")
def test_comments_are_listed_without_the_disabled_ones(client, visitor, alice, bob, mod):
    post = factories.post(alice)
    kept, taken = factories.comment(bob, post), factories.comment(bob, post, body="Rude words")
    moderation.disable(mod, comment=taken)
    transaction.commit()

    page = visitor.get("/users/@bob/comments")

    assert [item["id"] for item in page.json["items"]] == [str(kept.id)]
    assert "Rude" not in page.text
    assert visitor.get("/users/@alice/comments").json["items"] == []


@pytest.mark.parametrize("part", ["", "/@alice/posts", "/@alice/comments", "/@alice/followers", "/@alice/following"])
def test_a_longer_list_takes_no_more_statements(client, alice, bob, part):
    api, path, taken = client(bob), f"/users{part}", []
    post = factories.post(bob)
    for count in (1, 7):
        for number in range(count):
            person = factories.person(f"p{count}_{number}")
            follows.follow(person, target=alice.actor)
            follows.follow(alice, target=person.actor)
            factories.post(alice)
            factories.comment(alice, post)
        api.get(path)
        with counted() as statements:
            items = api.get(path).json["items"]
        taken.append((len(items), len(statements)))

    assert taken[1][0] == taken[0][0] + 7
    assert taken[0][1] == taken[1][1] <= 5


def test_a_visitor_gets_those_who_allow_lists_of_all_people(client, alice, bob):
    bob.actor.is_in_directory = True
    transaction.commit()

    assert [person["username"] for person in client().get("/users").json["items"]] == ["bob"]
    assert [person["username"] for person in client(alice).get("/users").json["items"]] == ["bob", "alice"]
