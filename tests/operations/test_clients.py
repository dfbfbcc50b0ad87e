"""Apps that people can let in."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.errors import LinkRefused, NameOfAppRefused, NotFound, RedirectsRefused, ScopesRefused, TooManyApps
from flasky.models import ApiGrant, ApiToken, GrantKind, OAuthClient, Scope
from flasky.operations import clients, grants
from flasky.queries.acting import NOBODY
from flasky.transaction import session

CALLBACK = "https://app.example.org/cb"


def register(acting=NOBODY, **words):
    given = {"name": "Reader", "redirect_uris": [CALLBACK], "is_confidential": True, **words}
    made = clients.register(acting, **given)
    transaction.commit()
    return made


@pytest.mark.defect("M10")
def test_only_the_hash_of_a_secret_is_stored(app):
    made = register()

    assert made.secret.startswith("flasky_cs_")
    assert made.client.secret_hash == ApiToken.hash_of(made.secret)
    assert clients.knows_secret(made.client, made.secret)
    assert not clients.knows_secret(made.client, made.client.secret_hash)


def test_a_public_app_has_no_secret_that_one_could_know(app):
    made = register(is_confidential=False)

    assert (made.secret, made.client.secret_hash) == ("", "")
    assert not clients.knows_secret(made.client, "")


def test_what_an_app_says_of_itself_is_tidied(alice):
    made = register(alice, name="  My \n app ", website="example.org", redirect_uris=[f" {CALLBACK}", CALLBACK, ""])

    assert (made.client.name, made.client.website) == ("My app", "https://example.org")
    assert made.client.redirects == [CALLBACK]
    assert made.client.owner_id == alice.id


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"name": " "}, NameOfAppRefused),
        ({"name": "x" * 101}, NameOfAppRefused),
        ({"name": "evil\u202eppa"}, NameOfAppRefused),
        ({"website": "javascript:alert(1)"}, LinkRefused),
        ({"redirect_uris": []}, RedirectsRefused),
        ({"redirect_uris": ["http://app.example.org/"]}, RedirectsRefused),
        ({"redirect_uris": [f"{CALLBACK}/{number}" for number in range(11)]}, RedirectsRefused),
        ({"redirect_uris": [CALLBACK + "x" * 2000]}, RedirectsRefused),
        ({"scopes": []}, ScopesRefused),
    ],
)
def test_what_does_not_fit_is_refused(app, words, error):
    with pytest.raises(error):
        register(**words)


def test_a_person_registers_no_more_than_fifty(alice, monkeypatch):
    monkeypatch.setattr(clients, "APPS_MAX", 2)
    register(alice)
    register(alice)

    with pytest.raises(TooManyApps):
        register(alice)


def test_a_new_secret_ends_the_old_one(alice, bob):
    first = register(alice)

    second = clients.renew_secret(alice, client_id=first.client.id)

    assert clients.knows_secret(first.client, second.secret)
    assert not clients.knows_secret(first.client, first.secret)
    with pytest.raises(NotFound):
        clients.renew_secret(bob, client_id=first.client.id)
    public = register(alice, is_confidential=False)
    with pytest.raises(NotFound):
        clients.renew_secret(alice, client_id=public.client.id)


def test_with_an_app_goes_what_it_was_allowed(alice, bob):
    made = register(alice)
    grants.begin(bob, kind=GrantKind.APP, name="Reader", scopes=[Scope.READ], client=made.client)
    transaction.commit()
    with pytest.raises(NotFound):
        clients.delete(bob, client_id=made.client.id)

    clients.delete(alice, client_id=made.client.id)
    transaction.commit()

    for table in (OAuthClient, ApiGrant, ApiToken):
        assert session.scalars(select(table.id)).all() == []
