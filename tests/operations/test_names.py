"""Changing a username, and what becomes of the old one."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky.config import Registration
from flasky.errors import TooManyNames, UsernameMalformed, UsernameTaken
from flasky.lib import clock
from flasky.models import Event, EventKind, FormerName, User
from flasky.operations import blocks, housekeeping, profiles, users
from flasky.queries import actors
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests.races import at_once, winners

YEAR = FormerName.RESERVED


def rename(user, username) -> bool:
    return profiles.edit(user, username=username, wanted=profiles.sketch("", "", about_me=""))


def sign_up(username: str) -> User:
    email = f"{username.lower()}@example.net"
    return users.register(
        NOBODY, email=email, username=username, password="correct horse!", registration=Registration.OPEN
    )


@pytest.mark.seed("E19")
def test_an_old_name_leads_to_its_person(alice, bob):
    assert rename(alice, "alicia")

    assert actors.by_former_name("Alice", viewer=bob).username == "alicia"
    assert actors.by_former_name("a1ice", viewer=bob) is None
    assert session.scalars(select(Event.kind)).all() == [EventKind.RENAMED]


@pytest.mark.parametrize("wanted", ["alice", "ALICE"])
def test_an_old_name_is_refused_to_others_for_a_year(alice, bob, wanted):
    rename(alice, "alicia")

    with pytest.raises(UsernameTaken):
        sign_up(wanted)
    with pytest.raises(UsernameTaken):
        rename(bob, wanted)


def test_after_a_year_the_old_name_is_free(alice, bob):
    rename(alice, "alicia")

    with time_machine.travel(clock.now() + YEAR + timedelta(minutes=1)):
        assert actors.by_former_name("alice", viewer=bob) is None
        assert rename(bob, "alice")
        assert rename(bob, "bobby")
        housekeeping.purge()
        assert set(session.scalars(select(FormerName.actor_id))) == {bob.actor_id}


def test_whoever_had_a_name_may_take_it_back(alice):
    rename(alice, "alicia")
    rename(alice, "alice")

    assert [row.username for row in session.scalars(select(FormerName))] == ["alicia"]


def test_another_case_of_a_name_leaves_no_former_name(alice):
    assert rename(alice, "Alice")

    assert session.scalars(select(FormerName)).all() == []


def test_a_former_name_hides_whom_a_block_hides(alice, bob):
    rename(alice, "alicia")
    blocks.block(alice, target=bob.actor)

    assert actors.by_former_name("alice", viewer=bob) is None


@pytest.mark.parametrize(
    ("name", "error"), [("bob", UsernameTaken), ("admin", UsernameTaken), ("é", UsernameMalformed)]
)
def test_names_that_cannot_be_are_refused(alice, bob, name, error):
    with pytest.raises(error):
        rename(alice, name)


def test_names_are_not_collected(alice):
    for number in range(FormerName.EACH_MAX):
        rename(alice, f"alice{'x' * number}y")

    with pytest.raises(TooManyNames):
        rename(alice, "another")


def test_of_many_who_want_one_name_one_gets_it(app, alice, bob):
    people = iter([alice.id, bob.id] * 4)

    results = at_once(app, lambda: rename(session.get_one(User, next(people)), "zoe"))

    session.expire_all()
    assert sorted([alice.username, bob.username]).count("zoe") == 1
    assert len(winners(results)) == 4
