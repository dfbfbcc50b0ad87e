"""The one handle on the database session."""

import pytest
from sqlalchemy.exc import IntegrityError

from flasky import transaction
from flasky.database import means_to_write
from flasky.models import Role, ScheduleSlot
from flasky.operations import schedule
from flasky.queries import roles
from tests import factories


def test_a_rollback_forgets_and_a_commit_keeps(app, alice):
    alice.actor.name = "Alice A."
    transaction.rollback()
    assert alice.actor.name == ""

    alice.actor.name = "Alice B."
    transaction.commit()
    transaction.rollback()
    assert alice.actor.name == "Alice B."


def test_reading_ends_its_transaction_and_restores_who_writes(app, alice):
    transaction.commit()

    with transaction.reading():
        assert means_to_write.get() is False
        assert roles.by_name(Role.USER).default

    assert means_to_write.get() is True
    assert not transaction.session.in_transaction()


def test_reading_restores_who_writes_after_an_error_too(app):
    with pytest.raises(ZeroDivisionError), transaction.reading():
        _ = 1 / 0

    assert means_to_write.get() is True


def test_who_says_so_reads_and_then_writes(app):
    transaction.only_reads()
    assert means_to_write.get() is False

    transaction.writes()
    assert means_to_write.get() is True


def test_a_row_that_lost_the_race_gives_way_to_the_winner(app):
    first = Role(name="Guest")

    assert transaction.add_or_find(first, lambda: None) is first
    assert transaction.add_or_find(Role(name="Guest"), lambda: roles.by_name("Guest")) is first
    transaction.rollback()


def test_a_refusal_without_a_winner_is_raised(app):
    slot = schedule.slot_of(schedule.timedelta(hours=1))
    transaction.session.add(ScheduleSlot(task="tea", slot_at=slot))

    with pytest.raises(IntegrityError):
        transaction.add_or_find(ScheduleSlot(task="tea", slot_at=slot), lambda: None)


def test_what_was_written_before_a_lost_race_stays(app):
    alice = factories.person("alice")
    alice.actor.location = "Wonderland"

    transaction.add_or_find(Role(name=Role.USER), lambda: roles.by_name(Role.USER))
    transaction.commit()

    assert alice.actor.location == "Wonderland"
