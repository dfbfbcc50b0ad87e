"""The buttons on people."""

import pytest

from flasky import transaction
from flasky.errors import ChoiceUnknown
from flasky.models import Actor, Permission
from flasky.operations import blocks, follows, names
from flasky.queries import relations
from flasky.transaction import session
from tests.browsers import logged_in


def press(browser, path, **fields):
    """Press a button and read the page it leads to."""
    return browser.follow(browser.post(path, fields)).text


@pytest.mark.seed("W1")
def test_following_and_unfollowing_say_what_happened(app, alice, bob):
    browser = logged_in(app, bob)

    said = [press(browser, f"/@alice/{act}") for act in ("follow", "follow", "unfollow", "unfollow")]

    for page, words in zip(
        said,
        (
            "You are now following alice.",
            "You are already following alice.",
            "You are not following alice anymore.",
            "You are not following alice.",
        ),
        strict=True,
    ):
        assert words in page
    session.expire_all()
    assert alice.actor.follower_count == 0


@pytest.mark.seed("W1")
def test_with_a_script_the_button_alone_changes(app, alice, bob):
    browser = logged_in(app, bob)

    answer = browser.post("/@alice/follow", {"next": "/@alice/followers"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'action="/@alice/unfollow"' in answer.text
    assert 'value="/@alice/followers"' in answer.text
    assert "You are now following alice." in answer.text


@pytest.mark.seed("W1")
def test_a_follow_is_a_thing_that_can_be_deleted_with_the_token(app, alice, bob):
    browser = logged_in(app, bob)
    browser.post("/@alice/follow")
    token = {"X-CSRFToken": browser.csrf_token(), "HX-Request": "true"}

    refused = browser.open("DELETE", "/@alice/follow")
    ended = browser.open("DELETE", "/@alice/follow", headers=token)
    again = browser.open("DELETE", "/@alice/follow", headers=token)

    assert (refused.status_code, ended.status_code, again.status_code) == (400, 200, 200)
    assert "You are not following alice anymore." in ended.text
    assert "You are not following alice." in again.text
    session.expire_all()
    assert (alice.actor.follower_count, bob.actor.following_count) == (0, 0)


@pytest.mark.parametrize(("method", "path"), [("POST", "unfollow"), ("DELETE", "follow"), ("POST", "follow")])
def test_a_button_under_a_former_name_does_what_it_did(app, alice, bob, method, path):
    names.rename(alice, actor=alice.actor, username="alicia")
    transaction.commit()
    browser = logged_in(app, bob)

    way_on = browser.open(method, f"/@alice/{path}", headers={"X-CSRFToken": browser.csrf_token()})

    assert (way_on.status_code, way_on.location) == (308, f"/@alicia/{path}")


@pytest.mark.parametrize(("back", "to"), [("/?page=2", "/?page=2"), ("//evil.example", "/@alice"), ("", "/@alice")])
def test_without_one_the_page_it_stood_on_comes_back(app, alice, bob, back, to):
    assert logged_in(app, bob).post("/@alice/follow", {"next": back}).location == to


@pytest.mark.seed("W1")
@pytest.mark.defect("N5")
def test_oneself_is_refused_with_a_sentence(app, alice):
    browser = logged_in(app, alice)

    assert "Nobody follows themselves" in press(browser, "/@alice/follow")
    assert "Nobody can block themselves." in press(browser, "/@alice/block")
    assert 'action="/@alice/follow"' not in browser.get("/@alice").text


@pytest.mark.seed("W1")
def test_without_the_right_there_is_no_button_and_no_way(app, alice, bob):
    bob.role.permissions &= ~Permission.FOLLOW
    transaction.commit()
    browser = logged_in(app, bob)
    try:
        assert browser.post("/@alice/follow").status_code == 403
        assert 'action="/@alice/follow"' not in browser.get("/@alice").text
    finally:
        bob.role.permissions |= Permission.FOLLOW
        transaction.commit()


@pytest.mark.seed("W1")
@pytest.mark.parametrize(
    "act", ["follow", "unfollow", "mute", "unmute", "block", "unblock", "remove-follower", "accept"]
)
def test_nobody_and_whoever_blocks_one_are_the_same_to_meet(app, alice, bob, act):
    blocks.block(alice, target=bob.actor)
    transaction.commit()
    browser = logged_in(app, bob)

    assert browser.post(f"/@nobody/{act}").status_code == 404
    assert browser.post(f"/@alice/{act}").status_code == 404


def test_muting_blocking_and_removing_are_undone_where_they_are_listed(app, alice, bob):
    follows.follow(bob, target=alice.actor)
    transaction.commit()
    browser = logged_in(app, alice)

    assert "bob does not follow you anymore." in press(browser, "/@bob/remove-follower")
    assert "You muted bob" in press(browser, "/@bob/mute", lasting="week")
    assert "until" in browser.get("/settings/mutes").text
    assert "You mute nobody" in press(browser, "/@bob/unmute", next="/settings/mutes")
    assert "You blocked bob" in press(browser, "/@bob/block")
    assert "@bob" in browser.get("/settings/blocks").text
    assert "You block nobody" in press(browser, "/@bob/unblock", next="/settings/blocks")
    assert relations.with_one(alice, session.get_one(Actor, bob.actor_id)) == relations.STRANGERS


def test_a_time_to_mute_for_that_nobody_offers_mutes_nobody(app, alice, bob):
    browser = logged_in(app, bob)

    page = press(browser, "/@alice/mute", lasting="a while")

    assert str(ChoiceUnknown.sentence) in page
    assert not relations.with_one(bob, alice.actor).mutes


def test_whoever_approves_followers_is_asked_and_answers(app, alice, bob, carol):
    hers = logged_in(app, alice)
    assert "From now on you are asked." in press(hers, "/settings/followers", approves_followers="y")

    assert "alice was asked" in press(logged_in(app, bob), "/@alice/follow")
    assert "Take back the request" in press(logged_in(app, carol), "/@alice/follow")

    assert "@bob" in hers.get("/settings/followers").text
    assert "bob follows you now." in press(hers, "/@bob/accept", next="/settings/followers")
    assert "The request of carol is declined." in press(hers, "/@carol/decline", next="/settings/followers")
    assert "carol asks no more." in press(hers, "/@carol/accept")
    session.expire_all()
    assert alice.actor.follower_count == 1
