"""Timelines, for programs."""

import pytest

from flasky import transaction
from flasky.models import Scope
from flasky.operations import follows, marks, tags
from tests import factories
from tests.statements import counted


def ids_of(answer) -> list[str]:
    return [item["id"] for item in answer.json["items"]]


@pytest.fixture
def boosted(alice, bob, carol):
    """A post of carol's that bob, whom alice follows, boosted; older than one of his own."""
    follows.follow(alice, target=bob.actor)
    post = factories.post(carol)
    marks.boost(bob, post=post)
    return post, factories.post(bob, title="His own")


@pytest.mark.seed("A2")
def test_home_holds_whom_one_follows_and_says_who_boosted(client, alice, bob, boosted):
    post, his = boosted
    api = client(alice)

    page = api.get("/timelines/home")

    assert ids_of(page) == [str(his.id), str(post.id)]
    assert [item["boosted_by"] and item["boosted_by"]["username"] for item in page.json["items"]] == [None, "bob"]
    assert page.json["items"][0]["place"] == str(his.id)
    assert int(page.json["items"][1]["place"]) > post.id
    assert api.get("/users/@alice/timeline").json["items"] == page.json["items"]


@pytest.mark.defect("D35")
def test_nobody_reads_anothers_home(client, visitor, alice, bob):
    assert client(bob).get("/users/@alice/timeline").status_code == 403
    assert [visitor.get(path).status_code for path in ("/timelines/home", "/timelines/home/read")] == [401, 401]
    assert client(alice, Scope.FOLLOW).get("/timelines/home").status_code == 403


def test_home_is_walked_through_once_while_others_write(client, alice, bob, boosted):
    posts = [str(factories.post(bob).id) for _number in range(5)]
    seen = []
    for item in client(alice).walk("/timelines/home?limit=2"):
        seen.append(item["id"])
        if len(seen) == 2:
            factories.post(bob)

    assert seen == [*reversed(posts), str(boosted[1].id), str(boosted[0].id)]


def test_how_far_one_has_read_goes_on_and_never_back(client, alice, boosted):
    api = client(alice)
    newest, oldest = (item["place"] for item in api.get("/timelines/home").json["items"])

    assert api.get("/timelines/home/read").json == {"place": None}
    assert api.put("/timelines/home/read", {"place": newest}).json == {"place": newest}
    assert api.put("/timelines/home/read", {"place": oldest}).json == {"place": newest}
    assert api.get("/timelines/home/read").json == {"place": newest}
    assert api.put("/timelines/home/read", {"place": "9" * 19}).status_code == 200
    assert [api.put("/timelines/home/read", {"place": wrong}).status_code for wrong in (7, "", "x", None)] == [422] * 4
    assert client(alice, Scope.READ).put("/timelines/home/read", {"place": newest}).status_code == 403


def test_all_posts_are_those_of_the_posts_themselves(client, visitor, alice, boosted):
    assert visitor.get("/timelines/all").json["items"] == visitor.get("/posts").json["items"]
    assert len(ids_of(client(alice).get("/timelines/all"))) == 2


def test_a_tag_has_its_posts_whether_any_bears_it_or_not(client, visitor, alice):
    post = factories.post(alice, body="A cup of #Tea")

    assert ids_of(visitor.get("/timelines/tags/tea")) == [str(post.id)]
    assert ids_of(visitor.get("/timelines/tags/%23TEA")) == [str(post.id)]
    assert ids_of(visitor.get("/timelines/tags/coffee")) == []
    assert [visitor.get(f"/timelines/tags/{wrong}").status_code for wrong in ("7", "a-b", "x" * 65)] == [404] * 3
    tags.follow(alice, tag="tea")
    transaction.commit()
    assert client(alice).get("/timelines/tags/tea").json["items"][0]["liked"] is False


@pytest.mark.parametrize("path", ["/timelines/home", "/timelines/all", "/timelines/tags/tea"])
def test_a_longer_list_takes_no_more_statements(client, alice, path):
    api, taken = client(alice), []
    for count in (1, 19):
        for _number in range(count):
            factories.post(alice, body="#tea")
        api.get(path)
        with counted() as statements:
            items = api.get(path).json["items"]
        taken.append((len(items), len(statements)))

    assert [length for length, _number in taken] == [1, 20]
    assert taken[0][1] == taken[1][1] <= 5
