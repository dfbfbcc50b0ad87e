"""Numbers of people and posts: counted by the clock, told without counting."""

from datetime import timedelta

from flasky import transaction
from flasky.lib import clock
from flasky.models import Figure
from flasky.operations import statistics as operation
from flasky.queries import statistics
from flasky.queries.statistics import Usage
from flasky.worker import statistics as worker
from tests import factories, statements


def test_usage_counts_confirmed_people_who_were_here_and_their_public_posts(alice, bob, unconfirmed):
    for person, days in ((alice, 3), (bob, 90), (unconfirmed, 1), (factories.suspended("sue"), 1)):
        person.actor.last_seen = clock.now() - timedelta(days=days)
        factories.many_posts(person, 1)
    alice.actor.post_count, alice.actor.link_post_count = 3, 1
    transaction.commit()

    worker.count()

    assert statistics.kept() == Usage(people=2, active_month=1, active_half_year=2, posts=3)


def test_an_empty_site_has_noughts(app):
    assert statistics.kept() == Usage()
    assert statistics.count() == Usage()
    assert statistics.figure(Figure.PEOPLE) is None


def test_numbers_are_kept_over_those_before_and_told_by_one_statement(app):
    operation.keep_usage(Usage(1, 1, 1, 1))
    operation.keep_usage(Usage(2, 2, 2, 2))

    with statements.counted() as asked:
        assert statistics.kept() == Usage(2, 2, 2, 2)
    assert len(asked) == 1
