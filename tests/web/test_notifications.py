"""The page of what one was told, and the number in the header."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import EventKind, Login, Notification
from flasky.transaction import session
from tests import factories, facts
from tests.browsers import hidden_fields, logged_in
from tests.statements import counted

PAGE = "/notifications"


def the_line() -> Notification:
    session.expire_all()
    return session.scalars(select(Notification)).one()


@pytest.mark.seed("T8")
def test_the_list_says_who_did_what(app, alice, bob, carol):
    post = factories.post(alice, title="A 100% walk")
    for person in (bob, carol):
        facts.told(facts.liked(person, post))
    facts.told(facts.commented(bob, post, body="What a *walk*"))

    page = logged_in(app, alice).get(PAGE).text

    assert "carol and bob liked “A 100% walk”" in page
    assert "bob commented on “A 100% walk”" in page
    assert "What a walk" in page


@pytest.mark.defect("M12")
def test_looking_at_pages_marks_nothing_as_read(app, alice, bob):
    facts.told(facts.followed(bob, alice))
    browser = logged_in(app, alice)

    assert all("1 unread" in browser.get(path).text for path in (PAGE, "/", PAGE))


def test_opening_one_marks_it_and_leads_to_it(app, alice, bob):
    event = facts.commented(bob, factories.post(alice))
    facts.told(event)

    answer = logged_in(app, alice).post(f"{PAGE}/{the_line().id}/open")

    assert (answer.status_code, answer.location) == (303, f"/post/{event.subject_id}")
    assert the_line().read_at is not None


@pytest.mark.advisory("CVE-2026-33428")
def test_nobody_opens_or_marks_somebody_elses(app, alice, bob):
    facts.told(facts.followed(bob, alice))
    browser = logged_in(app, bob)

    assert [browser.post(f"{PAGE}/{the_line().id}/{act}").status_code for act in ("open", "read")] == [404, 404]
    assert the_line().read_at is None


def test_marking_all_leaves_what_came_while_the_page_was_open(app, alice, bob, carol):
    facts.told(facts.followed(bob, alice))
    browser = logged_in(app, alice)
    fields = hidden_fields(browser.get(f"{PAGE}?show=follows").text)
    facts.told(facts.liked(carol, factories.post(alice)))

    answer = browser.open("POST", f"{PAGE}/read", data=fields)

    assert answer.location == f"{PAGE}?show=follows"
    page = browser.follow(answer).text
    assert "1 notification marked as read." in page
    assert "1 unread" in page


@pytest.mark.parametrize("next_page", ["//evil.example", "https://evil.example/notifications", "/auth/logout"])
def test_marking_leads_back_to_the_list_only(app, alice, bob, next_page):
    facts.told(facts.followed(bob, alice))

    answer = logged_in(app, alice).post(f"{PAGE}/{the_line().id}/read", {"next": next_page})

    assert answer.location == PAGE


def test_a_part_can_be_looked_at_and_paged(app, alice, bob):
    for _number in range(31):
        facts.told(facts.liked(bob, factories.post(alice)))
    browser = logged_in(app, alice)

    assert "Nothing of this kind" in browser.get(f"{PAGE}?show=mentions").text
    assert f"{PAGE}?show=likes&amp;before=" in browser.get(f"{PAGE}?show=likes").text
    assert browser.get(f"{PAGE}?show=everything").status_code == browser.get(f"{PAGE}?before=x").status_code == 404


@pytest.mark.seed("C3")
def test_a_disabled_text_and_a_moderators_name_are_on_no_page(app, alice, bob, mod):
    comment = facts.subject_of(facts.commented(alice, factories.post(bob), body="Rude words"))
    mention = facts.commented(bob, comment, body="Secret words", mentions=(alice,))
    facts.told(mention)
    comment.hidden_at = facts.subject_of(mention).hidden_at = clock.now()
    facts.told(facts.moderated(mod, comment))

    page = logged_in(app, alice).get(PAGE).text

    assert "A moderator disabled your comment on" in page
    assert not [word for word in ("Secret words", "Rude words", ">mod<") if word in page]


@pytest.mark.seed("T7")
def test_the_number_is_answered_again_only_when_it_changed(app, alice, bob):
    browser = logged_in(app, alice)
    first = browser.get(f"{PAGE}/count")
    same = browser.get(f"{PAGE}/count", headers={"If-None-Match": first.headers["ETag"]})
    facts.told(facts.followed(bob, alice))
    changed = browser.get(f"{PAGE}/count", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.json, same.status_code, same.data) == ({"label": "", "words": ""}, 304, b"")
    assert changed.json == {"label": "1", "words": "1 unread"}


@pytest.mark.seed("T7")
@pytest.mark.defect("M12")
def test_asking_for_the_number_is_one_statement_and_no_sign_of_life(app, alice, bob):
    facts.told(facts.followed(bob, alice))
    browser = logged_in(app, alice)
    session.execute(
        Login.__table__.update().values(last_used_at=alice.confirmed_at.replace(year=2026, month=11, day=20))
    )
    transaction.commit()

    with counted() as asked:
        browser.get(f"{PAGE}/count")

    assert len(asked) == 2, asked  # the login, and the number


def test_a_visitor_is_not_told_a_number(browser):
    assert browser.get(f"{PAGE}/count").status_code == 302
    assert "data-badge" not in browser.get("/").text


@pytest.mark.seed("T8")
@pytest.mark.parametrize("lines", [1, 30])
def test_the_page_takes_five_statements_however_long_it_is(app, alice, bob, lines):
    for _number in range(lines):
        facts.told(facts.commented(bob, factories.post(alice)))
    browser = logged_in(app, alice)

    with counted() as statements:
        page = browser.get(PAGE).text

    assert page.count('class="news-line') == lines
    assert len(statements) == 5, statements


def test_an_event_kind_of_every_moderation_has_its_words(app, alice, bob, mod):
    comment = facts.subject_of(facts.commented(alice, factories.post(bob, title="A walk")))
    facts.told(facts.moderated(mod, comment, kind=EventKind.COMMENT_ENABLED))

    assert "A moderator enabled your comment on “A walk” again" in logged_in(app, alice).get(PAGE).text


def test_a_request_to_follow_leads_to_where_it_is_answered(app, alice, bob):
    facts.told(facts.follow_requested(bob, alice))

    answer = logged_in(app, alice).post(f"{PAGE}/{the_line().id}/open")

    assert answer.location == "/settings/followers"
