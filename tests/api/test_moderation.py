"""Moderation, for programs."""

import pytest

from flasky.models import AuditEntry, Scope
from flasky.transaction import session
from tests import factories
from tests.statements import counted


@pytest.fixture
def rude(alice, bob):
    """A comment that should not be read."""
    return factories.comment(bob, factories.post(alice, title="A walk"), body="Rude words")


@pytest.mark.defect("D8")
@pytest.mark.defect("D35")
def test_a_disabled_comment_is_served_to_moderators_alone(client, visitor, mod, rude):
    api, path = client(mod), f"/comments/{rude.id}"

    answers = [api.put(f"{path}/disabled") for _time in range(2)]

    assert [(answer.status_code, answer.json["disabled"]) for answer in answers] == [(200, True)] * 2
    assert (answers[0].json["body"], answers[0].json["withheld"]) == ("Rude words", "disabled")
    shown = visitor.get(path)
    assert (shown.json["withheld"], shown.json["body"]) == ("disabled", "")
    assert "Rude" not in shown.text
    assert session.query(AuditEntry).count() == 1
    (on_desk,) = api.get("/moderation/comments").json["items"]
    assert (on_desk["disabled"], on_desk["body"], on_desk["post_title"]) == (True, "Rude words", "A walk")
    assert [api.delete(f"{path}/disabled").json["disabled"] for _time in range(2)] == [False, False]
    assert visitor.get(path).json["body"] == "Rude words"


def test_it_takes_the_right_and_the_scope(client, visitor, alice, mod, rude):
    path = f"/comments/{rude.id}/disabled"

    for api, status in ((visitor, 401), (client(alice), 403), (client(mod, Scope.READ, Scope.WRITE), 403)):
        answers = [api.get("/moderation/comments"), api.put(path), api.delete(path)]
        assert [answer.status_code for answer in answers] == [status] * 3
    assert client(mod).put("/comments/7/disabled").status_code == 404
    assert session.query(AuditEntry).count() == 0


def test_a_longer_desk_takes_no_more_statements(client, mod, alice, rude):
    api, taken = client(mod), []
    for count in (0, 5):
        for _number in range(count):
            factories.comment(alice, factories.post(alice))
        api.get("/moderation/comments")
        with counted() as statements:
            items = api.get("/moderation/comments").json["items"]
        taken.append((len(items), len(statements)))

    assert taken == [(1, taken[0][1]), (6, taken[0][1])]
