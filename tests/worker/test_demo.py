"""A demo that the worker fills in, twice without harm."""

from sqlalchemy import func, select

from flasky import transaction
from flasky.models import Actor, Event, EventKind, Job, Lane, Post, User
from flasky.operations import demo
from flasky.transaction import session
from flasky.worker.loop import Worker
from tests import factories
from tests.browsers import do_jobs


def numbers() -> tuple[int, int, int]:
    transaction.rollback()
    posts = select(func.count(Post.id), func.count(Post.author_id.distinct())).where(Post.reply_to_id.is_(None))
    counted = session.execute(posts).one()
    return (session.scalar(select(func.count(User.id))) or 0, *counted)


def test_filling_twice_adds_nothing(app, admin):
    demo.ask(admin)
    transaction.commit()
    assert do_jobs(app) == 1
    first = numbers()

    demo.ask(admin)
    transaction.commit()
    do_jobs(app)

    assert first[:2] == (57, 300)
    assert numbers() == first


def test_counts_equal_the_posts(app, admin):
    demo.ask(admin)
    transaction.commit()
    do_jobs(app)

    theirs = (Post.author_id == Actor.id, Post.reply_to_id.is_(None))
    there = select(func.count(Post.id)).where(*theirs).scalar_subquery()
    rows = session.execute(select(Actor.post_count, there))
    assert all(told == there for told, there in rows)


def test_somebody_real_who_came_meanwhile_stays_alone(app, admin):
    demo.ask(admin)
    factories.person("real", email="real@mail.example")
    transaction.commit()

    do_jobs(app)

    assert numbers() == (2, 0, 0)
    assert session.scalars(select(Job.dead_at)).all() == [None]


def test_removing_leaves_real_people_and_their_posts(app, admin):
    demo.ask(admin)
    transaction.commit()
    do_jobs(app)
    real = factories.person("real", email="real@mail.example")
    factories.post(real, body="Mine stays")

    demo.ask_removal(admin)
    transaction.commit()
    Worker(app).run_once()

    assert numbers() == (2, 1, 1)


def test_a_long_job_waits_in_a_lane_of_its_own(app, admin):
    demo.ask(admin)
    transaction.commit()
    do_jobs(app)

    assert session.scalars(select(Job.lane)).all() == [Lane.BULK]
    assert session.scalars(select(Event.kind)).all() == [EventKind.DEMO_ASKED]
