"""Ending letters without logging in: by one click of a mail program, or by a button."""

import pytest

from flasky.http import tokens
from flasky.models import Channel, NotificationKind
from flasky.queries import channels
from flasky.transaction import session
from tests import facts
from tests.browsers import Browser, hidden_fields

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path_for(user, what: str) -> str:
    return f"/unsubscribe/{tokens.unsubscribe_token(user.id, what=what)}"


@pytest.mark.seed("T8")
def test_a_mail_program_ends_one_kind_with_one_click(app, alice):
    facts.wants(alice, NotificationKind.LIKED, Channel.LETTER)
    before = channels.of(alice)

    answers = [Browser(app).open("POST", path_for(alice, "liked"), data=ONE_CLICK).status_code for _time in range(2)]

    assert answers == [200, 200]
    session.expire_all()
    assert channels.of(alice) == {**before, NotificationKind.LIKED: Channel.SITE}


def test_reading_the_page_ends_nothing_and_its_button_does(browser, alice):
    path = path_for(alice, "follow_requested")
    page = browser.get(path)
    assert "Somebody asks to follow you" in page.text
    assert channels.of(alice)[NotificationKind.FOLLOW_REQUESTED] is Channel.LETTER

    assert "No more of these letters" in browser.open("POST", path, data=hidden_fields(page.text)).text
    session.expire_all()
    assert channels.of(alice)[NotificationKind.FOLLOW_REQUESTED] is Channel.SITE


@pytest.mark.parametrize("forge", [lambda path: path[:-1], lambda path: path + "x", lambda _path: "/unsubscribe/x"])
def test_a_link_that_is_not_whole_ends_nothing(browser, alice, forge):
    path = forge(path_for(alice, "digest"))

    assert [browser.open(method, path).status_code for method in ("GET", "POST")] == [404, 404]
    assert channels.of(alice)[NotificationKind.MENTIONED] is Channel.DIGEST


def test_a_link_of_another_purpose_ends_nothing(browser, alice):
    assert browser.open("POST", f"/unsubscribe/{tokens.set_up_token()}").status_code == 404
