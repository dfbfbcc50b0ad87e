"""What one was told, for programs."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.api.notifications import NotificationChoices, NotificationWishes
from flasky.models import Channel, Notification, NotificationKind, Scope
from flasky.operations import blocks, moderation
from flasky.transaction import session
from tests import factories, facts
from tests.statements import counted


@pytest.fixture
def told(alice, bob, carol):
    """Alice was told that bob and carol like a post of hers, and that bob commented on it."""
    post = factories.post(alice, title="A walk")
    for person in (bob, carol):
        facts.told(facts.liked(person, post))
    facts.told(facts.commented(bob, post, body="What a *walk*"))
    return post


@pytest.mark.seed("T8")
def test_the_list_says_who_did_what_to_what(client, alice, told):
    commented, liked = client(alice).get("/notifications").json["items"]

    assert (liked["kind"], commented["kind"]) == ("liked", "commented")
    assert liked["sentence"] == "carol and bob liked “A walk”"
    assert [person["username"] for person in liked["people"]] == ["carol", "bob"]
    assert (liked["other_count"], liked["read"]) == (0, False)
    assert liked["subject_url"] == commented["subject_url"] == f"http://localhost/api/v1/posts/{told.id}"
    assert commented["text_url"].startswith("http://localhost/api/v1/comments/")
    assert commented["excerpt"] == "What a walk"
    assert client(alice).get(commented["text_url"]).status_code == 200


def test_a_part_of_the_list_is_asked_for(client, alice, told):
    api = client(alice)
    newest = api.get("/notifications").json["items"][0]
    api.put(f"/notifications/{newest['id']}/read")

    found = [
        api.get(f"/notifications?{part}").json["items"]
        for part in ("kind=liked", "unread=true", "kind=commented&unread=1")
    ]

    assert [[item["kind"] for item in items] for items in found] == [["liked"], ["liked"], []]
    assert api.get("/notifications?kind=nothing").status_code == 422
    assert api.get("/notifications?show=likes").status_code == 422


def test_marking_as_read_counts_down_and_what_comes_later_stays(client, alice, bob, told):
    api = client(alice)
    newest = api.get("/notifications").json["items"][0]
    assert api.get("/notifications/unread-count").json == {"count": 2, "is_more": False}

    assert [api.put(f"/notifications/{newest['id']}/read").json["read"] for _time in range(2)] == [True, True]
    assert api.get("/notifications/unread-count").json["count"] == 1
    facts.told(facts.followed(bob, alice))
    assert api.put("/notifications/read", {"up_to": newest["place"]}).json == {"count": 1, "is_more": False}
    assert [item["read"] for item in api.get("/notifications").json["items"]] == [False, True, True]


@pytest.mark.advisory("CVE-2026-33428")
def test_nobody_reads_or_marks_somebody_elses(client, visitor, alice, bob, told):
    line = session.scalars(select(Notification.id)).first()
    api = client(bob)

    assert api.put(f"/notifications/{line}/read").status_code == 404
    assert api.get("/notifications").json["items"] == []
    assert api.put("/notifications/read", {"up_to": "9" * 19}).status_code == 200
    assert client(alice).get("/notifications/unread-count").json["count"] == 2
    assert client(alice, Scope.READ).put("/notifications/read", {"up_to": "7"}).status_code == 403
    assert visitor.get("/notifications").status_code == 401


def test_moderators_are_not_named_and_blocked_people_are_gone(client, alice, bob, mod, told):
    comment = factories.comment(alice, told)
    moderation.disable(mod, comment=comment)
    event = session.scalars(select(facts.Event).order_by(facts.Event.id.desc())).first()
    facts.told(event)
    blocks.block(alice, target=bob.actor)
    transaction.commit()

    page = client(alice).get("/notifications")

    assert page.json["items"][0]["kind"] == "moderated"
    assert page.json["items"][0]["people"] == []
    assert "mod" not in {person["username"] for item in page.json["items"] for person in item["people"]}
    assert "bob" not in page.text


def test_how_one_hears_of_what_is_chosen_as_a_whole(client, alice):
    api = client(alice)
    choices = api.get("/me/notification-choices").json
    assert (
        set(choices)
        == set(NotificationKind)
        == set(NotificationWishes.model_fields)
        == set(NotificationChoices.model_fields)
    )

    wanted = {**choices, "liked": "letter", "mentioned": "none"}
    assert api.put("/me/notification-choices", wanted).json == wanted
    assert api.get("/me/notification-choices").json == wanted
    assert api.put("/me/notification-choices", {"liked": "site"}).status_code == 422
    assert api.put("/me/notification-choices", {**choices, "liked": "by owl"}).status_code == 422
    assert client(alice, Scope.READ).put("/me/notification-choices", choices).status_code == 403
    assert set(wanted.values()) <= set(Channel)


def test_a_longer_list_takes_no_more_statements(client, alice, bob):
    api, taken = client(alice), []
    for count in (1, 6):
        for _number in range(count):
            facts.told(facts.liked(bob, factories.post(alice)))
        api.get("/notifications")
        with counted() as statements:
            items = api.get("/notifications").json["items"]
        taken.append((len(items), len(statements)))

    assert [length for length, _number in taken] == [1, 7]
    assert taken[0][1] == taken[1][1] <= 5
