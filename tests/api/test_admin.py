"""Accounts, for administrators' programs."""

import pytest

from flasky import transaction
from flasky.models import AuditEntry, Role, Scope, User
from flasky.transaction import session
from tests import factories
from tests.statements import counted


def test_accounts_are_listed_and_found_by_how_they_begin(client, admin, alice, unconfirmed):
    factories.suspended("sue")
    api = client(admin)

    accounts = api.get("/admin/users").json["items"]

    assert {item["username"]: (item["confirmed"], item["role"], bool(item["suspended_at"])) for item in accounts} == {
        "sue": (True, "User", True),
        "una": (False, "User", False),
        "alice": (True, "User", False),
        "admin": (True, "Administrator", False),
    }
    assert [item["username"] for item in api.get("/admin/users?q=ALICE@").json["items"]] == ["alice"]
    assert [item["username"] for item in api.walk("/admin/users?q=a&limit=1")] == ["alice", "admin"]
    shown = api.get("/admin/users/@sue")
    assert shown.json["email"] == "sue@example.com"
    assert api.get(shown.json["account_url"]).json == shown.json
    assert [api.get(f"/admin/users/{wrong}").status_code for wrong in ("7", "@nobody", "sue")] == [404] * 3


def test_an_account_is_edited_in_part_and_audited(client, admin, unconfirmed):
    api = client(admin)

    changed = api.patch("/admin/users/@una", {"role": "Moderator", "confirmed": True, "name": "Una"})

    assert changed.status_code == 200
    assert (changed.json["role"], changed.json["confirmed"], changed.json["name"]) == ("Moderator", True, "Una")
    assert api.patch("/admin/users/@una", {"location": "Leeds"}).json["name"] == "Una"
    assert session.query(AuditEntry).count() == 2
    assert (
        api.patch("/admin/users/@una", {"about_me": "x"}, headers={"If-Match": changed.headers["ETag"]}).status_code
        == 412
    )


@pytest.mark.parametrize(
    "sent", [{"email": "evil@example.com"}, {"password": "another horse"}, {"role": "King"}, {"about_me": "x" * 2001}]
)
def test_addresses_passwords_and_strange_roles_are_refused(client, admin, alice, sent):
    refused = client(admin).patch("/admin/users/@alice", sent)

    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (422, list(sent))
    session.expire_all()
    assert (alice.email, alice.role.name) == ("alice@example.com", Role.USER)


def test_a_suspension_ends_every_token_at_once_and_is_lifted(client, admin, alice):
    api, hers = client(admin), client(alice)
    assert hers.get("/me").status_code == 200

    closed = [api.put("/admin/users/@alice/suspension") for _time in range(2)]

    assert [answer.status_code for answer in closed] == [200, 200]
    assert closed[0].json["suspended_at"] is not None
    assert hers.get("/me").status_code == 401
    assert api.get("/users/@alice").status_code == 404
    assert [api.delete("/admin/users/@alice/suspension").json["suspended_at"] for _time in range(2)] == [None, None]
    assert hers.get("/me").status_code == 401


@pytest.mark.seed("R4")
def test_the_last_administrator_stays_one(client, admin):
    api = client(admin)

    refused = [
        api.patch("/admin/users/@admin", {"role": "User"}),
        api.patch("/admin/users/@admin", {"confirmed": False}),
        api.put("/admin/users/@admin/suspension"),
    ]

    assert [(answer.status_code, answer.json["errors"][0]["field"]) for answer in refused] == [(409, "role")] * 3
    assert api.get("/me").json["role"] == "Administrator"


def test_it_takes_the_right_and_the_scope(client, visitor, admin, mod, alice):
    others = tuple(scope for scope in Scope if scope is not Scope.ADMIN)
    path = "/admin/users/@alice"

    for api, status in ((visitor, 401), (client(mod), 403), (client(admin, *others), 403)):
        answers = [
            api.get("/admin/users"),
            api.get(path),
            api.patch(path, {"role": "Moderator"}),
            api.put(f"{path}/suspension"),
            api.delete(f"{path}/suspension"),
        ]
        assert [answer.status_code for answer in answers] == [status] * 5
    session.expire_all()
    assert alice.role.name == Role.USER


def test_a_longer_list_takes_no_more_statements(client, admin):
    api, taken = client(admin), []
    for count in (1, 8):
        for number in range(count):
            factories.person(f"p{count}_{number}")
        transaction.commit()
        api.get("/admin/users")
        with counted() as statements:
            api.get("/admin/users")
        taken.append(len(statements))

    assert taken[0] == taken[1]
    assert session.query(User).count() == 10
