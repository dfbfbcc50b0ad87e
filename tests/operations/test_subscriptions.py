"""How people want to hear of things: chosen, ended from a letter, asked for once a day."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.models import (
    DEFAULT_CHANNELS,
    Channel,
    Event,
    EventKind,
    Notification,
    NotificationChoice,
    NotificationKind,
)
from flasky.operations import notifications, subscriptions
from flasky.queries import channels
from flasky.queries.acting import NOBODY
from flasky.queries.notifications import unread_count
from flasky.transaction import session
from tests import factories, facts
from tests.races import at_once

K = NotificationKind


def asked_for(after: int = 0) -> list[int]:
    """Return whose digests are asked for now."""
    session.query(Event).filter(Event.kind == EventKind.DIGEST_DUE).delete()
    subscriptions.ask_digests(after=after, limit=10)
    transaction.commit()
    return list(session.scalars(select(Event.subject_id).where(Event.kind == EventKind.DIGEST_DUE)))


def test_what_is_chosen_stays_and_the_rest_is_as_it_was(alice):
    facts.wants(alice, K.LIKED, Channel.DIGEST)
    facts.wants(alice, K.LIKED, Channel.LETTER)

    assert channels.of(alice) == {**DEFAULT_CHANNELS, K.LIKED: Channel.LETTER}


def test_choosing_at_once_is_no_error(app, alice):
    user_id = alice.id
    wanted = {K.LIKED: Channel.LETTER}
    at_once(app, lambda: subscriptions.choose(session.get_one(type(alice), user_id), wanted=wanted), count=4)

    assert session.scalars(select(NotificationChoice.channel)).all() == [Channel.LETTER]


@pytest.mark.parametrize(
    ("what", "ended"),
    [(K.FOLLOW_REQUESTED, {K.FOLLOW_REQUESTED}), ("digest", {K.MENTIONED, K.REPLIED, K.MODERATED}), ("nothing", set())],
)
def test_a_letters_link_ends_that_kind_of_letter_alone(alice, what, ended):
    facts.wants(alice, K.COMMENTED, Channel.NONE)
    before = channels.of(alice)

    for _time in range(2):
        subscriptions.end_letters(NOBODY, user=alice, what=what)

    assert channels.of(alice) == {**before, **dict.fromkeys(ended, Channel.SITE)}


@pytest.mark.seed("T8")
def test_a_digest_is_asked_for_by_unread_news_of_its_kinds(alice, bob, carol):
    facts.told(facts.commented(bob, factories.post(alice)))
    facts.told(facts.followed(bob, carol))

    assert asked_for() == [alice.id]
    facts.wants(carol, K.FOLLOWED, Channel.DIGEST)
    assert asked_for() == [alice.id, carol.id]
    facts.wants(alice, K.COMMENTED, Channel.SITE)
    assert asked_for() == [carol.id]


@pytest.mark.parametrize("why", ["read", "told before", "suspended", "no proved address"])
def test_nobody_gets_a_digest_in_vain(alice, bob, why):
    facts.told(facts.commented(bob, factories.post(alice)))
    line = session.scalars(select(Notification)).one()
    if why == "read":
        notifications.mark_read(alice, notification_id=line.id)
    if why == "told before":
        subscriptions.note_digest(alice, until=line.newest_id)
    alice.suspended_at = alice.confirmed_at if why == "suspended" else None
    alice.email = None if why == "no proved address" else alice.email
    transaction.commit()

    assert asked_for() == []
    assert unread_count(alice) == (0 if why == "read" else 1)


def test_accounts_are_gone_through_in_steps(alice, bob):
    assert subscriptions.ask_digests(after=0, limit=1) == alice.id
    assert subscriptions.ask_digests(after=alice.id, limit=1) == bob.id
    assert subscriptions.ask_digests(after=bob.id, limit=1) is None
