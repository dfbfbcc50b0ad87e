"""Ids order by time and never go back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from flasky.lib import ids

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_ids_grow_inside_one_moment():
    with time_machine.travel(NOON + timedelta(days=365 * 20), tick=False):
        made = [ids.new_id() for _ in range(100)]

    assert made == sorted(set(made))


def test_ids_never_go_back_when_the_clock_does():
    with time_machine.travel(NOON + timedelta(days=365 * 21), tick=False) as traveller:
        before = ids.new_id()
        traveller.shift(timedelta(hours=-1))
        after = ids.new_id()

    assert after > before


def test_threads_never_get_the_same_id():
    with ThreadPoolExecutor(8) as pool:
        made = [
            identity for many in pool.map(lambda _: [ids.new_id() for _ in range(200)], range(8)) for identity in many
        ]

    assert len(set(made)) == 8 * 200


@pytest.mark.parametrize(
    "moment", [ids.EPOCH, NOON, datetime(2038, 1, 19, 3, 14, 8, tzinfo=UTC), datetime(2100, 2, 28, tzinfo=UTC)]
)
def test_an_id_tells_its_moment_to_the_millisecond(moment):
    exact = moment.replace(microsecond=987_000)

    assert ids.time_of(ids.id_at(exact)) == exact


def test_an_id_cannot_be_guessed_from_its_moment():
    assert len({ids.id_at(NOON) for _ in range(50)}) > 40


def test_the_first_id_of_a_moment_is_below_all_others_of_it():
    later = NOON + timedelta(milliseconds=1)

    assert all(ids.first_id_at(NOON) <= ids.id_at(NOON) < ids.first_id_at(later) for _ in range(50))


def test_ids_fit_a_signed_column_for_more_than_a_century():
    assert ids.id_at(datetime(2159, 1, 1, tzinfo=UTC)) <= ids.LARGEST


def test_ids_for_a_batch_are_given_to_nothing_else():
    before = ids.new_ids(1000)

    assert ids.new_id() > before + 1000
