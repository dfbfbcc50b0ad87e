"""Made-up people and posts on a real database."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from flasky import transaction
from flasky.errors import Forbidden, SiteInUse
from flasky.lib import clock
from flasky.models import Actor, Event, Follow, Like, Post, Role, User
from flasky.operations import counters, demo
from flasky.queries import comments, site, users
from flasky.queries.acting import OPERATOR
from flasky.transaction import session
from tests import factories, statements
from tests.factories import password_hash


def fill(people: int, posts: int, seed: str = "1") -> tuple[list[str], int]:
    """Fill the site as the command does; return who is new and how many posts are."""
    new = demo.add_people(OPERATOR, number=people, seed=seed, hashes={}, other_hash=password_hash())
    crowd = demo.authors(number=people, seed=seed)
    demo.add_follows(OPERATOR, crowd, seed=seed)
    missing = list(demo.unwritten(crowd, number=posts, seed=seed))
    demo.add_posts(OPERATOR, missing)
    transaction.commit()
    return new, len(missing)


def count(row: type) -> int:
    return session.scalar(select(func.count(row.id)))


def count_of_posts() -> int:
    return session.scalar(select(func.count(Post.id)).where(Post.reply_to_id.is_(None)))


@pytest.mark.seed("B3")
def test_people_follow_each_other_comment_and_like_and_every_counter_is_right(app):
    fill(20, 30)

    answers = session.scalar(select(func.count(Post.id)).where(Post.thread_id.is_not(None)))
    assert min(count(Follow), count(Like), count(Post) - count_of_posts(), answers) > 5
    assert not session.scalar(select(func.count()).where(Follow.follower_id == Follow.followed_id))
    assert counters.mend_people(OPERATOR, after=0)[1] == {}
    assert counters.mend_posts(OPERATOR, after=0)[1] == {}


def test_a_conversation_is_read_as_it_was_held(app):
    fill(20, 30)
    talked = session.scalar(select(Post).where(Post.thread_count > 1).options(joinedload(Post.author)).limit(1))

    page = comments.page(talked, viewer=None, number=1, size=30)

    said = [thread.top.comment for thread in page.items]
    assert [comment.position for comment in said] == list(range(talked.thread_count))
    assert [comment.id for comment in said] == sorted(comment.id for comment in said)
    assert all(talked.id < comment.id for comment in said)


@pytest.mark.seed("E16")
@pytest.mark.seed("B3")
def test_an_empty_site_is_filled(app):
    new, written = fill(20, 30)

    assert (len(new), written, count(User), count_of_posts(), count(Event)) == (26, 30, 26, 30, 0)
    assert session.scalar(select(func.sum(Actor.post_count))) == 30
    for name in demo.SAMPLES:
        somebody = users.by_name(name)
        assert (somebody.email, somebody.confirmed) == (f"{name}@example.com", True)
        assert somebody.role.name == Role.USER


@pytest.mark.seed("B3")
def test_doing_it_again_adds_nothing_and_more_adds_what_is_missing(app):
    fill(10, 20)

    assert fill(10, 20) == ([], 0)
    assert fill(5, 10) == ([], 0)
    new, written = fill(12, 25)

    assert (len(new), written) == (2, 5)
    assert count_of_posts() == 25


def test_another_seed_makes_others(app):
    fill(10, 0)

    new, _ = fill(10, 0, seed="2")

    assert len(new) > 5
    assert count(User) == 16 + len(new)


def test_posts_are_of_the_past_and_younger_than_their_authors(app):
    fill(20, 50)

    rows = session.execute(select(Post, Actor).join(Actor, Actor.id == Post.author_id)).all()
    assert len(rows) > 50
    assert all(actor.member_since < post.published_at < clock.now() for post, actor in rows)


@pytest.mark.parametrize(
    "stranger",
    [
        lambda: factories.person("zoe", email="zoe@elsewhere.org"),
        lambda: factories.person("zoe", email=None),
        lambda: factories.unconfirmed("zoe", pending_email="zoe@elsewhere.org"),
        lambda: factories.person("zoe", email="zoe@notexample.com"),
        lambda: factories.person("zoe", email="zoe@elsewhere.org", role=Role.MODERATOR),
    ],
)
def test_a_site_with_somebody_real_is_left_alone(app, stranger):
    stranger()

    with pytest.raises(SiteInUse):
        demo.require_nobody_real()
    with pytest.raises(SiteInUse):
        fill(1, 1)
    transaction.rollback()
    assert (count(User), site.has_real_people()) == (1, True)


@pytest.mark.seed("B3")
def test_an_administrator_is_no_real_person_and_keeps_the_name(app):
    factories.person("susan", email="susan@elsewhere.org", role=Role.ADMINISTRATOR)

    new, _ = fill(3, 20)

    assert "susan" not in new
    assert len(new) == 8
    assert users.by_name("susan").actor.post_count == 0


def test_a_name_that_looks_like_one_of_the_six_is_no_stumbling_block(app):
    factories.person("b0b", email="b0b@elsewhere.org", role=Role.ADMINISTRATOR)

    assert "bob" not in fill(0, 0)[0]


def test_what_an_administrator_and_made_up_people_said_to_each_other_goes_too(app, admin):
    fill(0, 6)
    susan, own = users.by_name("susan"), factories.post(admin, title="Mine")
    hers = factories.comment(susan, own)
    factories.comment(admin, own, to=hers)
    factories.comment(admin, factories.post(susan))

    assert demo.remove_some(OPERATOR) == 6
    transaction.commit()

    session.expire_all()
    assert session.scalars(select(Post)).all() == [own]
    assert own.comment_count == 0


def test_without_authors_nothing_is_written(app):
    assert list(demo.unwritten([], number=10, seed="1")) == []


def test_making_a_hundred_posts_costs_few_statements(app):
    fill(5, 0)
    authors = demo.authors(number=5, seed="1")
    missing = list(demo.unwritten(authors, number=100, seed="1"))

    with statements.counted() as asked:
        demo.add_posts(OPERATOR, missing)

    assert len(asked) < 30


def test_only_those_who_run_the_site_may(app, alice):
    with pytest.raises(Forbidden):
        demo.add_people(alice, number=1, seed="1", hashes={}, other_hash="x")
    with pytest.raises(Forbidden):
        demo.add_posts(alice, [])
