"""Choosing how one hears of what."""

from flasky.models import Channel, NotificationKind
from flasky.queries import channels
from tests.browsers import logged_in
from tests.http.walk import CHANNELS

PAGE = "/settings/notifications"


def test_a_choice_is_kept(app, alice):
    browser = logged_in(app, alice)

    answer = browser.post(PAGE, {**CHANNELS, "liked": "letter", "mentioned": "none"})

    assert "Your choices have been saved." in browser.follow(answer).text
    assert channels.of(alice)[NotificationKind.LIKED] is Channel.LETTER
    assert channels.of(alice)[NotificationKind.MENTIONED] is Channel.NONE


def test_a_choice_that_there_is_not_is_refused(app, alice):
    answer = logged_in(app, alice).post(PAGE, {**CHANNELS, "liked": "by pigeon"})

    assert answer.status_code == 422
    assert "Not a valid choice" in answer.text
