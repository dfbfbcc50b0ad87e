"""Putting rows where they were."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from flasky import transaction
from flasky.errors import BodyEmpty, Forbidden
from flasky.lib.paging import PageRequest
from flasky.models import Actor, Event, Role
from flasky.operations import restore
from flasky.queries import posts, roles, users
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session

LONG_AGO = datetime(2024, 2, 29, 12, tzinfo=UTC)


def account(username: str, **given) -> restore.Account:
    common = {"email": f"{username}@example.com", "password_hash": "x", "joined": LONG_AGO, "seen": LONG_AGO}
    return restore.Account(username=username, **{**common, **given})


def test_accounts_come_back_as_they_were(app):
    dora = account("dora", name="Dora Maar", location="Paris", about_me="Hello.", seen=LONG_AGO + timedelta(days=1))

    restore.restore_accounts(OPERATOR, [dora, account("enno")], role=roles.default())
    transaction.commit()

    found = users.by_name("dora")
    assert (found.actor.name, found.actor.location, found.actor.about_me) == ("Dora Maar", "Paris", "Hello.")
    assert (found.actor.member_since, found.actor.last_seen) == (LONG_AGO, LONG_AGO + timedelta(days=1))
    assert (found.confirmed_at, found.email, found.role.name) == (LONG_AGO, "dora@example.com", Role.USER)
    assert users.by_name("enno").confirmed


@pytest.mark.parametrize("twin", [{"username": "ALICE"}, {"username": "dora", "email": "alice@example.com"}])
def test_a_name_or_an_address_that_is_taken_stops_it(app, alice, twin):
    with pytest.raises(IntegrityError):
        restore.restore_accounts(OPERATOR, [account(**twin)], role=roles.default())


def test_posts_come_back_at_their_time_and_are_counted(app, alice, bob):
    rows = [
        restore.written(author.actor, title=f"Day {day}", body="*Hello*", at=LONG_AGO + timedelta(days=day))
        for day, author in enumerate([alice, bob, alice])
    ]

    restore.restore_posts(OPERATOR, rows)
    transaction.commit()

    listed = posts.everybodys(viewer=None, page=PageRequest(10)).items
    assert [post.title for post in listed] == ["Day 2", "Day 1", "Day 0"]
    assert listed[0].published_at == LONG_AGO + timedelta(days=2)
    assert "<em>Hello</em>" in listed[0].body_html
    session.expire_all()
    assert [session.get_one(Actor, one.actor_id).post_count for one in (alice, bob)] == [2, 1]


def test_nothing_is_announced(app, alice):
    restore.restore_accounts(OPERATOR, [account("dora")], role=roles.default())
    restore.restore_posts(OPERATOR, [restore.written(alice.actor, title="", body="Hello", at=LONG_AGO)])
    transaction.commit()

    assert session.scalar(select(func.count(Event.id))) == 0


def test_a_post_without_a_text_is_refused(app, alice):
    with pytest.raises(BodyEmpty):
        restore.written(alice.actor, title="", body=" ", at=LONG_AGO)


def test_administrators_may_and_others_may_not(app, alice, mod, admin):
    restore.restore_posts(admin, [])
    for somebody in (alice, mod, NOBODY):
        with pytest.raises(Forbidden):
            restore.restore_posts(somebody, [])
        with pytest.raises(Forbidden):
            restore.restore_accounts(somebody, [], role=roles.default())
