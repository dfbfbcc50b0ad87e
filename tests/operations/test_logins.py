"""Logins: begun, used, ended."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from flasky import transaction
from flasky.lib import clock
from flasky.models import EventKind, Login, Timeline
from flasky.operations import logins
from flasky.queries import users as find
from flasky.queries import work
from flasky.transaction import session


def begin(user, *, remembered=False, user_agent="Firefox") -> str:
    token = logins.begin(user, remembered=remembered, user_agent=user_agent, network="203.0.113.0/24")
    transaction.commit()
    return token


@pytest.mark.seed("U2")
def test_a_login_is_found_by_its_token_with_its_person(alice):
    login = find.login_by_token(begin(alice))

    assert login.user is alice
    assert login.network == "203.0.113.0/24"


def test_tokens_are_long_and_each_is_another(alice):
    tokens = {begin(alice) for _ in range(5)}

    assert len(tokens) == 5
    assert {len(token) for token in tokens} == {43}


def test_what_the_database_holds_is_no_token(alice):
    token = begin(alice)

    assert token not in session.scalars(select(Login.token_hash)).all()
    assert find.login_by_token(Login.hash_of(token)) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "é\0"])
def test_an_unknown_token_finds_nobody(alice, token):
    begin(alice)

    assert find.login_by_token(token) is None


def test_a_browser_s_long_name_is_cut(alice):
    login = find.login_by_token(begin(alice, user_agent="Mozilla " * 100))

    assert len(login.user_agent) == Login.AGENT_MAX


@pytest.mark.seed("U2")
@pytest.mark.advisory("CVE-2025-24896")
def test_logging_out_ends_this_login_and_no_other(alice):
    here, there = begin(alice), begin(alice)

    logins.end(here)
    logins.end(here)
    transaction.commit()

    assert find.login_by_token(here) is None
    assert find.login_by_token(there) is not None


def test_ending_all_ends_those_of_one_person(alice, bob):
    begin(alice)
    begin(alice)
    bobs = begin(bob)

    logins.end_all(alice)
    transaction.commit()

    assert session.scalar(select(func.count(Login.id))) == 1
    assert find.login_by_token(bobs) is not None


@pytest.mark.seed("U4")
@pytest.mark.parametrize(
    ("remembered", "days", "alive"), [(False, 13, True), (False, 15, False), (True, 89, True), (True, 91, False)]
)
def test_a_login_holds_as_long_as_it_was_asked_to(alice, remembered, days, alive):
    token = begin(alice, remembered=remembered)

    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        assert (find.login_by_token(token) is not None) is alive


@pytest.mark.seed("R5")
@pytest.mark.defect("D24")
def test_using_a_login_moves_last_seen(alice):
    login = find.login_by_token(begin(alice))
    later = clock.now() + timedelta(minutes=6)

    with time_machine.travel(later, tick=False):
        assert logins.is_worth_noting(login)
        logins.note_use(login, network="198.51.100.0/24")
        transaction.commit()
    session.expire_all()

    assert alice.actor.last_seen == login.last_used_at == later


@pytest.mark.seed("R5")
def test_a_use_is_noted_at_most_every_five_minutes(alice):
    login = find.login_by_token(begin(alice))

    with time_machine.travel(login.last_used_at + timedelta(minutes=5), tick=False):
        assert not logins.is_worth_noting(login)


@pytest.mark.parametrize(("days", "times"), [(29, 0), (31, 1)])
def test_who_was_away_for_a_month_comes_back(alice, days, times):
    login = find.login_by_token(begin(alice))
    session.add(Timeline(id=alice.actor_id, complete_since=1))
    transaction.commit()

    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        logins.note_use(login, network="198.51.100.0/24")
        transaction.commit()
    session.expire_all()

    assert [fact.kind for fact in work.facts()] == [EventKind.CAME_BACK] * times
    assert session.get_one(Timeline, alice.actor_id).complete_since == (None if times else 1)
