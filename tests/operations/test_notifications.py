"""Telling people what concerns them: whom, once, grouped, never from whom they want nothing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.errors import NotFound
from flasky.lib import clock, ids
from flasky.models import (
    Channel,
    Event,
    EventKind,
    Notification,
    NotificationKind,
    NotificationSource,
    Visibility,
)
from flasky.operations import events, housekeeping, notifications
from flasky.transaction import session
from tests import factories, facts
from tests.races import at_once

K = NotificationKind


def lines_of(user) -> list[tuple[str, int]]:
    """Return kind and number of people of somebody's lines, newest first."""
    mine = select(Notification).where(Notification.owner_id == user.actor_id).order_by(Notification.newest_id.desc())
    session.expire_all()
    return [(line.kind, line.actor_count) for line in session.scalars(mine)]


def first_line_of(user) -> Notification:
    return session.scalars(select(Notification).where(Notification.owner_id == user.actor_id)).one()


@pytest.mark.seed("T8")
@pytest.mark.parametrize(("fact", "kind"), [(facts.followed, K.FOLLOWED), (facts.follow_requested, K.FOLLOW_REQUESTED)])
def test_whom_somebody_follows_or_asks_is_told(alice, bob, fact, kind):
    assert facts.told(fact(bob, alice)) == 1

    assert lines_of(alice) == [(kind, 1)]
    assert lines_of(bob) == []


@pytest.mark.seed("T8")
def test_whose_request_is_accepted_is_told(alice, bob):
    facts.followed(bob, alice)
    event = events.record(EventKind.REQUEST_ACCEPTED, by=alice, subject_id=bob.actor_id)

    assert facts.told(event) == 1
    assert lines_of(bob) == [(K.REQUEST_ACCEPTED, 1)]


def test_who_approves_followers_is_not_told_of_whom_they_approved(alice, bob):
    alice.actor.approves_followers = True
    transaction.commit()

    assert facts.told(facts.followed(bob, alice)) == 0


@pytest.mark.seed("T8")
def test_each_person_of_a_conversation_is_told_once_by_the_strongest_reason(alice, bob, carol, mod):
    post = factories.post(alice)
    hers = facts.subject_of(facts.commented(carol, post))

    assert facts.told(facts.commented(bob, hers, mentions=(alice, bob, mod))) == 3

    assert lines_of(alice) == lines_of(mod) == [(K.MENTIONED, 1)]
    assert lines_of(carol) == [(K.REPLIED, 1)]
    assert lines_of(bob) == []


def test_a_mention_that_an_edit_adds_is_told_to_the_new_ones_alone(alice, bob, carol):
    written = facts.commented(bob, factories.post(alice))
    facts.told(written)
    session.add_all(facts._naming(facts.subject_of(written), (alice, carol)))
    edited = events.record(EventKind.COMMENT_EDITED, by=bob, subject_id=written.subject_id)

    assert facts.told(edited) == 1
    assert (lines_of(alice), lines_of(carol)) == ([(K.COMMENTED, 1)], [(K.MENTIONED, 1)])


def test_nobody_hears_of_themselves(alice):
    post = factories.post(alice)

    assert facts.told(facts.liked(alice, post)) == 0
    assert facts.told(facts.commented(alice, post, mentions=(alice,))) == 0


@pytest.mark.seed("T8")
def test_an_unread_line_takes_in_who_comes_and_a_read_one_does_not(alice, bob, carol, mod):
    post = factories.post(alice)
    for person in (bob, carol):
        facts.told(facts.liked(person, post))
    assert lines_of(alice) == [(K.LIKED, 2)]

    notifications.mark_read(alice, notification_id=first_line_of(alice).id)
    facts.told(facts.liked(mod, post))

    assert lines_of(alice) == [(K.LIKED, 1), (K.LIKED, 2)]


def test_somebody_who_says_more_is_one_person(alice, bob):
    post = factories.post(alice)
    for _time in range(2):
        facts.told(facts.commented(bob, post))

    assert lines_of(alice) == [(K.COMMENTED, 1)]
    assert len(session.scalars(select(NotificationSource.id)).all()) == 2


def test_telling_twice_has_one_effect(alice, bob):
    event = facts.liked(bob, factories.post(alice))

    assert [facts.told(event) for _time in range(2)] == [1, 0]
    notifications.mark_read(alice, notification_id=first_line_of(alice).id)
    assert facts.told(event) == 0
    assert lines_of(alice) == [(K.LIKED, 1)]


def test_two_workers_at_once_tell_once(app, alice, bob, carol):
    post = factories.post(alice)
    event_ids = [facts.liked(person, post).id for person in (bob, carol)]

    def act() -> None:
        for event_id in event_ids:
            notifications.tell(session.get_one(Event, event_id))

    at_once(app, act, count=4)

    assert lines_of(alice) == [(K.LIKED, 2)]
    assert len(session.scalars(select(NotificationSource.id)).all()) == 2


def test_a_like_taken_back_and_given_again_is_told_once(alice, bob):
    event = facts.liked(bob, factories.post(alice))
    facts.told(event)
    notifications.mark_read(alice, notification_id=first_line_of(alice).id)
    again = events.record(EventKind.LIKED, by=bob, subject_id=event.subject_id)

    assert facts.told(again) == 0


@pytest.mark.seed("T8")
@pytest.mark.parametrize("stands_between", ["owner blocks", "actor blocks", "owner mutes"])
@pytest.mark.parametrize("act", ["follow", "like", "comment", "mention"])
def test_from_whom_one_wants_nothing_one_hears_nothing(alice, bob, stands_between, act):
    post = factories.post(alice)
    acts = {
        "follow": lambda: facts.followed(bob, alice),
        "like": lambda: facts.liked(bob, post),
        "comment": lambda: facts.commented(bob, post),
        "mention": lambda: facts.posted(bob, mentions=(alice,)),
    }
    relation = facts.muted if stands_between == "owner mutes" else facts.blocked
    relation(*((bob, alice) if stands_between == "actor blocks" else (alice, bob)))

    assert facts.told(acts[act]()) == 0


def test_a_mute_that_ran_out_does_not_count(alice, bob):
    facts.muted(alice, bob)
    session.query(facts.Mute).update({"until": clock.now() - timedelta(seconds=1)})

    assert facts.told(facts.followed(bob, alice)) == 1


@pytest.mark.parametrize("state", ["hidden", "deleted", "for followers", "author suspended"])
def test_nobody_is_told_of_what_they_may_not_see(alice, bob, state):
    event = facts.posted(bob, mentions=(alice,))
    post, now = facts.subject_of(event), clock.now()
    post.hidden_at = now if state == "hidden" else None
    post.deleted_at = now if state == "deleted" else None
    post.visibility = Visibility.FOLLOWERS if state == "for followers" else Visibility.PUBLIC
    bob.actor.is_suspended = state == "author suspended"
    transaction.commit()

    assert facts.told(event) == 0


def test_who_chose_to_hear_nothing_of_a_kind_hears_of_the_others(alice, bob):
    facts.wants(alice, K.LIKED, Channel.NONE)
    post = factories.post(alice)

    assert facts.told(facts.liked(bob, post)) == 0
    assert facts.told(facts.commented(bob, post)) == 1


@pytest.mark.parametrize(("channel", "letters"), [(Channel.LETTER, 1), (Channel.SITE, 0), (Channel.DIGEST, 0)])
def test_a_letter_is_asked_for_where_it_is_wanted(alice, bob, channel, letters):
    facts.wants(alice, K.LIKED, channel)

    facts.told(facts.liked(bob, factories.post(alice)))

    asked = session.scalars(select(Event.subject_id).where(Event.kind == EventKind.NOTIFIED)).all()
    assert asked == session.scalars(select(NotificationSource.id)).all()[:letters]


@pytest.mark.seed("C3")
def test_what_a_moderator_did_is_told_without_a_name(alice, mod):
    comment = facts.subject_of(facts.commented(alice, factories.post(alice)))
    comment.hidden_at = clock.now()
    facts.blocked(alice, mod)

    assert facts.told(facts.moderated(mod, comment)) == 1

    assert lines_of(alice) == [(K.MODERATED, 1)]
    assert session.scalars(select(NotificationSource.actor_id)).one() == alice.actor_id


@pytest.mark.defect("M12")
def test_marking_all_leaves_what_came_meanwhile(alice, bob, carol):
    post = factories.post(alice)
    facts.told(facts.liked(bob, post))
    seen = first_line_of(alice).newest_id
    facts.told(facts.followed(carol, alice))

    assert notifications.mark_all_read(alice, up_to=seen) == 1
    assert notifications.mark_all_read(alice, up_to=ids.LARGEST, kinds=[K.MENTIONED]) == 0

    unread = select(Notification.kind).where(Notification.read_at.is_(None))
    assert session.scalars(unread).all() == [K.FOLLOWED]


def test_nobody_marks_somebody_elses_line(alice, bob):
    facts.told(facts.followed(bob, alice))

    with pytest.raises(NotFound):
        notifications.mark_read(bob, notification_id=first_line_of(alice).id)


def test_blocking_takes_all_out_that_came_of_the_other(alice, bob, carol):
    post = factories.post(alice)
    for person in (bob, carol):
        facts.told(facts.liked(person, post))
    facts.told(facts.followed(bob, alice))

    notifications.forget(alice.actor_id, bob.actor_id)

    assert lines_of(alice) == [(K.LIKED, 1)]


def test_what_was_undone_goes_while_it_is_unread(alice, bob):
    facts.told(facts.followed(bob, alice))
    facts.told(facts.liked(bob, factories.post(alice)))

    notifications.take_back(alice.actor_id, bob.actor_id, kinds=[K.FOLLOWED])

    assert lines_of(alice) == [(K.LIKED, 1)]


@pytest.mark.parametrize("of", ["post", "comment"])
def test_what_was_deleted_leaves_unread_lines(alice, bob, of):
    post = factories.post(alice)
    event = facts.commented(bob, post)
    facts.told(event)

    notifications.withdraw(post.id if of == "post" else event.subject_id)

    assert lines_of(alice) == []


def test_lines_are_kept_for_180_days(alice, bob, carol):
    facts.told(facts.followed(bob, alice))
    first_line_of(alice).newest_id = ids.id_at(clock.now() - timedelta(days=181))
    facts.told(facts.liked(carol, factories.post(alice)))

    assert housekeeping.purge()["news"] == 1
    assert lines_of(alice) == [(K.LIKED, 1)]
