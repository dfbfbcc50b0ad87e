"""What people allow programs: begun, renewed, ended."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from flasky import transaction
from flasky.errors import DaysOfTokenRefused, NameOfTokenRefused, NotFound, ScopeMissing, ScopesRefused, TokenInvalid
from flasky.lib import clock
from flasky.models import (
    ApiGrant,
    ApiToken,
    Event,
    EventKind,
    GrantKind,
    MailLink,
    OAuthClient,
    OAuthCode,
    Purpose,
    Scope,
    TokenKind,
)
from flasky.operations import clients, emails, grants, housekeeping, people, users
from flasky.queries import grants as find
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests.factories import PASSWORD
from tests.races import at_once, winners

CALLBACK = "https://app.example.org/cb"


def begin(user, *scopes, client=None):
    kind = GrantKind.APP if client else GrantKind.PASSWORD
    pair = grants.begin(user, kind=kind, name="Reader", scopes=scopes or [Scope.READ, Scope.WRITE], client=client)
    transaction.commit()
    return pair


def refresh(secret, *, scopes=(), client=None):
    pair = grants.refresh(NOBODY, secret=secret, scopes=scopes, client=client)
    transaction.commit()
    return pair


def app_of(name="Reader"):
    made = clients.register(NOBODY, name=name, redirect_uris=[CALLBACK], is_confidential=False).client
    transaction.commit()
    return made


def code_of(user, client):
    wish = {"redirect_uri": CALLBACK, "scopes": [Scope.READ], "challenge": "c" * 43}
    code = find.code_of(grants.issue_code(user, client=client, **wish))
    transaction.commit()
    return code


def exchange(code, client):
    pair = grants.exchange(NOBODY, code=code, client=client)
    transaction.commit()
    return pair


def opens(secret, kind=TokenKind.ACCESS):
    transaction.rollback()
    token = find.token_of(secret, kind=kind)
    return token is not None and not find.is_over(token)


def later(seconds):
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def count(table):
    return session.scalar(select(func.count()).select_from(table))


@pytest.mark.defect("M10")
@pytest.mark.defect("D6")
def test_a_pair_opens_what_it_is_for_and_only_hashes_are_stored(alice):
    pair = begin(alice)

    assert opens(pair.access)
    assert opens(pair.refresh, TokenKind.REFRESH)
    assert not opens(pair.access, TokenKind.REFRESH)
    assert not opens(pair.refresh)
    stored = set(session.scalars(select(ApiToken.token_hash)))
    assert stored == {ApiToken.hash_of(pair.access), ApiToken.hash_of(pair.refresh)}
    assert not any(opens(each) for each in stored)


@pytest.mark.seed("T11")
def test_a_token_by_hand_lasts_as_long_as_was_said_and_is_told(alice):
    grant, secret = grants.make_personal(alice, name=" My \t script ", scopes=[Scope.FOLLOW, Scope.READ], days=7)
    _, for_ever = grants.make_personal(alice, name="For ever", scopes=[Scope.READ], days=0)
    transaction.commit()

    assert (grant.name, grant.scopes) == ("My script", "read follow")
    told = session.scalars(select(Event.subject_id).where(Event.kind == EventKind.GRANT_BEGUN)).all()
    assert told[0] == grant.id
    with later(7 * 86_400 - 5):
        assert opens(secret)
    with later(7 * 86_400 + 5):
        assert not opens(secret)
        assert opens(for_ever)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ({"name": "\n"}, NameOfTokenRefused),
        ({"name": "x" * 101}, NameOfTokenRefused),
        ({"scopes": []}, ScopesRefused),
        ({"scopes": [Scope.ADMIN]}, ScopesRefused),
        ({"days": -1}, DaysOfTokenRefused),
        ({"days": 3651}, DaysOfTokenRefused),
    ],
)
def test_a_token_by_hand_that_makes_no_sense_is_refused(alice, words, error):
    with pytest.raises(error):
        grants.make_personal(alice, **{"name": "Script", "scopes": [Scope.READ], "days": 1, **words})


def test_nobody_gives_more_than_they_have(alice, mod, admin):
    given = [begin(person, *Scope).grant.scopes for person in (alice, mod, admin)]

    assert given == ["read write follow", "read write follow moderate", "read write follow moderate admin"]


@pytest.mark.seed("T12")
def test_a_refresh_token_brings_the_next_pair_and_the_old_access_token_goes_on_until_it_is_over(alice):
    first = begin(alice)

    second = refresh(first.refresh)

    assert second.grant.id == first.grant.id
    assert opens(first.access)
    assert opens(second.access)
    with later(3601):
        assert not opens(second.access)
        assert opens(second.refresh, TokenKind.REFRESH)


@pytest.mark.seed("T12")
def test_a_refresh_token_used_twice_within_five_seconds_is_a_hurry(alice):
    first = begin(alice)
    refresh(first.refresh)

    with later(4):
        again = refresh(first.refresh)

    assert opens(again.access)


@pytest.mark.seed("T12")
def test_an_old_refresh_token_ends_all_of_its_log_in_and_no_other(alice):
    first, other = begin(alice), begin(alice)
    second = refresh(first.refresh)

    with later(6):
        assert refresh(first.refresh) is None

    assert not opens(second.access)
    assert not opens(second.refresh, TokenKind.REFRESH)
    assert opens(other.access)
    with pytest.raises(TokenInvalid):
        refresh(second.refresh)


@pytest.mark.seed("T12")
def test_one_refresh_token_sent_by_eight_at_once_brings_each_a_pair(app, alice):
    secret = begin(alice).refresh

    pairs = winners(at_once(app, lambda: grants.refresh(NOBODY, secret=secret).access))

    assert len(set(pairs)) == 8
    assert all(opens(access) for access in pairs)


def test_scopes_only_become_fewer(alice):
    pair = begin(alice)

    fewer = refresh(pair.refresh, scopes=[Scope.READ])

    assert fewer.grant.scopes == "read"
    with pytest.raises(ScopeMissing):
        refresh(fewer.refresh, scopes=[Scope.READ, Scope.WRITE])
    with pytest.raises(ScopeMissing):
        refresh(fewer.refresh, scopes=[Scope.ADMIN])


def test_a_refresh_token_is_its_own_app_s_alone(alice):
    mine, other = app_of(), app_of("Other")
    pair = begin(alice, client=mine)

    for client in (None, other):
        with pytest.raises(TokenInvalid):
            refresh(pair.refresh, client=client)
    with pytest.raises(TokenInvalid):
        refresh(begin(alice).refresh, client=mine)
    assert opens(refresh(pair.refresh, client=mine).access)


def test_a_refresh_token_is_over_after_thirty_days_and_a_grant_after_ninety_without_it(alice):
    pair = begin(alice)
    with later(29 * 86_400):
        pair = refresh(pair.refresh)
    with later(58 * 86_400):
        pair = refresh(pair.refresh)

    with later(89 * 86_400), pytest.raises(TokenInvalid):
        refresh(pair.refresh)


def reset_password(user):
    users.ask_reset(NOBODY, email=user.email)
    link = session.scalars(select(MailLink).where(MailLink.purpose == Purpose.RESET)).one()
    users.reset_password(NOBODY, link=link, password="battery staple")


def way_back(user):
    emails.ask_change(user, email="alice@example.net", password=PASSWORD)
    emails.change(user, link=link_for(Purpose.CHANGE_EMAIL))
    emails.take_back(NOBODY, link=link_for(Purpose.WAY_BACK))


def link_for(purpose):
    return session.scalars(select(MailLink).where(MailLink.purpose == purpose)).one()


ENDS = {
    "password changed": lambda user: users.change_password(user, old=PASSWORD, new="battery staple"),
    "password reset": reset_password,
    "address taken back": way_back,
    "suspended": lambda user: people.suspend(OPERATOR, user=user),
}


@pytest.mark.defect("D5")
@pytest.mark.defect("N3")
@pytest.mark.advisory("CVE-2025-62174")
@pytest.mark.advisory("GHSA-vp5r-5pgw-jwqx")
@pytest.mark.parametrize("how", ENDS)
def test_everything_ends_at_once(alice, bob, how):
    client = app_of()
    _grant, by_hand = grants.make_personal(alice, name="Script", scopes=[Scope.READ], days=0)
    pairs = {None: begin(alice), client: begin(alice, client=client)}
    code, of_bob = code_of(alice, client).id, begin(bob)

    ENDS[how](alice)
    transaction.commit()

    assert not any(opens(secret) for secret in (by_hand, *(pair.access for pair in pairs.values())))
    for owner, pair in pairs.items():
        with pytest.raises(TokenInvalid):
            refresh(pair.refresh, client=owner)
    assert session.get(OAuthCode, code) is None
    assert opens(of_bob.access)


@pytest.mark.advisory("CVE-2025-62175")
def test_a_token_of_somebody_who_is_suspended_opens_nothing_even_if_it_is_there(alice):
    pair = begin(alice)
    alice.suspended_at = clock.now()
    transaction.commit()

    assert not opens(pair.access)
    with pytest.raises(TokenInvalid):
        refresh(pair.refresh)


@pytest.mark.advisory("CVE-2026-22246")
def test_a_person_ends_their_own_grants_alone(alice, bob):
    mine, other = begin(alice), begin(alice)

    with pytest.raises(NotFound):
        grants.end(bob, grant_id=mine.grant.id)
    grants.end(alice, grant_id=mine.grant.id)
    transaction.commit()

    assert not opens(mine.access)
    assert opens(other.access)


def test_a_code_brings_one_grant_of_what_was_consented_to(alice):
    client = app_of()
    pair = exchange(code_of(alice, client), client)

    assert (pair.grant.kind, pair.grant.name, pair.grant.scopes) == (GrantKind.APP, "Reader", "read")
    assert opens(pair.access)
    told = session.scalars(select(Event.subject_id).where(Event.kind == EventKind.GRANT_BEGUN)).all()
    assert told == [pair.grant.id]


@pytest.mark.seed("T13")
def test_a_code_that_comes_twice_ends_what_came_of_it(alice):
    client = app_of()
    code = code_of(alice, client)
    pair = exchange(code, client)

    assert exchange(code, client) is None

    assert not opens(pair.access)
    assert count(ApiGrant) == 0
    assert exchange(code, client) is None


@pytest.mark.seed("T13")
def test_a_code_sent_by_eight_at_once_leaves_nothing_open(app, alice):
    client = app_of()
    code_id, client_id = code_of(alice, client).id, client.id

    def act():
        code = session.get_one(OAuthCode, code_id)
        return grants.exchange(NOBODY, code=code, client=session.get_one(type(client), client_id))

    results = at_once(app, act)

    assert sum(result is not None for result in results) == 1
    assert count(ApiGrant) == 0


def test_a_code_is_over_after_a_minute_and_is_no_other_app_s(alice):
    client, other = app_of(), app_of("Other")
    code = code_of(alice, client)

    with pytest.raises(TokenInvalid):
        exchange(code, other)
    with later(61), pytest.raises(TokenInvalid):
        exchange(code, client)


@pytest.mark.parametrize("column", ["suspended_at", "confirmed_at"])
def test_a_code_of_somebody_who_may_not_log_in_brings_nothing(alice, column):
    client = app_of()
    code = code_of(alice, client)
    setattr(alice, column, clock.now() if column == "suspended_at" else None)
    transaction.commit()

    with pytest.raises(TokenInvalid):
        exchange(code, client)


def test_use_is_worth_noting_every_five_minutes(alice):
    grant = begin(alice).grant
    assert grants.is_worth_noting(grant)

    grants.note_use(grant)
    transaction.commit()
    session.refresh(grant)

    assert not grants.is_worth_noting(grant)
    with later(301):
        assert grants.is_worth_noting(grant)


def test_what_is_over_is_removed_and_an_app_that_nobody_let_in(alice):
    lonely, met = app_of(), app_of("Met")
    begin(alice, client=met)
    code_of(alice, lonely)
    session.execute(update(ApiGrant).values(expires_at=None))
    transaction.commit()

    with later(31 * 86_400 + 3600):
        housekeeping.purge()
    transaction.commit()

    assert session.scalars(select(OAuthClient.id)).all() == [met.id]
    assert count(ApiGrant) == 1
    assert (count(ApiToken), count(OAuthCode)) == (0, 0)
