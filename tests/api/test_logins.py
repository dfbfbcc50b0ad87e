"""Where one is logged in, for programs."""

import pytest

from flasky import transaction
from flasky.models import ApiGrant, GrantKind, Login, OAuthClient, Scope
from flasky.operations import grants, logins
from flasky.transaction import session
from tests.statements import counted

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def begin(user, *, agent=FIREFOX) -> str:
    """Log somebody in and return the secret that only the browser has."""
    token = logins.begin(user, remembered=True, user_agent=agent, network="192.0.2.0/24")
    transaction.commit()
    return token


def test_browsers_are_listed_without_their_secrets_and_logged_out(client, alice, bob):
    token, api = begin(alice), client(alice)
    begin(bob)

    (shown,) = api.get("/me/sessions").json["items"]

    assert (shown["browser"], shown["platform"], shown["network"]) == ("Firefox", "Linux", "192.0.2.0/24")
    assert (shown["remembered"], shown["user_agent"]) == (True, FIREFOX)
    assert token not in str(shown)
    assert Login.hash_of(token) not in str(shown)
    assert [api.delete(f"/me/sessions/{shown['id']}").status_code for _time in range(2)] == [204, 404]
    assert api.get("/me/sessions").json["items"] == []


@pytest.mark.defect("D35")
@pytest.mark.defect("M10")
def test_grants_are_listed_without_their_secrets_and_taken_back(client, alice):
    app = OAuthClient(client_id="abc", name="Reader", website="https://example.org", redirect_uris="", scopes="read")
    session.add(app)
    pair = grants.begin(alice, kind=GrantKind.APP, name="Reader", scopes=[Scope.READ], client=app)
    transaction.commit()
    api = client(alice)
    api.get("/me")

    mine, theirs = api.get("/me/tokens").json["items"]

    assert (mine["name"], mine["kind"], mine["client"], mine["expires_at"]) == ("Test", "personal", None, None)
    assert (mine["is_this_one"], mine["last_used_at"] is not None, mine["scopes"]) == (
        True,
        True,
        ["read", "write", "follow"],
    )
    assert theirs["client"] == {"client_id": "abc", "name": "Reader", "website": "https://example.org"}
    assert (theirs["is_this_one"], theirs["scopes"], theirs["last_used_at"]) == (False, ["read"], None)
    assert not any(secret in str((mine, theirs)) for secret in (pair.access, pair.refresh, api.token))
    assert api.delete(f"/me/tokens/{theirs['id']}").status_code == 204
    assert api.delete(f"/me/tokens/{theirs['id']}").status_code == 404
    assert api.delete(f"/me/tokens/{mine['id']}").status_code == 204
    assert api.get("/me/tokens").status_code == 401


def test_nobody_ends_what_is_somebody_elses(client, alice, bob):
    begin(alice)
    client(alice)
    login, grant = session.query(Login.id).scalar(), session.query(ApiGrant.id).scalar()
    api = client(bob)

    assert api.delete(f"/me/sessions/{login}").status_code == 404
    assert api.delete(f"/me/tokens/{grant}").status_code == 404
    assert (session.get(Login, login) is None, session.get(ApiGrant, grant) is None) == (False, False)


def test_a_token_that_only_reads_ends_nothing(client, alice):
    api = client(alice, Scope.READ)
    begin(alice)
    (shown,), (grant,) = api.get("/me/sessions").json["items"], api.get("/me/tokens").json["items"]

    assert api.delete(f"/me/sessions/{shown['id']}").status_code == 403
    assert api.delete(f"/me/tokens/{grant['id']}").status_code == 403


@pytest.mark.parametrize("path", ["/me/sessions", "/me/tokens"])
def test_a_longer_list_takes_no_more_statements(client, alice, path):
    api, taken = client(alice), []
    for _round in range(2):
        begin(alice, agent="another")
        grants.begin(alice, kind=GrantKind.PASSWORD, name="Another", scopes=[Scope.READ])
        transaction.commit()
        api.get(path)
        with counted() as statements:
            taken.append((len(api.get(path).json["items"]), len(statements)))

    assert taken[1][0] == taken[0][0] + 1
    assert taken[1][1] == taken[0][1] <= 3


def test_an_app_learns_neither_the_address_nor_of_other_log_ins_and_ends_none(client, alice):
    begin(alice)
    app = OAuthClient(client_id="abc", name="Reader", website="", redirect_uris="", scopes="read write")
    session.add(app)
    pair = grants.begin(alice, kind=GrantKind.APP, name="Reader", scopes=[Scope.READ, Scope.WRITE], client=app)
    transaction.commit()
    api = client()
    api.token = pair.access

    assert api.get("/me").json["email"] is None
    assert [api.get(f"/me/{logins_of}").status_code for logins_of in ("sessions", "tokens")] == [403, 403]
    assert api.delete(f"/me/sessions/{session.query(Login.id).scalar()}").status_code == 403
    assert client(alice).get("/me").json["email"] == "alice@example.com"
