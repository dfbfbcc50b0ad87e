"""Home timelines are filled whole, whatever happens to the worker."""

import pytest
from sqlalchemy import func, select, update

from flasky import transaction
from flasky.lib import clock
from flasky.models import EventKind, Follow, Job, Timeline, TimelineEntry
from flasky.operations import events, jobs, timelines
from flasky.transaction import session
from flasky.worker import loop
from tests import factories
from tests.browsers import do_jobs


@pytest.fixture
def followers(alice, monkeypatch):
    monkeypatch.setattr(timelines, "BATCH", 2)
    people = [factories.person(f"reader{number}") for number in range(5)]
    for person in people:
        person.actor.last_seen = clock.now()
        session.add(Follow(follower_id=person.actor_id, followed_id=alice.actor_id))
    transaction.commit()
    return people


def entries() -> int:
    return session.scalar(select(func.count()).select_from(TimelineEntry)) or 0


def test_a_post_stands_in_its_authors_timeline_at_once(alice):
    factories.post(alice)

    assert entries() == 1


def test_fan_out_that_is_killed_again_and_again_reaches_everybody_once(app, alice, followers, monkeypatch):
    """As a kill does it, the step that is under way is lost and the job comes up again."""
    factories.post(alice)
    done, kills, step = [], [], timelines.add_to_followers

    def killed_after_a_step(post, *, reached):
        if done and done[-1] == reached and len(kills) < len(done):
            kills.append(reached)
            raise MemoryError
        done.append(step(post, reached=reached))
        return done[-1]

    monkeypatch.setattr(timelines, "add_to_followers", killed_after_a_step)
    for _ in range(6):
        do_jobs(app)
        session.execute(update(Job).where(Job.done_at.is_(None)).values(due_at=clock.now()))
        transaction.commit()

    assert len(kills) == 3
    assert entries() == 1 + len(followers)
    assert session.scalar(select(func.count()).where(Job.done_at.is_(None))) == 0


def test_a_batch_whose_job_went_to_another_worker_is_taken_back(app, alice, followers, monkeypatch):
    factories.post(alice)
    monkeypatch.setattr(jobs, "go_on", lambda _job, reached: reached < 0)

    do_jobs(app)

    assert entries() == 1


def test_fan_out_done_twice_changes_nothing(app, alice, followers):
    factories.post(alice)
    do_jobs(app)
    session.execute(update(Job).values(due_at=clock.now(), done_at=None, reached=0))
    transaction.commit()

    assert do_jobs(app) == 4
    assert entries() == 1 + len(followers)


def test_people_who_are_away_get_no_rows(app, alice, followers):
    followers[0].actor.last_seen = clock.now() - TimelineEntry.KEPT
    followers[1].actor.last_seen = None
    followers[2].actor.is_suspended = True
    factories.post(alice)

    do_jobs(app)

    assert entries() == 1 + 2


def test_who_came_back_gets_a_whole_timeline(app, alice, followers):
    factories.post(alice)
    transaction.commit()
    do_jobs(app)
    reader = followers[0]
    session.execute(TimelineEntry.__table__.delete())
    events.record(EventKind.CAME_BACK, by=reader, subject_id=reader.actor_id)
    transaction.commit()

    do_jobs(app)

    assert entries() == 1
    assert session.get_one(Timeline, reader.actor_id).complete_since is not None


def test_feeds_do_not_wait_for_pictures(app, alice):
    factories.post(alice)
    loop.expand_facts()

    lanes = dict(session.execute(select(Job.consequence, Job.lane)).all())
    assert {lane for name, lane in lanes.items() if name != "preview.draw"} == {"feed"}
    assert lanes["preview.draw"] == "bulk"
