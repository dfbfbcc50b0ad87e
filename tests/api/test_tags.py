"""Tags, for programs."""

import pytest

from flasky import transaction
from flasky.models import Scope
from flasky.operations import tags
from tests import factories
from tests.statements import counted

TEA = "http://localhost/api/v1/tags/tea"


def test_what_people_write_about_is_listed_with_its_numbers(client, visitor, alice, bob):
    for person in (alice, bob):
        factories.post(person, body="#Tea")
    factories.post(bob, body="#rain")
    tags.count_trends()
    tags.follow(bob, tag="tea")
    transaction.commit()

    page = visitor.get("/tags").json

    assert [(item["name"], item["people"], item["followed"]) for item in page["items"]] == [
        ("Tea", 2, None),
        ("rain", 1, None),
    ]
    assert page["items"][0]["trend"] > page["items"][1]["trend"]
    assert (page["count"], page["items"][0]["url"]) == (2, TEA)
    assert page["items"][0]["posts_url"] == "http://localhost/api/v1/timelines/tags/tea"
    assert [item["followed"] for item in client(bob).get("/tags").json["items"]] == [True, False]


def test_a_tag_is_followed_and_let_go_by_any_spelling(client, alice):
    api = client(alice)

    followed = [api.put("/tags/Stra%C3%9Fe/follow"), api.put("/tags/STRASSE/follow")]

    assert [(answer.status_code, answer.json["followed"]) for answer in followed] == [(200, True)] * 2
    assert [item["name"] for item in api.get("/me/tags").json["items"]] == ["Straße"]
    assert api.get("/tags/strasse").json["followed"] is True
    ended = [api.delete("/tags/strasse/follow"), api.delete("/tags/strasse/follow")]
    assert [(answer.status_code, answer.json["followed"]) for answer in ended] == [(200, False)] * 2
    assert api.get("/me/tags").json["items"] == []


def test_a_tag_nobody_wrote_is_shown_and_what_is_none_is_missing(client, visitor, alice):
    api = client(alice)

    shown = visitor.get("/tags/nothing").json

    assert (shown["name"], shown["people"], shown["trend"], shown["followed"]) == ("nothing", 0, 0, None)
    assert [visitor.get(f"/tags/{wrong}").status_code for wrong in ("7", "a-b", "x" * 65)] == [404] * 3
    assert [api.put("/tags/7/follow").status_code, api.delete("/tags/7/follow").status_code] == [404, 404]


def test_following_needs_a_token_for_that(client, visitor, alice):
    assert visitor.put("/tags/tea/follow").status_code == 401
    api = client(alice, Scope.READ, Scope.WRITE)
    assert [api.put("/tags/tea/follow").status_code, api.delete("/tags/tea/follow").status_code] == [403, 403]


@pytest.mark.parametrize("path", ["/tags", "/me/tags"])
def test_a_longer_list_takes_no_more_statements(client, alice, path):
    api, taken = client(alice), []
    for names in ("#a1", "#b1 #b2 #b3"):
        factories.post(alice, body=names)
        for name in names.split():
            tags.follow(alice, tag=name)
        tags.count_trends()
        transaction.commit()
        api.get(path)
        with counted() as statements:
            items = api.get(path).json["items"]
        taken.append((len(items), len(statements)))

    assert [length for length, _number in taken] == [1, 4]
    assert taken[0][1] == taken[1][1] <= 4
