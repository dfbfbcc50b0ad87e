"""What apps ask for themselves, and every way to misuse it."""

from base64 import b64encode
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import ApiGrant, Scope
from flasky.operations import grants
from flasky.transaction import session
from tests.browsers import Browser
from tests.oauth.foreign import CALLBACK, CHALLENGE, VERIFIER, known_app


@pytest.fixture
def client(app):
    """An app without a secret."""
    return known_app().client


@pytest.fixture
def machine(app):
    """Something that speaks http and keeps no cookie."""
    return Browser(app)


def code_for(user, client, **words):
    given = {"redirect_uri": CALLBACK, "scopes": [Scope.READ, Scope.WRITE], "challenge": CHALLENGE, **words}
    code = grants.issue_code(user, client=client, **given)
    transaction.commit()
    return code


def send(machine, client, *, path="/oauth/token", headers=None, **form):
    """Send a form as an app without a secret; None leaves a field out."""
    fields = {"client_id": client.client_id, **form}
    given = {name: value for name, value in fields.items() if value is not None}
    return machine.open("POST", path, data=given, headers=headers)


def exchange(machine, client, code, **form):
    fields = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER, **form}
    return send(machine, client, code=code, **fields)


def refresh(machine, client, secret, **form):
    return send(machine, client, grant_type="refresh_token", refresh_token=secret, **form)


def grants_left():
    transaction.rollback()
    return session.scalars(select(ApiGrant)).all()


def opens(machine, secret):
    return machine.get("/api/v1/me", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_a_code_brings_tokens_that_nobody_keeps_and_any_script_reads(machine, alice, client):
    response = exchange(machine, client, code_for(alice, client))

    assert response.status_code == 200
    assert set(response.json) == {"access_token", "token_type", "expires_in", "refresh_token", "scope"}
    assert response.json["scope"] == "read write"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Set-Cookie" not in response.headers
    assert opens(machine, response.json["access_token"])


@pytest.mark.seed("T13")
def test_a_replayed_code_is_refused_and_ends_what_came_of_it(machine, alice, client):
    code = code_for(alice, client)
    tokens = exchange(machine, client, code).json

    again = exchange(machine, client, code)

    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert not opens(machine, tokens["access_token"])
    assert refresh(machine, client, tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert grants_left() == []


def test_who_only_saw_a_code_ends_nothing(machine, alice, client):
    code = code_for(alice, client)
    tokens = exchange(machine, client, code).json

    exchange(machine, client, code, code_verifier="w" * 43)

    assert opens(machine, tokens["access_token"])


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": CHALLENGE}, "invalid_grant"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"code_verifier": f"{VERIFIER}\n"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_grant"),
        ({"redirect_uri": f"{CALLBACK}/"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"code": "unknown"}, "invalid_grant"),
        ({"code": "é"}, "invalid_request"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password", "username": "alice", "password": "correct horse"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": 'x"'}, "invalid_request"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"client_id": None}, "invalid_client"),
        ({"client_id": "\0"}, "invalid_request"),
        ({"client_secret": "x"}, "invalid_client"),
    ],
)
def test_what_does_not_belong_to_a_code_is_refused(machine, alice, client, form, error):
    code = code_for(alice, client)

    response = exchange(machine, client, **{"code": code, **form})

    assert (response.status_code, response.json["error"]) in ((400, error), (401, error))
    assert response.headers["Cache-Control"] == "no-store"
    assert grants_left() == []


def test_another_app_s_code_brings_nothing_and_stays_its_own(machine, alice, client):
    other, code = known_app(name="Other").client, code_for(alice, client)

    stolen = exchange(machine, other, code)

    assert stolen.json["error"] == "invalid_grant"
    assert exchange(machine, client, code).status_code == 200


def test_a_code_is_over_after_a_minute(machine, alice, client):
    code = code_for(alice, client)

    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        assert exchange(machine, client, code).json["error"] == "invalid_grant"


def test_a_code_asked_for_without_a_place_comes_without_one(machine, alice, client):
    response = exchange(machine, client, code_for(alice, client, redirect_uri=""), redirect_uri=None)

    assert response.status_code == 200


def basic(client, secret):
    return {"Authorization": "Basic " + b64encode(f"{client.client_id}:{secret}".encode()).decode()}


def test_an_app_with_a_secret_shows_it_in_one_of_two_ways(machine, alice):
    made = known_app(is_confidential=True)
    client = made.client

    by_header = exchange(machine, client, code_for(alice, client), client_id=None, headers=basic(client, made.secret))
    by_form = exchange(machine, client, code_for(alice, client), client_secret=made.secret)

    assert (by_header.status_code, by_form.status_code) == (200, 200)


@pytest.mark.parametrize("way", ["none", "wrong header", "wrong form", "both", "mangled", "bearer", "hash"])
def test_an_app_that_does_not_show_its_secret_gets_nothing(machine, alice, way):
    made = known_app(is_confidential=True)
    client, code = made.client, code_for(alice, made.client)
    ways = {
        "none": {},
        "wrong header": {"headers": basic(client, "wrong")},
        "wrong form": {"client_secret": "wrong"},
        "both": {"headers": basic(client, made.secret), "client_secret": made.secret},
        "mangled": {"headers": {"Authorization": "Basic \xff\xfe"}},
        "bearer": {"headers": {"Authorization": f"Bearer {made.secret}"}},
        "hash": {"client_secret": client.secret_hash},
    }

    response = exchange(machine, client, code, **ways[way])

    assert response.status_code in (400, 401)
    assert response.json["error"] == ("invalid_request" if way == "both" else "invalid_client")
    if way in ("wrong header", "mangled", "bearer"):
        assert response.headers["WWW-Authenticate"].startswith("Basic")
    assert grants_left() == []


@pytest.mark.seed("T12")
def test_refresh_tokens_rotate_and_an_old_one_ends_all(machine, alice, client):
    first = exchange(machine, client, code_for(alice, client)).json
    second = refresh(machine, client, first["refresh_token"])
    assert second.status_code == 200

    with time_machine.travel(clock.now() + timedelta(seconds=6), tick=False):
        old = refresh(machine, client, first["refresh_token"])

    assert (old.status_code, old.json["error"]) == (400, "invalid_grant")
    assert not opens(machine, second.json["access_token"])


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"scope": "read admin"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"refresh_token": None}, "invalid_request"),
        ({"refresh_token": "unknown"}, "invalid_grant"),
    ],
)
def test_a_refresh_that_makes_no_sense_changes_nothing(machine, alice, client, form, error):
    tokens = exchange(machine, client, code_for(alice, client)).json

    response = refresh(machine, client, **{"secret": tokens["refresh_token"], **form} if "refresh_token" not in form
                       else {"secret": form["refresh_token"]})  # fmt: skip

    assert (response.status_code, response.json["error"]) == (400, error)
    assert refresh(machine, client, tokens["refresh_token"]).status_code == 200


def test_fewer_scopes_stay_fewer(machine, alice, client):
    tokens = exchange(machine, client, code_for(alice, client)).json

    fewer = refresh(machine, client, tokens["refresh_token"], scope="read").json

    assert fewer["scope"] == "read"
    assert refresh(machine, client, fewer["refresh_token"], scope="read write").json["error"] == "invalid_scope"


def test_a_refresh_token_is_its_own_app_s_alone(machine, alice, client):
    other, tokens = known_app(name="Other").client, exchange(machine, client, code_for(alice, client)).json

    assert refresh(machine, other, tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert refresh(machine, client, tokens["access_token"]).json["error"] == "invalid_grant"
    assert refresh(machine, client, tokens["refresh_token"]).status_code == 200


def revoke(machine, client, token, **form):
    return send(machine, client, path="/oauth/revoke", token=token, **form)


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_token_given_back_ends_the_whole_grant(machine, alice, client, kind):
    tokens = exchange(machine, client, code_for(alice, client)).json

    response = revoke(machine, client, tokens[kind], token_type_hint="a hint of no use")

    assert response.status_code == 200
    assert grants_left() == []
    assert revoke(machine, client, tokens[kind]).status_code == 200


def test_an_app_gives_back_its_own_tokens_alone(machine, alice, client):
    other, tokens = known_app(name="Other").client, exchange(machine, client, code_for(alice, client)).json

    assert revoke(machine, other, tokens["access_token"]).json["error"] == "invalid_grant"
    assert revoke(machine, client, None).json["error"] == "invalid_request"
    assert opens(machine, tokens["access_token"])


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/revoke", "/oauth/register"])
def test_machines_are_answered_as_machines(machine, path):
    other_method = machine.get(path)
    asked_first = machine.open("OPTIONS", path)
    as_json = machine.open("POST", path, json={"grant_type": "authorization_code"})

    assert (other_method.status_code, other_method.mimetype) == (405, "application/problem+json")
    assert asked_first.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in asked_first.headers["Access-Control-Allow-Methods"]
    assert as_json.status_code in (400, 401)
    assert "error" in as_json.json


def test_parameters_in_the_address_and_doubled_ones_are_none(machine, alice, client):
    code = code_for(alice, client)
    query = f"/oauth/token?grant_type=authorization_code&code={code}&client_id={client.client_id}"

    assert machine.open("POST", query).json["error"] == "invalid_request"
    doubled = machine.open("POST", "/oauth/token", data={"grant_type": ["authorization_code", "refresh_token"]})
    assert doubled.json["error"] == "invalid_request"
    assert grants_left() == []


def test_no_cookie_counts_where_apps_ask(app, alice, client):
    browser = Browser(app).log_in(alice)
    own_csrf_free = browser.open("POST", "/oauth/token", data={}, headers={"Origin": "https://evil.example"})

    assert own_csrf_free.json["error"] == "invalid_request"
    assert "Set-Cookie" not in own_csrf_free.headers
