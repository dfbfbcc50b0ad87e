"""What is past its time goes, and nothing else."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import (
    Event,
    EventKind,
    IdempotencyKey,
    Job,
    Lane,
    Letter,
    LinkState,
    Login,
    MailLink,
    Post,
    Purpose,
    ScheduleSlot,
    User,
)
from flasky.operations import events, follows, housekeeping, idempotency, jobs, letters, logins, mail_links, schedule
from flasky.operations.jobs import Work
from flasky.queries.acting import NOBODY
from flasky.transaction import session
from tests import factories

HOUR = timedelta(hours=1)


@pytest.fixture
def full(alice):
    """A site where each kind of thing was made just now."""
    post = factories.post(alice)
    idempotency.remember(alice.actor, key="key", asked="x" * 64, result_id=post.id)
    for remembered in (False, True):
        logins.begin(alice, remembered=remembered, user_agent="", network="")
    mail_links.open_link(alice, purpose=Purpose.RESET, address="alice@example.com")
    _letters()
    schedule.take_turn("tea", slot=schedule.slot_of(HOUR))
    transaction.commit()


def _letters() -> None:
    """One letter went, one is dead, one waits."""
    for fate in ("sent", "dead", "waits"):
        event = events.record(EventKind.RESET_ASKED, by=NOBODY, subject_id=1)
        jobs.expand(event, [Work(f"letter.{fate}", 1, Lane.MAIL)])
        job = jobs.take(Lane.MAIL)
        letter = letters.letter_of(job, kind="reset", recipient="a@example.com", message_id=f"<{fate}@example.com>")
        if fate == "sent":
            letters.mark_sent(letter)
            jobs.finish(job)
        else:
            jobs.fail(job, error="550", for_good=fate == "dead")


def left_after(wait: timedelta) -> dict[str, int]:
    """Clean up after a while and count what is left."""
    with time_machine.travel(clock.now() + wait, tick=False):
        housekeeping.purge()
    transaction.commit()
    rows = (IdempotencyKey, Login, MailLink, Letter, Job, ScheduleSlot)
    return {row.__tablename__: len(session.scalars(select(row.id)).all()) for row in rows}


ALL = {"idempotency_keys": 1, "logins": 2, "mail_links": 1, "letters": 3, "jobs": 3, "schedule_slots": 1}


@pytest.mark.parametrize(
    ("wait", "gone"),
    [
        (timedelta(hours=23), {}),
        (timedelta(days=1, minutes=1), {"idempotency_keys": 0}),
        (timedelta(days=8), {"idempotency_keys": 0, "mail_links": 0, "schedule_slots": 0}),
        (timedelta(days=15), {"idempotency_keys": 0, "mail_links": 0, "schedule_slots": 0, "logins": 1}),
        (
            timedelta(days=31),
            {"idempotency_keys": 0, "mail_links": 0, "schedule_slots": 0, "logins": 1, "letters": 2, "jobs": 2},
        ),
        (
            timedelta(days=91),
            {"idempotency_keys": 0, "mail_links": 0, "schedule_slots": 0, "logins": 0, "letters": 2, "jobs": 2},
        ),
    ],
    ids=lambda value: str(value.days) if isinstance(value, timedelta) else "",
)
def test_each_thing_goes_at_its_time(full, wait, gone):
    assert left_after(wait) == {**ALL, **gone}


def test_people_posts_and_facts_stay_for_ever(full):
    left_after(timedelta(days=3650))

    assert len(session.scalars(select(User)).unique().all()) == 1
    assert len(session.scalars(select(Post.id)).all()) == 1
    assert len(session.scalars(select(Event.id)).all()) == 4


def test_letters_that_are_dead_or_wait_are_never_thrown_away(full):
    left_after(timedelta(days=3650))

    assert set(session.scalars(select(Job.consequence))) == {"letter.dead", "letter.waits"}


def test_the_number_of_rows_gone_is_told(full):
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        gone = housekeeping.purge()

    assert gone == {
        "idempotency_keys": 1,
        "logins": 0,
        "mail_links": 1,
        "api_grants": 0,
        "api_tokens": 0,
        "oauth_clients": 0,
        "oauth_codes": 0,
        "letters": 0,
        "jobs": 0,
        "schedule_slots": 1,
        "known_devices": 0,
        "error_groups": 0,
        "mutes": 0,
        "former_names": 0,
        "texts": 0,
        "news": 0,
        "users": 0,
    }


def test_a_used_link_goes_like_any_other(full):
    mail_links.use(session.scalars(select(MailLink)).one())
    transaction.commit()
    assert session.scalars(select(MailLink.state)).all() == [LinkState.USED]

    assert left_after(timedelta(days=8))["mail_links"] == 0


def expired_after(days: float) -> dict[str, int]:
    with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
        gone = housekeeping.purge()
    transaction.commit()
    return gone


@pytest.mark.defect("D23")
def test_an_account_that_never_confirmed_goes_after_seven_days_and_frees_its_name(unconfirmed):
    assert expired_after(6.9)["users"] == 0
    assert expired_after(7.1)["users"] == 1

    again = factories.unconfirmed("una")
    assert again.username == "una"


def test_whoever_confirmed_once_stays(alice, unconfirmed):
    unconfirmed.confirm()
    unconfirmed.confirmed_at, unconfirmed.pending_email = None, unconfirmed.email  # taken back by an administrator
    transaction.commit()

    assert expired_after(400)["users"] == 0


def test_an_account_goes_with_its_logins_and_links(unconfirmed):
    logins.begin(unconfirmed, remembered=True, user_agent="", network="")
    mail_links.open_link(unconfirmed, purpose=Purpose.CONFIRM, address=unconfirmed.address)
    transaction.commit()

    expired_after(8)

    assert session.scalars(select(Login)).all() == []
    assert session.scalars(select(MailLink)).all() == []


def test_whoever_followed_an_account_that_expires_follows_one_fewer(alice, unconfirmed):
    follows.follow(alice, target=unconfirmed.actor)
    transaction.commit()

    with time_machine.travel(clock.now() + User.UNCONFIRMED_KEPT + HOUR, tick=False):
        assert housekeeping.expire_unconfirmed() == 1

    session.expire_all()
    assert alice.actor.following_count == 0
