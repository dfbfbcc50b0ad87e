"""Tokens for programs: asked for with a password, renewed, ended; what no token may do."""

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import ApiGrant, GrantKind, Scope
from flasky.transaction import session
from tests import factories
from tests.api.client import Api, token_of
from tests.factories import PASSWORD

BASIC = ("alice@example.com", PASSWORD)


def ask(visitor, auth=BASIC, **body):
    return visitor.post("/tokens", json=body, auth=auth)


def bearing(visitor, secret, method="get", path="/me", **options):
    return visitor.open(method, path, headers={"Authorization": f"Bearer {secret}"}, **options)


@pytest.mark.seed("T11")
@pytest.mark.seed("A1")
def test_a_password_brings_a_pair_under_the_book_s_names_and_ours(visitor, alice):
    response = ask(visitor, name="Phone", scopes=["read", "write"])

    body = response.json
    assert response.status_code == 201
    assert (body["token"], body["expiration"]) == (body["access_token"], body["expires_in"]) == (body["token"], 3600)
    assert (body["token_type"], body["scope"]) == ("Bearer", "read write")
    assert response.headers["Cache-Control"] == "no-store"
    grant = session.scalars(select(ApiGrant)).one()
    assert (grant.name, grant.kind) == ("Phone", GrantKind.PASSWORD)
    assert bearing(visitor, body["token"]).json["username"] == "alice"


@pytest.mark.seed("T11")
@pytest.mark.seed("A1")
def test_the_book_sends_a_token_as_user_name_with_no_password(visitor, alice):
    token = ask(visitor).json["token"]

    assert visitor.get("/me", auth=(token, "")).json["username"] == "alice"


def test_the_username_does_as_well_as_the_address(visitor, alice):
    assert ask(visitor, ("Alice", PASSWORD)).status_code == 201


@pytest.mark.seed("T11")
def test_a_token_brings_no_other(app, visitor, alice):
    by_hand, pair = token_of(alice, *Scope), ask(visitor).json

    for secret in (by_hand, pair["access_token"], pair["refresh_token"]):
        assert visitor.post("/tokens", json={}, auth=(secret, "")).status_code == 401
        assert bearing(visitor, secret, "post", "/tokens", json={}).status_code == 401
    assert len(session.scalars(select(ApiGrant)).all()) == 2


@pytest.mark.parametrize(
    "auth",
    [
        None,
        ("alice@example.com", "wrong"),
        ("alice@example.com", "x" * 5000),
        ("nobody@example.com", PASSWORD),
        ("", PASSWORD),
        ("sue", PASSWORD),
        ("alice", "é\ud800".encode("utf-8", "surrogatepass").decode("latin-1")),
    ],
    ids=["none", "wrong", "long", "unknown", "empty", "suspended", "odd"],
)
def test_what_does_not_fit_is_answered_alike(visitor, alice, auth):
    factories.suspended("sue")

    response = ask(visitor, auth)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="flasky"')
    assert response.mimetype == "application/problem+json"


@pytest.mark.seed("T11")
def test_who_confirmed_no_address_gets_no_token(visitor, unconfirmed):
    response = ask(visitor, ("una@example.com", PASSWORD))

    assert response.status_code == 403
    assert "confirmed" in response.json["detail"]


@pytest.mark.defect("D9")
@pytest.mark.advisory("CVE-2024-39329")
@pytest.mark.parametrize("name", ["alice@example.com", "alice", "nobody@example.com", "nobody", ""])
def test_each_try_is_the_same_work(visitor, alice, monkeypatch, name):
    hashes, original = [], PasswordHasher.verify

    def verify(self, stored, password):
        hashes.append(stored)
        return original(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)

    ask(visitor, (name, "wrong password"))

    assert len(hashes) == 2


@pytest.mark.defect("D35")
def test_a_password_is_no_token(visitor, alice):
    post = factories.post(alice)

    for method, path in (("get", "/me"), ("get", f"/posts/{post.id}"), ("post", "/posts"), ("delete", "/tokens")):
        response = visitor.open(method, path, auth=BASIC, json={"body": "x"} if method == "post" else None)
        assert (path, response.status_code) == (path, 401)


@pytest.mark.seed("T12")
def test_a_refresh_token_is_changed_for_the_next_pair(visitor, alice):
    first = ask(visitor).json

    second = visitor.put("/tokens", json={"refresh_token": first["refresh_token"], "scopes": ["read"]})

    assert (second.status_code, second.json["scope"]) == (200, "read")
    assert bearing(visitor, second.json["token"]).status_code == 200
    assert visitor.put("/tokens", json={"refresh_token": first["access_token"]}).status_code == 401
    more = visitor.put("/tokens", json={"refresh_token": second.json["refresh_token"], "scopes": ["admin"]})
    assert more.status_code == 403


@pytest.mark.seed("T11")
@pytest.mark.defect("D35")
def test_a_revoked_token_is_over_with_all_of_its_log_in(visitor, alice):
    pair = ask(visitor).json

    assert bearing(visitor, pair["token"], "delete", "/tokens").status_code == 204

    assert bearing(visitor, pair["token"]).status_code == 401
    assert visitor.put("/tokens", json={"refresh_token": pair["refresh_token"]}).status_code == 401


@pytest.mark.defect("D6")
@pytest.mark.defect("N4")
@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x y", "Basic", "Basic !!", "Basic é", "Digest x=y", "Bearer é", "x"]
)
def test_a_header_that_is_no_token_is_refused(visitor, header):
    response = visitor.get("/me", headers={"Authorization": header.encode().decode("latin-1")})

    assert response.status_code == 401
    assert response.mimetype == "application/problem+json"


def test_an_old_token_and_one_of_somebody_suspended_open_nothing(app, visitor, alice):
    secret = token_of(alice, Scope.READ)
    assert bearing(visitor, secret).status_code == 200
    alice.suspended_at = clock.now()
    transaction.commit()

    response = bearing(visitor, secret)

    assert response.status_code == 401
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


@pytest.mark.advisory("CVE-2021-21241")
def test_no_secret_stands_in_the_log(app, visitor, alice, caplog, capfd):
    pair = ask(visitor).json
    bearing(visitor, pair["token"])
    visitor.put("/tokens", json={"refresh_token": pair["refresh_token"]})
    bearing(visitor, f"{pair['token']}x")

    said = caplog.text + "".join(capfd.readouterr())
    assert pair["token"] not in said
    assert pair["refresh_token"] not in said
    assert PASSWORD not in said


def test_a_token_lets_nobody_into_the_pages(app, alice):
    program = Api(app, alice)

    assert program.client.get("/settings/tokens", headers=program._authorization()).status_code == 302
