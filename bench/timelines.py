"""Home timelines at two sizes of a site, and a fan-out that is killed: run by hand, from the checkout.

    python bench/timelines.py pages [--small 10000] [--large 1000000]
    python bench/timelines.py fanout [--followers 100000] [--kills 10]

`pages` counts the steps of SQLite's machine (a hundred at a time) and milliseconds for Followed, read from rows and
from sources, for people who follow 0, 3 sleepy, 200 and 5,000 others. `fanout` publishes with and without followers,
kills the worker's process in the middle as often as asked, and counts who is missing and who has the post twice.
"""

import argparse
import multiprocessing
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select

from flasky import transaction
from flasky.cli.database import prepare
from flasky.extensions import db
from flasky.factory import create_app
from flasky.lib import clock, ids, usernames
from flasky.lib.paging import PageRequest
from flasky.models import Actor, EventKind, Follow, Job, Post, Role, Timeline, TimelineEntry, User
from flasky.operations import events, posts
from flasky.queries import roles, timelines
from flasky.transaction import session
from flasky.worker.loop import Worker

STEP = 100
SEED = 4
SLEEPY, LIVELY = 3, 5_000
FOLLOWED = {"nobody": 0, "3 sleepy": SLEEPY, "200": 200, "5,000": LIVELY}
CHUNK = 10_000


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pages", "fanout"))
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--followers", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=10)
    asked = parser.parse_args()
    if asked.what == "pages":
        for number in (asked.small, asked.large):
            with site() as app:
                pages(app, number)
    else:
        with site() as app:
            fan_out(app, asked.followers, asked.kills)


def say(words: str) -> None:
    """Write a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


@contextmanager
def site() -> Iterator[Flask]:
    """Open an empty site on SQLite in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        app = site_in(Path(folder))
        with app.app_context():
            prepare()
            yield app
            db.engine.dispose()


def site_in(folder: Path) -> Flask:
    """Make the app of a folder."""
    url = f"sqlite:///{folder}/bench.sqlite"
    quiet = {"flasky_slow_db_query_time": 60.0, "ratelimit_enabled": False}
    return create_app("testing", test_database_url=url, flasky_data_dir=folder, mail_server="", **quiet)


def pages(app: Flask, number: int) -> None:
    """Print what a page of Followed costs each reader on a site of so many posts."""
    authors = _people(SLEEPY + LIVELY + 1_000)
    _posts(authors[SLEEPY:], authors[:SLEEPY], number)
    readers = {name: _reader(f"reader{count}") for name, count in FOLLOWED.items()}
    for name, count in FOLLOWED.items():
        _follow(readers[name], authors[:SLEEPY] if count == SLEEPY else authors[SLEEPY:][:count])
    for way in ("sources", "rows"):
        if way == "rows":
            _fill(app)
        for name, user_id in readers.items():
            say(f"{number:>9,} posts, follows {name:<8} from {way:<7} {_cost(user_id)}")


def _cost(user_id: int) -> str:
    """Read the first page and the one after the tenth post, and say what both took."""
    steps, times = [], []
    for _ in range(5):
        session.expire_all()
        user = session.get_one(User, user_id)
        state = timelines.state_of(user)
        with counted() as seen:
            begun = time.perf_counter()
            first = timelines.home_page(user, page=PageRequest(20), state=state)
            before = first.items[9].place if len(first.items) > 9 else 1
            timelines.home_page(user, page=PageRequest(20, before=before), state=state)
            times.append((time.perf_counter() - begun) * 1000)
        steps.append(seen[0] * STEP)
    return f"{statistics.median(steps):>12,.0f} steps {statistics.median(times):>8.1f} ms, {len(first.items)} posts"


@contextmanager
def counted() -> Iterator[list[int]]:
    """Count steps of SQLite's machine in the block, in hundreds."""
    seen = [0]

    def step() -> int:
        seen[0] += 1
        return 0

    raw: Any = session.connection().connection.driver_connection
    raw.set_progress_handler(step, STEP)
    try:
        yield seen
    finally:
        raw.set_progress_handler(None, 0)


def fan_out(app: Flask, followers: int, kills: int) -> None:
    """Print how long publishing takes without and with followers, and what a killed worker leaves behind."""
    lonely, famous = _reader("lonely"), _reader("famous")
    people = _people(followers)
    _follow_back(people, session.get_one(User, famous).actor_id)
    for name, author in (("no followers", lonely), (f"{followers:,} followers", famous)):
        say(f"publish, {name}: {_publishing(author):.1f} ms")
    Worker(app).run_once()
    post = posts.publish(session.get_one(User, famous), title="", body="One more, and the worker is killed")
    transaction.commit()
    begun, killed = time.perf_counter(), _kill_workers(app, kills)
    _finish(app)
    seconds = time.perf_counter() - begun
    there = select(func.count(), func.count(TimelineEntry.owner_id.distinct()))
    rows, owners = session.execute(there.where(TimelineEntry.post_id == post.id)).one()
    say(f"{killed} kills, {seconds:.1f} s in all: {followers + 1 - owners} missing, {rows - owners} doubled")
    last = posts.publish(session.get_one(User, famous), title="", body="And once in peace")
    transaction.commit()
    begun = time.perf_counter()
    Worker(app).run_once()
    say(f"in peace: {time.perf_counter() - begun:.1f} s of the worker for {last.id}")


def _publishing(author: int) -> float:
    times = []
    for number in range(11):
        begun = time.perf_counter()
        posts.publish(session.get_one(User, author), title="", body=f"Some words, number {number}")
        transaction.commit()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _kill_workers(app: Flask, kills: int) -> int:
    """Start a worker and kill it, so often; each gets some more steps done. Returns how many died at work."""
    folder = app.extensions["settings"].flasky_data_dir
    died = 0
    context = multiprocessing.get_context("spawn")
    for _ in range(kills):
        worker = context.Process(target=_work, args=(folder,))
        worker.start()
        _wait_for(lambda: _reached(app) > 0, worker)
        before = _reached(app)
        _wait_for(lambda before=before: _reached(app) != before, worker)
        time.sleep(0.01 * died % 0.05)
        if worker.is_alive():
            os.kill(worker.pid or 0, signal.SIGKILL)
            died += 1
        worker.join()
        _make_due()
    return died


def _work(folder: Path) -> None:
    app = site_in(folder)
    _wait_then_work(app)


def _wait_then_work(app: Flask) -> None:
    Worker(app).run_once()


def _reached(_app: Flask) -> int:
    transaction.rollback()
    transaction.only_reads()
    reached = session.scalar(select(func.max(Job.reached)).where(Job.done_at.is_(None)))
    transaction.rollback()
    transaction.writes()
    return reached or 0


def _wait_for(condition: Callable[[], bool], worker: Any) -> None:
    while worker.is_alive() and not condition():
        time.sleep(0.01)


def _make_due() -> None:
    for job in session.scalars(select(Job).where(Job.done_at.is_(None))):
        job.due_at = clock.now()
    transaction.commit()


def _finish(app: Flask) -> None:
    _make_due()
    Worker(app).run_once()


def _fill(app: Flask) -> None:
    for user in session.scalars(select(User)):
        events.record(EventKind.CAME_BACK, by=user, subject_id=user.actor_id)
    transaction.commit()
    Worker(app).run_once()
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(Timeline)) == len(FOLLOWED)  # noqa: S101 - a bench may stop


def _reader(name: str) -> int:
    user = User(username=name, password_hash="x", role=roles.by_name(Role.USER), confirmed_at=clock.now())  # noqa: S106 - nobody logs in
    user.actor.last_seen = clock.now()
    session.add(user)
    transaction.commit()
    return user.id


def _people(number: int) -> list[int]:
    made = [ids.new_id() for _ in range(number)]
    rows = (_actor(identity, f"person{position}") for position, identity in enumerate(made))
    _insert(Actor, list(rows))
    return made


def _actor(identity: int, name: str) -> dict[str, Any]:
    return {"id": identity, "username": name, "username_key": usernames.key_of(name), "last_seen": clock.now()}


def _posts(authors: list[int], sleepy: list[int], number: int) -> None:
    """Spread posts over a year and their authors; those of the sleepy are older than all others."""
    dice, now = random.Random(SEED), clock.now()  # noqa: S311 - made-up data
    at = sorted(dice.uniform(0, 365) for _ in range(number))[::-1]
    rows = [_post(dice.choice(authors), now - timedelta(days=days)) for days in at]
    rows += [_post(author, now - timedelta(days=400 + day)) for author in sleepy for day in range(5)]
    _insert(Post, rows)


def _post(author: int, moment: Any) -> dict[str, Any]:
    text = {"slug": "post", "body": "words", "body_html": "<p>words</p>", "excerpt_html": "<p>words</p>"}
    return {"id": ids.id_at(moment), "author_id": author, "renderer": 1, **text}


def _follow(reader: int, followed: list[int]) -> None:
    follower = session.get_one(User, reader).actor_id
    pairs = [{"id": ids.new_id(), "follower_id": follower, "followed_id": one} for one in followed]
    _insert(Follow, pairs)


def _follow_back(followers: list[int], famous: int) -> None:
    _insert(Follow, [{"id": ids.new_id(), "follower_id": one, "followed_id": famous} for one in followers])


def _insert(table: Any, rows: list[dict[str, Any]]) -> None:
    for begin in range(0, len(rows), CHUNK):
        session.execute(insert(table), rows[begin : begin + CHUNK])
    transaction.commit()


if __name__ == "__main__":
    main()
