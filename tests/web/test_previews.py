"""The picture beside links to a post, as it is served."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from flasky import addresses, transaction
from flasky.http.previews import card_of
from flasky.http.settings import settings
from flasky.media import previews
from flasky.models import Event, EventKind
from flasky.operations import posts
from flasky.transaction import session
from tests import factories
from tests.browsers import do_jobs


@pytest.fixture
def path(app, alice):
    """The address of the picture of a post of alice's that the worker has not come to yet."""
    post = factories.post(alice, title="Tea")
    return addresses.preview_picture(post, card_of(post).digest)


def asked() -> int:
    return session.scalar(select(func.count()).where(Event.kind == EventKind.PREVIEW_MISSED)) or 0


def test_a_picture_is_kept_for_ever_and_may_stand_on_other_pages(app, browser, path):
    do_jobs(app)

    response = browser.get(path)

    assert (response.mimetype, Image.open(BytesIO(response.data)).size) == ("image/png", (1200, 630))
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_until_it_is_drawn_there_is_another_one_and_the_worker_is_asked_once(app, browser, path):
    responses = [browser.get(path) for _ in range(3)]

    assert {(one.status_code, one.headers["Cache-Control"]) for one in responses} == {(200, "no-store")}
    assert Image.open(BytesIO(responses[0].data)).size == (1200, 630)
    assert asked() == 1


def test_a_picture_that_was_lost_is_drawn_again(app, browser, path):
    do_jobs(app)
    drawn = browser.get(path).data
    previews.remove(int(path.split("/")[3]), of=settings().flasky_data_dir)

    assert browser.get(path).data != drawn
    do_jobs(app)

    assert browser.get(path).data == drawn


def test_nobody_is_asked_for_a_picture_that_no_post_has(app, browser, path):
    former = path.rpartition("/")[0] + f"/{'a' * 32}.png"

    assert browser.get(former).headers["Cache-Control"] == "no-store"
    assert asked() == 0


@pytest.mark.parametrize("wrong", ["x.png", "..%2f..%2fdata.sqlite.png", "A" * 32 + ".png", "a" * 31 + "%00.png"])
def test_what_is_no_digest_is_not_there(browser, path, wrong):
    assert browser.get(f"{path.rpartition('/')[0]}/{wrong}").status_code == 404


def test_the_picture_of_a_deleted_post_is_not_there_at_once(app, browser, alice, path):
    do_jobs(app)
    posts.delete(alice, post=session.get_one(posts.Post, int(path.split("/")[3])))
    transaction.commit()

    assert browser.get(path).status_code == 404
