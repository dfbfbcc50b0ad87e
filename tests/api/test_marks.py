"""Marks, for programs."""

import pytest

from flasky import addresses, transaction
from flasky.models import Scope
from flasky.operations import blocks, marks
from tests import factories
from tests.statements import counted

SAID = {"like": "liked", "bookmark": "bookmarked", "boost": "boosted", "pin": "pinned"}


@pytest.fixture
def post(alice):
    return factories.post(alice)


def path_of(post, act):
    return f"{addresses.api_post(post)}/{act}"


@pytest.mark.parametrize("act", SAID)
def test_a_mark_is_set_and_taken_back_as_often_as_one_likes(client, alice, post, act):
    api = client(alice, Scope.WRITE, Scope.READ)

    for method, expected in (("PUT", True), ("PUT", True), ("DELETE", False), ("DELETE", False)):
        answer = api.open(method, path_of(post, act))

        assert (answer.status_code, answer.json[SAID[act]]) == (200, expected)
        assert (answer.json["like_count"], answer.json["boost_count"]) == (
            int(expected and act == "like"),
            int(expected and act == "boost"),
        )


@pytest.mark.parametrize("act", SAID)
def test_marks_need_a_token_that_may_write(client, visitor, bob, post, act):
    assert visitor.put(path_of(post, act)).status_code == 401
    assert client(bob, Scope.READ).put(path_of(post, act)).status_code == 403
    assert client(bob).put(path_of(post, act)).status_code == (403 if act == "pin" else 200)


@pytest.mark.parametrize("act", SAID)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_nothing_is_marked_across_a_block_or_after_it_went(client, alice, bob, carol, post, act, method):
    blocks.block(alice, target=bob.actor)
    transaction.commit()
    assert client(bob).open(method, path_of(post, act)).status_code == 404

    client(alice).delete(addresses.api_post(post))
    assert client(carol).open(method, path_of(post, act)).status_code == 410


def test_what_few_can_read_is_not_handed_on(client, alice):
    few = client(alice).post("/posts", {"body": "Few", "visibility": "followers"}).json

    answer = client(alice).put(f"{few['url']}/boost")

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "post")


def test_a_sixth_pin_is_refused(client, alice):
    api = client(alice)

    statuses = [api.put(path_of(factories.post(alice), "pin")).status_code for _number in range(6)]

    assert statuses == [200] * 5 + [422]


def test_comments_are_liked(client, alice, bob, post):
    path = f"{addresses.api_comment(factories.comment(bob, post).id)}/like"

    liked, again = client(alice).put(path), client(alice).put(path)
    taken_back = client(alice).delete(path)

    assert (liked.json["liked"], liked.json["like_count"], again.json["like_count"]) == (True, 1, 1)
    assert (taken_back.json["liked"], taken_back.json["like_count"]) == (False, 0)
    assert client(alice).put(f"{addresses.api_comment(post.id)}/like").status_code == 404
    assert client(alice).put(path.replace("/comments/", "/posts/")).status_code == 404


@pytest.mark.defect("N1")
@pytest.mark.parametrize("name", ["likes", "boosts"])
def test_who_marked_a_post_is_told_without_whom_one_cannot_meet(client, alice, bob, carol, post, name):
    visitor = client()
    for person in (bob, carol):
        {"likes": marks.like, "boosts": marks.boost}[name](person, post=post)
    blocks.block(alice, target=carol.actor)
    transaction.commit()

    seen, of_alice = visitor.get(path_of(post, name)).json, client(alice).get(path_of(post, name)).json

    assert [item["username"] for item in seen["items"]] == ["carol", "bob"]
    assert ([item["username"] for item in of_alice["items"]], of_alice["count"]) == (["bob"], 2)
    assert "@example.com" not in str(seen)


@pytest.mark.parametrize("count", [1, 12])
def test_a_list_takes_the_same_few_statements_for_one_person_and_many(visitor, post, count):
    for number in range(count):
        marks.like(factories.person(f"person{number}"), post=post)
    transaction.commit()

    with counted() as statements:
        answer = visitor.get(path_of(post, "likes"))

    assert len(answer.json["items"]) == count
    assert len(statements) <= 2, statements
