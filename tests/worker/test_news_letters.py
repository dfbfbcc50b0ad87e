"""Letters about notifications: what is in them, where they end, and when they do not go."""

import pytest

from flasky import transaction
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import Channel, Event, EventKind, Like, NotificationKind, ScheduleSlot
from flasky.operations import notifications, subscriptions
from flasky.queries.notifications import listed
from flasky.transaction import session
from tests import factories, facts
from tests.browsers import Browser, letters, text_of

K = NotificationKind


def words_of(letter) -> str:
    return " ".join(text_of(letter).split())


def to(user, app) -> list:
    """Return the letters to one person, in the order they were sent, after the worker did what was due."""
    mine = [letter for letter in letters(app) if letter["To"] == user.email]
    return sorted(mine, key=lambda letter: letter["Message-ID"])


def next_day() -> None:
    """Let the daily turn come again."""
    session.query(ScheduleSlot).delete()
    transaction.commit()


@pytest.fixture
def eager(alice):
    """Alice, who wants a letter about everything at once."""
    subscriptions.choose(alice, wanted=dict.fromkeys(NotificationKind, Channel.LETTER))
    transaction.commit()
    return alice


@pytest.mark.seed("T8")
def test_letters_of_one_conversation_belong_together(app, eager, bob, carol):
    post = factories.post(eager, title="A walk =?utf-8?q?x?=")
    comment = facts.commented(bob, post, body="Well *said*")
    facts.told(comment)
    facts.told(facts.commented(carol, facts.subject_of(comment), mentions=(eager,)))

    first, second = to(eager, app)

    assert "bob commented on “A walk" in words_of(first)
    assert "“Well said”" in words_of(first)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"] == f"<flasky.conversation.{post.id}@localhost>"
    assert first["Subject"] == second["Subject"] == "[Flasky] About “A walk = ?utf-8?q?x?=”"


@pytest.mark.seed("T8")
def test_a_letter_ends_its_kind_at_one_click(app, eager, bob):
    facts.told(facts.followed(bob, eager))
    [letter] = to(eager, app)
    assert (letter["List-Id"], letter["List-Unsubscribe-Post"]) == (
        "<followed.localhost>",
        "List-Unsubscribe=One-Click",
    )

    path = letter["List-Unsubscribe"].strip("<>").removeprefix("http://localhost")
    assert Browser(app).open("POST", path, data={"List-Unsubscribe": "One-Click"}).status_code == 200

    facts.told(facts.followed(factories.person("dora"), eager))
    assert len(to(eager, app)) == 1


@pytest.mark.parametrize(
    "meanwhile", ["read", "undone", "blocked", "muted", "disabled", "unwanted", "suspended", "no proved address"]
)
def test_a_letter_that_became_pointless_does_not_go(app, eager, bob, meanwhile):
    post = factories.post(eager)
    comment = facts.commented(bob, post)
    event = facts.liked(bob, post) if meanwhile == "undone" else comment
    facts.told(event)
    session.query(Event).filter(Event.kind != EventKind.NOTIFIED).update({"waiting": False})
    [line] = listed(eager, page=PageRequest(1)).items
    acts = {
        "read": lambda: notifications.mark_read(eager, notification_id=line.notification.id),
        "undone": lambda: session.query(Like).delete(),
        "blocked": lambda: facts.blocked(eager, bob),
        "muted": lambda: facts.muted(eager, bob),
        "disabled": lambda: setattr(facts.subject_of(comment), "hidden_at", clock.now()),
        "unwanted": lambda: facts.wants(eager, K.COMMENTED, Channel.SITE),
        "suspended": lambda: setattr(eager, "suspended_at", clock.now()),
        "no proved address": lambda: setattr(eager, "email", None),
    }
    acts[meanwhile]()
    transaction.commit()

    assert to(eager, app) == []


@pytest.mark.seed("C3")
def test_a_moderators_outcome_arrives_without_their_name(app, eager, bob, mod):
    comment = facts.subject_of(facts.commented(eager, factories.post(bob, title="A walk"), body="Rude words"))
    comment.hidden_at = clock.now()
    facts.told(facts.moderated(mod, comment))

    [letter] = to(eager, app)

    assert "A moderator disabled your comment on “A walk”." in words_of(letter)
    assert "Rude words" not in str(letter)
    assert " mod " not in words_of(letter)


@pytest.mark.seed("T8")
def test_the_daily_letter_tells_all_that_is_new_once(app, alice, bob, carol):
    post = factories.post(alice, title="A walk")
    for person in (bob, carol):
        facts.told(facts.commented(person, post, body=f"Word of {person.username}"))
    facts.told(facts.liked(bob, post))

    [digest] = to(alice, app)
    next_day()
    assert len(to(alice, app)) == 1

    words = words_of(digest)
    assert "carol and bob commented on “A walk”. “Word of carol”" in words
    assert "liked" not in words
    assert "/unsubscribe/" in digest["List-Unsubscribe"]
    assert digest["References"] is None


def test_a_daily_letter_holds_nothing_that_was_hidden(app, alice, bob, carol):
    hidden = facts.commented(bob, factories.post(alice), body="Secret words")
    facts.told(hidden)
    facts.subject_of(hidden).hidden_at = clock.now()
    transaction.commit()
    assert to(alice, app) == []

    next_day()
    facts.told(facts.commented(carol, factories.post(alice), body="Kind words"))
    [digest] = to(alice, app)
    assert "Kind words" in words_of(digest)
    assert "Secret words" not in words_of(digest)


def test_the_worker_follows_from_the_act_to_the_letter(app, eager, bob):
    facts.followed(bob, eager)

    [letter] = to(eager, app)

    assert letter["Subject"] == "[Flasky] bob followed you"


def test_what_was_undone_is_taken_back_by_the_worker(app, alice, bob):
    facts.told(facts.followed(bob, alice))
    facts.blocked(alice, bob)

    assert to(alice, app) == []
    assert listed(alice, page=PageRequest(1)).items == []
