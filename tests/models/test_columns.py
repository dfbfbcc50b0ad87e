"""What a column takes and gives back, the same on every database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import UniqueConstraint, inspect, select
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError

from flasky import transaction
from flasky.lib import ids
from flasky.models import Actor, Base, Event, EventKind, Post, ScheduleSlot, User
from flasky.transaction import session
from tests import factories

MOMENT = datetime(2026, 11, 22, 3, 0, 0, 123456, tzinfo=UTC)
FOREIGN_KEYS = [
    pytest.param(table, key, id=f"{table.name}.{key.parent.name}")
    for table in Base.metadata.sorted_tables
    for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
]


@pytest.mark.defect("D36")
@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9)), timezone(timedelta(hours=-3, minutes=-30))])
def test_a_moment_comes_back_aware_in_utc_to_the_microsecond(alice, zone):
    alice.actor.last_seen = MOMENT.astimezone(zone)
    transaction.commit()
    session.expire_all()

    assert alice.actor.last_seen == MOMENT
    assert alice.actor.last_seen.utcoffset() == timedelta(0)


@pytest.mark.defect("D36")
def test_a_moment_without_a_zone_is_refused(alice):
    alice.actor.last_seen = MOMENT.replace(tzinfo=None)

    with pytest.raises(StatementError, match="without a time zone"):
        transaction.commit()


@pytest.mark.parametrize(
    "moment", [datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(2100, 2, 28, 23, 59, tzinfo=UTC)]
)
def test_moments_of_the_far_future_are_kept(app, moment):
    session.add(ScheduleSlot(task="tea", slot_at=moment))
    transaction.commit()
    session.expire_all()

    assert session.scalars(select(ScheduleSlot.slot_at)).all() == [moment]


@pytest.mark.parametrize(
    "words", ["日本語", "🎉 emoji", "שלום", "a\u0301", "\u202egnirts", "'; DROP TABLE users; --", "a\\b%c_d"]
)
def test_any_script_is_kept_to_the_letter(alice, words):
    alice.actor.name = words
    alice.actor.about_me = words * 1000
    transaction.commit()
    session.expire_all()

    assert (alice.actor.name, alice.actor.about_me) == (words, words * 1000)


def test_a_text_of_64_kib_and_its_html_fit(alice):
    body = "é" * 32_000 + "\n"

    post = factories.post(alice, body=body)
    session.expire_all()

    assert post.body == body
    assert len(post.body_html) > 32_000


def test_the_largest_id_fits(app):
    session.add(Event(id=ids.LARGEST, kind=EventKind.REGISTERED, subject_id=ids.LARGEST))
    transaction.commit()
    session.expire_all()

    assert session.get_one(Event, ids.LARGEST).subject_id == ids.LARGEST


def test_keys_are_compared_to_the_letter(app):
    session.add_all([Actor.named("muller"), Actor(username="mueller", username_key="müller", domain="")])
    session.add(Actor(username="MULLER", username_key="MULLER", domain=""))

    transaction.commit()

    found = session.scalars(select(Actor.username).where(Actor.username_key == "muller")).all()
    assert found == ["muller"]


@pytest.mark.defect("D14")
def test_the_database_refuses_a_second_actor_with_the_same_key(alice):
    session.add(Actor.named("ALICE"))

    with pytest.raises(IntegrityError):
        transaction.commit()


def test_the_database_refuses_a_second_owner_of_an_address(alice, bob):
    bob.email = alice.email

    with pytest.raises(IntegrityError):
        transaction.commit()


def test_many_may_claim_one_address(app):
    factories.unconfirmed("una", pending_email="shared@example.com")
    factories.unconfirmed("ulf", pending_email="shared@example.com")

    assert len(session.scalars(select(User).where(User.pending_email == "shared@example.com")).all()) == 2


@pytest.mark.defect("D28")
def test_an_author_cannot_be_deleted_from_under_a_post(alice):
    factories.post(alice)
    session.delete(alice)
    session.flush()
    session.delete(alice.actor)

    with pytest.raises(DBAPIError):
        transaction.commit()


@pytest.mark.defect("D36")
def test_a_row_without_its_author_is_refused(app):
    session.add(Post(author_id=1, title="", slug="x", body="x", body_html="x", excerpt_html="x", renderer=1))

    with pytest.raises(DBAPIError):
        transaction.commit()


@pytest.mark.defect("D46")
@pytest.mark.parametrize(("table", "key"), FOREIGN_KEYS)
def test_every_foreign_key_is_the_beginning_of_an_index(table, key):
    beginnings = {next(iter(index.columns)).name for index in table.indexes}
    beginnings |= {next(iter(rule.columns)).name for rule in table.constraints if isinstance(rule, UniqueConstraint)}
    beginnings.add(next(iter(table.primary_key.columns)).name)

    assert key.parent.name in beginnings


@pytest.mark.defect("D46")
@pytest.mark.parametrize(("table", "key"), FOREIGN_KEYS)
def test_the_database_has_that_index_too(app, table, key):
    found = inspect(session.connection())
    indexes = [index["column_names"][0] for index in found.get_indexes(table.name)]
    uniques = [rule["column_names"][0] for rule in found.get_unique_constraints(table.name)]

    assert key.parent.name in {*indexes, *uniques}


def test_every_row_says_what_it_is(alice):
    post = factories.post(alice)

    assert repr(post) == f"<Post {post.id}>"
