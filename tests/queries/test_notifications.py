"""Reading what one is told: in pages, at a bounded cost, without a word one may not see."""

import pytest
from sqlalchemy import update

from flasky import transaction
from flasky.errors import NotFound
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import Actor, EventKind, Notification, NotificationKind, User
from flasky.operations import notifications as operation
from flasky.queries import notifications
from flasky.transaction import session
from tests import factories, facts, statements


def listed(owner: User, **asked) -> list[notifications.Line]:
    return notifications.listed(owner, page=PageRequest(10), **asked).items


@pytest.mark.seed("T8")
def test_a_line_names_the_newest_and_counts_the_others(alice, bob, carol, mod, admin):
    post = factories.post(alice, title="A walk")
    for person in (bob, carol, mod, admin):
        facts.told(facts.liked(person, post))

    [line] = listed(alice)

    assert [person.username for person in line.people] == ["admin", "mod", "carol"]
    assert (line.others, line.subject.title, line.leads_to.id) == (1, "A walk", post.id)


def test_what_is_unread_is_listed_alone(alice, bob):
    for _number in range(2):
        facts.told(facts.liked(bob, factories.post(alice)))
    newest, older = (line.notification.id for line in listed(alice))
    operation.mark_read(alice, notification_id=newest)

    assert [line.notification.id for line in listed(alice, unread=True)] == [older]
    assert listed(alice, kinds=[NotificationKind.MENTIONED], unread=True) == []


@pytest.mark.parametrize("page", [PageRequest(2), PageRequest(2, number=2)])
def test_the_list_is_paged_newest_first(alice, bob, page):
    for _number in range(4):
        facts.told(facts.liked(bob, factories.post(alice)))
    order = [line.notification.newest_id for line in listed(alice)]

    found = notifications.listed(alice, page=page)

    assert [line.notification.newest_id for line in found.items] == (order[2:] if page.number else order[:2])
    after = notifications.listed(alice, page=PageRequest(2, before=order[1]))
    assert [line.notification.newest_id for line in after.items] == order[2:]
    assert (after.newer_than, after.older_than) == (order[2], None)


def test_a_part_of_the_list_is_looked_at_alone(alice, bob):
    facts.told(facts.followed(bob, alice))
    facts.told(facts.commented(bob, factories.post(alice)))

    assert [line.kind for line in listed(alice, kinds=notifications.SHOWN["follows"])] == [NotificationKind.FOLLOWED]
    assert listed(alice, kinds=notifications.SHOWN["mentions"]) == []


@pytest.mark.seed("C3")
@pytest.mark.parametrize("state", ["hidden", "deleted", "suspended", "blocked", "muted"])
def test_no_word_is_shown_that_may_not_be_seen_any_more(alice, bob, state):
    event = facts.posted(bob, mentions=(alice,), body="Secret words")
    facts.told(event)
    post = facts.subject_of(event)
    post.hidden_at = clock.now() if state == "hidden" else None
    post.deleted_at = clock.now() if state == "deleted" else None
    bob.actor.is_suspended = state == "suspended"
    relations = {"blocked": facts.blocked, "muted": facts.muted}
    relations.get(state, lambda *_people: transaction.commit())(alice, bob)

    [line] = listed(alice)

    assert (line.text, line.is_gone) == (None, True) or (state == "muted" and line.text is None)
    assert notifications.unread_count(alice) == 1


def test_a_moderators_outcome_leads_to_the_post_and_says_what_was_done(alice, bob, mod):
    post = factories.post(bob)
    comment = facts.subject_of(facts.commented(alice, post))
    comment.hidden_at = clock.now()
    facts.told(facts.moderated(mod, comment))

    [line] = listed(alice)

    assert (line.event, line.leads_to.id) == (EventKind.COMMENT_DISABLED, post.id)


def test_somebody_elses_line_does_not_exist(alice, bob):
    facts.told(facts.followed(bob, alice))
    [line] = listed(alice)

    with pytest.raises(NotFound):
        notifications.line(bob, line.notification.id)


def test_who_asked_nothing_has_no_lines(alice):
    assert listed(alice) == []
    assert notifications.unread_count(alice) == 0


@pytest.mark.seed("T7")
@pytest.mark.defect("M12")
def test_counting_is_one_statement_that_stops_at_a_hundred(alice, bob):
    rows = [Notification(owner_id=alice.actor_id, kind="liked", subject_id=n, newest_id=n + 1) for n in range(103)]
    session.add_all(rows)
    transaction.commit()
    owner = User(actor_id=alice.actor_id)

    with statements.counted() as asked:
        assert notifications.unread_count(owner) == 100

    assert len(asked) == 1
    operation.mark_all_read(alice, up_to=53)
    assert notifications.unread_count(alice) == 50


@pytest.mark.parametrize("lines", [1, 20])
def test_a_page_takes_three_statements_however_long(alice, bob, carol, lines):
    for _number in range(lines):
        post = factories.post(alice)
        facts.told(facts.liked(bob, post))
        facts.told(facts.commented(carol, post))
    session.execute(update(Actor).values(name="Somebody"))
    transaction.commit()
    session.refresh(alice)

    with statements.counted() as asked:
        page = notifications.listed(alice, page=PageRequest(40))

    assert len(page.items) == 2 * lines
    assert len(asked) == 3
