"""The programs that one let in."""

import pytest

from flasky import transaction
from flasky.models import GrantKind, Scope
from flasky.operations import grants
from tests.browsers import logged_in
from tests.oauth.foreign import known_app

PAGE = "/settings/apps"


def let_in(user, *, client=None, name="Reader"):
    kind = GrantKind.APP if client else GrantKind.PASSWORD
    pair = grants.begin(user, kind=kind, name=name, scopes=[Scope.READ], client=client)
    transaction.commit()
    return pair


@pytest.mark.seed("T13")
def test_apps_and_programs_with_a_password_are_listed_and_locked_out(app, alice, bob, browser):
    client = known_app(website="https://reader.example.org").client
    pair = let_in(alice, client=client)
    let_in(alice, name="<i>Phone</i>")
    let_in(bob, name="Not alice's")
    grants.make_personal(alice, name="By hand", scopes=[Scope.READ], days=0)
    transaction.commit()
    own = logged_in(app, alice)

    page = own.get(PAGE).text

    assert 'href="https://reader.example.org"' in page
    assert "&lt;i&gt;Phone&lt;/i&gt;" in page
    assert "It logged in with your password." in page
    assert "Not alice" not in page
    assert "By hand" not in page
    bearer = {"Authorization": f"Bearer {pair.access}"}
    assert browser.get("/api/v1/me", headers=bearer).status_code == 200
    assert logged_in(app, bob).post(f"{PAGE}/{pair.grant.id}/end").status_code == 404
    assert "locked out" in own.follow(own.post(f"{PAGE}/{pair.grant.id}/end")).text
    assert browser.get("/api/v1/me", headers=bearer).status_code == 401


def test_who_let_nobody_in_is_told_so(app, alice):
    assert "You let no app in" in logged_in(app, alice).get(PAGE).text
