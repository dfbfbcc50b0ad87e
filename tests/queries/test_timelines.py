"""Home timelines: the same from rows and from their sources."""

import pytest
from sqlalchemy import delete, select, update

from flasky import transaction
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import (
    Actor,
    Block,
    Boost,
    EventKind,
    Follow,
    Mute,
    Post,
    Timeline,
    TimelineEntry,
    User,
    Visibility,
)
from flasky.operations import events, posts, tags
from flasky.queries import timelines
from flasky.transaction import session
from tests import factories
from tests.browsers import do_jobs


@pytest.fixture(params=["rows", "sources"])
def home(request, app):
    """Return a reader of home timelines after the worker did its work: their posts, a page at a time."""

    def read(viewer: User, *, size: int = 20, **place: int) -> list[Post]:
        transaction.commit()
        do_jobs(app)
        session.expire_all()
        if request.param == "sources":
            session.execute(update(Timeline).values(complete_since=None))
        page = PageRequest(size, **place)
        found = timelines.home_page(viewer, page=page, state=timelines.state_of(viewer))
        return [entry.post for entry in found.items]

    return read


def around(*people: User) -> None:
    for person in people:
        person.actor.last_seen = clock.now()
        events.record(EventKind.CAME_BACK, by=person, subject_id=person.actor_id)
    transaction.commit()


def follow(follower: User, followed: User) -> None:
    session.add(Follow(follower_id=follower.actor_id, followed_id=followed.actor_id))
    events.record(EventKind.FOLLOWED, by=follower, subject_id=followed.actor_id)
    transaction.commit()


def boost(booster: User, post: Post) -> Boost:
    row = Boost(actor_id=booster.actor_id, post_id=post.id)
    session.add(row)
    events.record(EventKind.BOOSTED, by=booster, subject_id=post.id)
    transaction.commit()
    return row


@pytest.fixture
def people(alice, bob, carol):
    around(alice, bob, carol)
    follow(bob, alice)


@pytest.mark.seed("W3")
@pytest.mark.seed("W4")
@pytest.mark.defect("D25")
def test_own_posts_and_those_of_followed_people_stand_once_newest_first(home, people, alice, bob, carol):
    written = [factories.post(author) for author in (alice, bob, carol, alice, bob)]

    wanted = [written[index] for index in (4, 3, 1, 0)]
    assert home(bob) == wanted
    assert home(carol) == [written[2]]


def test_what_was_written_before_one_followed_is_there_too(home, alice, bob):
    around(alice, bob)
    post = factories.post(alice)
    follow(bob, alice)

    assert home(bob) == [post]


@pytest.mark.defect("D31")
def test_pages_hold_everything_once_whatever_comes_on_top(home, people, alice, bob):
    written = [factories.post(alice) for _ in range(5)][::-1]
    first = home(bob, size=2)
    factories.post(alice)
    second = home(bob, size=2, before=first[-1].id)

    assert first + second == written[:4]
    assert home(bob, size=2, before=second[-1].id) == written[4:]
    assert home(bob, size=2, after=second[0].id) == written[:2]


def test_pages_have_numbers_too(home, people, alice, bob):
    written = [factories.post(alice) for _ in range(5)][::-1]

    assert home(bob, size=2, number=2) == written[2:4]
    assert home(bob, size=2, number=4) == []


@pytest.mark.parametrize("visibility", [Visibility.FOLLOWERS, Visibility.LINK])
def test_a_post_goes_to_those_it_is_for(home, people, alice, bob, carol, visibility):
    tags.follow(carol, tag="tea")
    post = posts.publish(alice, title="", body="On #tea")
    post.visibility = visibility
    transaction.commit()

    assert home(alice) == [post]
    assert home(bob) == ([post] if visibility is Visibility.FOLLOWERS else [])
    assert home(carol) == []


@pytest.mark.parametrize("gone", ["deleted_at", "hidden_at"])
def test_what_became_invisible_is_not_shown(home, people, alice, bob, gone):
    kept, lost = factories.post(alice), factories.post(alice)
    assert home(bob) == [lost, kept]

    setattr(lost, gone, clock.now())

    assert home(bob) == [kept]


@pytest.mark.parametrize("change", ["block", "blocked", "mute", "suspend", "unfollow"])
def test_whom_one_does_not_read_any_more_is_not_shown(home, people, alice, bob, change):
    factories.post(alice)
    assert len(home(bob)) == 1

    one, other = bob.actor_id, alice.actor_id
    {
        "block": lambda: session.add(Block(actor_id=one, target_id=other)),
        "blocked": lambda: session.add(Block(actor_id=other, target_id=one)),
        "mute": lambda: session.add(Mute(actor_id=one, target_id=other)),
        "suspend": lambda: session.execute(update(Actor).where(Actor.id == other).values(is_suspended=True)),
        "unfollow": lambda: session.execute(delete(Follow)),
    }[change]()

    assert home(bob) == []


def test_posts_of_followed_tags_are_mixed_in(home, people, alice, bob, carol):
    tags.follow(bob, tag="tea")
    by_carol, by_alice = factories.post(carol, body="On #Tea"), factories.post(alice, body="On #tea too")
    factories.post(carol, body="On milk")

    assert home(bob) == [by_alice, by_carol]
    tags.unfollow(bob, tag="tea")
    assert home(bob) == [by_alice]


def test_a_boost_brings_what_nothing_else_does(home, people, alice, bob, carol, mod):
    around(mod)
    follow(bob, mod)
    by_carol, by_alice = factories.post(carol), factories.post(alice)
    last = factories.post(alice)
    boost(mod, by_carol)
    boost(mod, by_alice)
    boost(alice, by_carol)

    assert home(bob) == [by_carol, last, by_alice]


def test_a_boost_that_is_taken_back_leaves_the_place_to_the_next(home, people, alice, bob, carol, mod):
    around(mod)
    follow(bob, mod)
    post = factories.post(carol)
    first, between = boost(mod, post), factories.post(alice)
    boost(alice, post)
    assert home(bob) == [between, post]

    session.delete(first)
    events.record(EventKind.UNBOOSTED, by=mod, subject_id=post.id)
    assert home(bob) == [post, between]


def test_a_boost_is_not_shown_of_whom_one_mutes(home, people, alice, bob, carol):
    boost(alice, factories.post(carol))
    assert len(home(bob)) == 1

    session.add(Mute(actor_id=bob.actor_id, target_id=alice.actor_id))

    assert home(bob) == []


def test_the_number_of_new_entries_is_counted_above_a_place(home, people, alice, bob):
    seen = factories.post(alice)
    home(bob)
    for _ in range(3):
        factories.post(alice)
    home(bob)

    assert timelines.newer_than(bob, place=seen.id, state=timelines.state_of(bob))[0] == 3


def test_rows_are_there_for_people_who_are_around(app, people, alice, bob):
    post = factories.post(alice)
    do_jobs(app)

    entry = session.scalars(select(TimelineEntry).where(TimelineEntry.owner_id == bob.actor_id)).one()
    assert (entry.post_id, entry.place, entry.via_id) == (post.id, post.id, alice.actor_id)
