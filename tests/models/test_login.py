"""How long a login and a link hold."""

from datetime import timedelta

import pytest
import time_machine

from flasky.lib import clock
from flasky.models import LinkState, Login, MailLink, Purpose
from flasky.models.mail_link import LIVES


@pytest.mark.parametrize(
    ("remembered", "idle", "alive"),
    [
        (False, timedelta(days=13, hours=23), True),
        (False, timedelta(days=14), False),
        (True, timedelta(days=89, hours=23), True),
        (True, timedelta(days=90), False),
    ],
)
def test_a_login_that_is_not_used_ends(remembered, idle, alive):
    now = clock.now()
    login = Login(last_used_at=now, expires_at=now + timedelta(days=1000), remembered=remembered)

    assert login.is_alive(now + idle) is alive


@pytest.mark.parametrize("remembered", [False, True])
def test_a_login_ends_after_90_days_however_much_it_is_used(remembered):
    now = clock.now()
    login = Login(last_used_at=now + Login.ABSOLUTE, expires_at=now + Login.ABSOLUTE, remembered=remembered)

    assert login.is_alive(now + Login.ABSOLUTE - timedelta(seconds=1))
    assert not login.is_alive(now + Login.ABSOLUTE)


def test_the_row_does_not_hold_what_the_browser_holds():
    assert Login.hash_of("token") != "token"
    assert Login.hash_of("token") == Login.hash_of("token") != Login.hash_of("other")


@pytest.mark.seed("U6")
@pytest.mark.parametrize(("after", "is_open"), [(timedelta(minutes=59), True), (timedelta(hours=1), False)])
def test_a_link_holds_for_an_hour(after, is_open):
    now = clock.now()
    link = MailLink(state=LinkState.OPEN, expires_at=now + LIVES[Purpose.CONFIRM])

    with time_machine.travel(now + after, tick=False):
        assert link.is_open is is_open


@pytest.mark.parametrize("state", [LinkState.USED, LinkState.REPLACED])
def test_a_link_that_was_used_or_replaced_is_closed(state):
    assert not MailLink(state=state, expires_at=clock.now() + LIVES[Purpose.CONFIRM]).is_open
