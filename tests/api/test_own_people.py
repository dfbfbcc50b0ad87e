"""The people around oneself, for programs."""

import pytest

from flasky.models import Scope
from flasky.operations import blocks, follows
from flasky.transaction import commit
from tests import factories
from tests.statements import counted


def asked(alice, *people):
    """Let people ask to follow alice, who approves her followers."""
    follows.approve(alice, wanted=True)
    for person in people:
        follows.follow(person, target=alice.actor)
    commit()


def test_requests_are_listed_accepted_and_declined(client, alice, bob, carol):
    asked(alice, bob, carol)
    api = client(alice)

    waiting = api.get("/me/follow-requests").json["items"]
    assert [item["username"] for item in waiting] == ["carol", "bob"]
    assert waiting[0]["since"].endswith("Z")

    assert api.put("/me/follow-requests/@bob").json["followed_by"] is True
    assert api.put("/me/follow-requests/@bob").status_code == 200
    assert api.delete(f"/me/follow-requests/{carol.actor_id}").json["followed_by"] is False
    assert api.delete(f"/me/follow-requests/{carol.actor_id}").status_code == 200
    assert api.put("/me/follow-requests/@carol").status_code == 404
    assert api.get("/me/follow-requests").json["items"] == []
    assert [item["username"] for item in api.walk("/users/@alice/followers")] == ["bob"]


def test_a_follower_is_removed(client, alice, bob):
    follows.follow(bob, target=alice.actor)
    commit()
    api = client(alice)

    assert api.delete("/me/followers/@bob").json["followed_by"] is False
    assert api.delete("/me/followers/@bob").status_code == 200
    assert api.get("/users/@alice/followers").json["count"] == 0


def test_who_is_blocked_and_muted_is_listed_in_short(client, alice, bob, carol):
    blocks.block(alice, target=bob.actor)
    blocks.mute(alice, target=carol.actor)
    commit()
    api = client(alice)

    (blocked,), (muted,) = api.get("/me/blocks").json["items"], api.get("/me/mutes").json["items"]

    assert (blocked["username"], muted["username"], muted["until"]) == ("bob", "carol", None)
    assert "about_me" not in blocked
    assert client(bob).get("/me/blocks").json["items"] == []


def test_a_token_that_may_not_follow_answers_no_request(client, alice, bob):
    asked(alice, bob)
    api = client(alice, Scope.READ, Scope.WRITE)

    answers = [
        api.put("/me/follow-requests/@bob"),
        api.delete("/me/follow-requests/@bob"),
        api.delete("/me/followers/@bob"),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len(api.get("/me/follow-requests").json["items"]) == 1


@pytest.mark.parametrize("path", ["/me/follow-requests", "/me/blocks", "/me/mutes"])
def test_a_longer_list_takes_no_more_statements(client, alice, path):
    strangers = [factories.person(f"p{number}") for number in range(8)]
    api, taken = client(alice), []
    for some in (strangers[:1], strangers[1:]):
        fill(path, alice, some)
        api.get(path)
        with counted() as statements:
            items = api.get(path).json["items"]
        taken.append((len(items), len(statements)))

    assert [length for length, _number in taken] == [1, 8]
    assert taken[0][1] == taken[1][1]


def fill(path, alice, people):
    """Put people into one of alice's lists."""
    if path == "/me/follow-requests":
        asked(alice, *people)
    for person in people:
        if path == "/me/blocks":
            blocks.block(alice, target=person.actor)
        elif path == "/me/mutes":
            blocks.mute(alice, target=person.actor)
    commit()
