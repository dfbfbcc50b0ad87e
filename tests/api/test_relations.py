"""Following, blocking and muting, for programs."""

from datetime import timedelta

import pytest
import time_machine

from flasky import transaction
from flasky.lib import clock
from flasky.models import Block, Follow, Permission, Scope
from flasky.operations import blocks, follows
from flasky.transaction import session

NOTHING = {"follows": False, "followed_by": False, "requested": False, "blocks": False, "mutes": False}


@pytest.mark.seed("W1", "W2")
@pytest.mark.defect("D35")
@pytest.mark.parametrize(("act", "told"), [("follow", "follows"), ("block", "blocks"), ("mute", "mutes")])
def test_what_is_set_twice_is_set_once_and_ended_twice_is_ended(client, alice, bob, act, told):
    api, path = client(alice), f"/users/@bob/{act}"

    answers = [api.put(path), api.put(path), api.delete(path), api.delete(path)]

    assert [answer.status_code for answer in answers] == [200] * 4
    assert [answer.json for answer in answers] == [{**NOTHING, told: True}] * 2 + [NOTHING] * 2


def test_whoever_approves_followers_is_asked(client, alice, bob):
    follows.approve(bob, wanted=True)
    transaction.commit()
    api = client(alice)

    assert api.put("/users/@bob/follow").json == {**NOTHING, "requested": True}
    assert api.get("/users/@bob").json["relation"]["requested"] is True
    assert api.delete("/users/@bob/follow").json == NOTHING


@pytest.mark.defect("N5")
@pytest.mark.parametrize("act", ["follow", "block", "mute"])
def test_nobody_does_it_to_themselves(client, alice, act):
    api = client(alice)

    refused = api.put(f"/users/{alice.actor_id}/{act}")

    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, ["user"])
    assert api.delete(f"/users/@alice/{act}").status_code == 200
    assert session.query(Follow).count() == 0


@pytest.mark.parametrize("act", ["follow", "block", "mute"])
def test_across_a_block_there_is_nobody(client, alice, bob, act):
    blocks.block(bob, target=alice.actor)
    transaction.commit()
    api = client(alice)

    assert [api.put(f"/users/@bob/{act}").status_code, api.delete(f"/users/@bob/{act}").status_code] == [404, 404]
    assert api.put("/users/@nobody/follow").status_code == 404


def test_whom_one_blocks_is_let_go_though_they_block_one_too(client, alice, bob):
    blocks.block(alice, target=bob.actor)
    transaction.commit()
    session.add(Block(actor_id=bob.actor_id, target_id=alice.actor_id))
    transaction.commit()

    assert client(alice).delete("/users/@bob/block").status_code == 200


def test_somebody_suspended_is_followed_no_more(client, alice, bob):
    follows.follow(alice, target=bob.actor)
    bob.actor.is_suspended = True
    transaction.commit()
    api = client(alice)

    assert api.delete("/users/@bob/follow").json["follows"] is False
    assert api.put("/users/@bob/follow").status_code == 404


def test_a_mute_lasts_as_many_hours_as_are_wanted(client, alice, bob):
    api = client(alice)

    assert api.put("/users/@bob/mute", {"hours": 2}).json["mutes"] is True
    assert api.get("/me/mutes").json["items"][0]["until"] is not None
    with time_machine.travel(clock.now() + timedelta(hours=2, seconds=1), tick=False):
        assert api.get("/users/@bob").json["relation"]["mutes"] is False
    assert api.put("/users/@bob/mute", {"hours": None}).status_code == 200
    assert api.get("/me/mutes").json["items"][0]["until"] is None


@pytest.mark.parametrize("sent", [{"hours": 0}, {"hours": 87_601}, {"hours": "2"}, {"hours": 1.5}, {"days": 1}])
def test_hours_that_cannot_be_are_refused(client, alice, bob, sent):
    api = client(alice)

    assert api.put("/users/@bob/mute", sent).status_code == 422
    assert api.put("/users/@bob/mute", data="{", content_type="application/json").status_code == 400
    assert api.put("/users/@bob/mute", data="hours=2", content_type="text/plain").status_code == 415
    assert api.get("/users/@bob").json["relation"]["mutes"] is False


def test_following_needs_the_scope_and_the_right(client, visitor, alice, bob):
    path = "/users/@alice/follow"

    assert visitor.put(path).status_code == 401
    assert client(bob, Scope.READ, Scope.WRITE).put(path).status_code == 403
    assert client(bob, Scope.FOLLOW).put(path).status_code == 200
    bob.role.permissions &= ~Permission.FOLLOW
    transaction.commit()
    try:
        assert client(bob).delete(path).status_code == 403
    finally:
        bob.role.permissions |= Permission.FOLLOW
        transaction.commit()
