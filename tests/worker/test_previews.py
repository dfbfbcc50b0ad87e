"""The worker draws the picture beside links to a post."""

import os
import time

import pytest
from sqlalchemy import update

from flasky import transaction
from flasky.http.previews import card_of
from flasky.http.settings import settings
from flasky.lib import clock, limited
from flasky.lib import previews as drawing
from flasky.media import avatars, previews, whole_files
from flasky.models import Job, Visibility
from flasky.operations import posts
from flasky.operations.audience import Audience
from flasky.transaction import session
from flasky.worker import previews as worker
from tests import factories
from tests.browsers import do_jobs


def files(post) -> list[str]:
    """Return the names of what lies in the folder of a post."""
    folder = settings().flasky_data_dir / "media" / "previews" / f"{post.id % 1000:03}"
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def name_of(post) -> str:
    return f"{post.id}-{card_of(post).digest}.png"


def test_a_post_gets_a_picture_and_after_an_edit_another_one(app, alice):
    post = factories.post(alice, title="Before")
    do_jobs(app)
    first = files(post)

    posts.edit(alice, post=post, title="After", body="text")
    transaction.commit()
    do_jobs(app)

    assert first != files(post) == [name_of(post)]


def test_a_picture_that_is_there_is_not_drawn_again(app, alice, monkeypatch):
    post = factories.post(alice)
    do_jobs(app)
    monkeypatch.setattr(limited, "run", None)
    session.execute(update(Job).values(due_at=clock.now(), done_at=None, reached=0))
    transaction.commit()

    do_jobs(app)

    assert files(post) == [name_of(post)]
    assert session.query(Job).where(Job.error != "").count() == 0


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.LINK])
def test_a_post_for_few_gets_none_and_one_that_becomes_so_loses_it(app, alice, visibility):
    post = posts.publish(alice, title="", body="secret", audience=Audience(visibility=visibility))
    public = factories.post(alice)
    do_jobs(app)
    assert files(post) == []
    assert files(public) == [name_of(public)]

    posts.edit(alice, post=public, title="", body=public.body, audience=Audience(visibility=visibility))
    transaction.commit()
    do_jobs(app)

    assert files(public) == []


def test_killed_in_the_middle_it_leaves_no_half_picture_and_draws_it_later(app, alice, monkeypatch):
    post = factories.post(alice)

    def killed(*_given):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", killed)
        do_jobs(app)
    assert [name for name in files(post) if not name.startswith(".")] == []
    session.execute(update(Job).where(Job.done_at.is_(None)).values(due_at=clock.now()))
    transaction.commit()
    do_jobs(app)

    assert name_of(post) in files(post)


def test_a_child_that_fails_is_tried_again(app, alice, monkeypatch):
    post = factories.post(alice)
    monkeypatch.setattr(drawing, "CHILD", drawing.CHILD.with_name("clock.py"))

    do_jobs(app)

    assert files(post) == []
    waiting = session.query(Job).where(Job.consequence == "preview.draw").one()
    assert waiting.error.startswith("NotDrawn")
    assert waiting.due_at is not None


def test_an_uploaded_portrait_is_drawn(app, alice):
    data = settings().flasky_data_dir
    alice.actor.avatar = avatars.add(factories.picture(), to=data)
    post = factories.post(alice)
    without = factories.post(factories.person("bob"), body=post.body)

    do_jobs(app)

    noise, plain = (previews.file(one.id, card_of(one).digest, of=data) for one in (post, without))
    assert noise.stat().st_size > plain.stat().st_size * 1.3


def test_what_no_post_needs_is_swept(app, alice):
    kept, gone = factories.post(alice), factories.post(factories.person("bob"))
    do_jobs(app)
    data = settings().flasky_data_dir
    gone.author.is_suspended = True
    transaction.commit()
    mark = card_of(kept).digest.replace("a", "b").replace("0", "1")
    previews.is_first_to_ask(kept.id, mark, of=data)
    folder = data / "media" / "previews" / f"{kept.id % 1000:03}"
    whole_files.write(folder / ".draft", b"half")
    for name in (f"{kept.id}-{mark}.asked", ".draft"):
        os.utime(folder / name, (time.time() - 90_000,) * 2)

    worker.sweep()

    assert files(gone) == []
    assert files(kept) == [name_of(kept)]
