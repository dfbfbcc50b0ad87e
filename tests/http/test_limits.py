"""Rate limits: every row of the table lets its number through and refuses the next one, whoever forges what."""

import subprocess
import sys

import pytest
import time_machine

from flasky.http.limits import ACTS, LIMITS
from flasky.lib import clock
from flasky.models import Role
from tests import factories
from tests.browsers import Browser
from tests.http.walk import FORMS, UNSAFE_ROUTES, every_row, make_world, sign_in

EXPECTED = {
    "auth.login": {("10 per 1 minute", "account_and_network"), ("100 per 1 hour", "network")},
    "api_tokens.create": {("10 per 1 minute", "account_and_network"), ("100 per 1 hour", "network")},
    "api_tokens.renew": {("120 per 1 minute", "network")},
    "auth.register": {("20 per 1 hour", "network"), ("5 per 1 hour", "address")},
    "auth.reset": {("5 per 1 hour", "address"), ("100 per 1 hour", "network")},
    "auth.resend": {("5 per 1 hour", "own_address")},
    "auth.reset_with": {("100 per 1 hour", "network")},
    "auth.change_password": {("10 per 1 minute", "person")},
    "change_email.ask": {("10 per 1 hour", "person"), ("5 per 1 hour", "address")},
    "freshness": {("10 per 1 minute", "person")},
    "setup.first": {("20 per 1 hour", "network")},
    "site_desk.try_mail": {("10 per 1 hour", "person")},
    "home.publish": {("60 per 1 hour", "person")},
    "posts.publish": {("60 per 1 hour", "person")},
    "posts.save": {("120 per 1 hour", "person")},
    "posts.preview": {("120 per 1 minute", "person")},
    "follows.follow": {("100 per 1 hour", "person")},
    "own_profile.save": {("60 per 1 hour", "person")},
    "own_profile.upload": {("30 per 1 hour", "person")},
    "comments.create": {("120 per 1 hour", "person")},
    "comments.save": {("120 per 1 hour", "person")},
    "marks.mark": {("60 per 1 minute", "person")},
    "marks.mark_comment": {("60 per 1 minute", "person")},
    "completions": {("240 per 1 minute", "person")},
    "oauth_tokens.give": {("120 per 1 minute", "network")},
    "oauth_tokens.revoke": {("120 per 1 minute", "network")},
    "oauth_registration.register": {("20 per 1 hour", "network")},
    "consent.decide": {("60 per 1 hour", "person")},
    "own_tokens.make": {("30 per 1 hour", "person")},
    "own_clients.register": {("30 per 1 hour", "person")},
    "own_clients.renew": {("30 per 1 hour", "person")},
    "api": {("600 per 5 minute", "person")},
}
BY_PROGRAMS = {
    "api_tokens.create": ("POST", "/api/v1/tokens"),
    "api_tokens.renew": ("PUT", "/api/v1/tokens"),
    "oauth_tokens.give": ("POST", "/oauth/token"),
    "oauth_tokens.revoke": ("POST", "/oauth/revoke"),
    "oauth_registration.register": ("POST", "/oauth/register"),
}
"""What has no form: it is sent with nothing in it."""

ROWS = [(endpoint, limit) for endpoint, limits in LIMITS.items() for limit in limits if endpoint not in ACTS]
OF_FORMS = [(endpoint, limit) for endpoint, limit in ROWS if endpoint not in BY_PROGRAMS]
OF_PROGRAMS = [(endpoint, limit) for endpoint, limit in ROWS if endpoint in BY_PROGRAMS]
HARMLESS = {
    "auth.logout", "auth.confirm", "change_email.prove", "change_email.take_back",
    "sessions.end", "sessions.end_others", "deleted.delete", "deleted.restore",
    "admin.replay", "admin.replay_all", "people.save", "people.suspend", "people.unsuspend",
    "follows.unfollow", "follows.remove_follower", "follows.accept", "follows.decline", "follows.mute",
    "follows.unmute", "follows.block", "follows.unblock", "own_people.approve", "own_profile.remove",
    "pins.pin", "pins.unpin", "own_feeds.save", "own_feeds.renew", "own_feeds.stop", "wishes.save",
    "home.mark_read", "tags.follow", "tags.unfollow",
    "site_desk.finish", "site_desk.save", "site_desk.fill", "site_desk.remove_demo",
    "notifications.open_one", "notifications.read", "notifications.read_all", "notification_settings.save",
    "unsubscribe.end",
    "comments.delete", "comments.restore", "comments.close", "comments.reopen",
    "moderate.disable", "moderate.enable", "writing.save",
    "own_tokens.end", "own_apps.end", "own_clients.delete",
}  # fmt: skip
"""Forms that send no letter to a stranger, try no password and make nothing that others have to read."""

RULES = {endpoint: rule for rule, endpoint in UNSAFE_ROUTES.items()}
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"


@pytest.fixture
def limited(site):
    """The app with its limits switched on."""
    return site(ratelimit_enabled=True)


class Sender:
    """Somebody who sends one form again and again, each time refused or harmless, so that many are cheap."""

    def __init__(self, browser, path):
        self.browser, self.path = browser, path
        self.token = browser.csrf_token()

    def send(self, *, network=HERE, headers=None, **fields):
        """Send the form once and return the answer."""
        options = {"environ_overrides": {"REMOTE_ADDR": network}, "headers": headers or {}}
        return self.browser.open("POST", self.path, data={"csrf_token": self.token, **fields}, **options)

    def statuses(self, times, **fields):
        """Send the form some times and return the set of statuses."""
        return {self.send(**fields).status_code for _time in range(times)}


def sender_for(app, endpoint):
    """Return a sender of the form of an endpoint, in the browser of somebody who may send it."""
    world = make_world()
    person = (
        world.una
        if endpoint == "auth.resend"
        else None
        if endpoint.startswith(("auth.l", "auth.re", "setup"))
        else factories.person("admin", role=Role.ADMINISTRATOR)
        if endpoint.startswith("site_desk")
        else world.alice
    )
    return Sender(sign_in(app, person) if person else Browser(app), world.address_of(RULES[endpoint]))


def varied(limit, number):
    """Return what makes a request another one for every limit but the one that is tried."""
    name = limit.key.__name__
    address = {} if name in ("address", "account_and_network") else {"email": f"person{number}@example.com"}
    return {**address, "network": f"10.0.{number // 250}.{number % 250}"} if name == "address" else address


def test_limits_are_those_that_were_decided():
    found = {
        endpoint: {(str(limit.amount), limit.key.__name__) for limit in limits} for endpoint, limits in LIMITS.items()
    }

    assert found == EXPECTED


def test_every_form_that_sends_letters_or_tries_passwords_or_writes_has_a_limit():
    assert set(FORMS) - set(LIMITS) == HARMLESS


@pytest.mark.defect("D9")
@pytest.mark.advisory("GHSA-q3rg-xx5v-4mxh")
@pytest.mark.parametrize(
    ("endpoint", "limit"), OF_FORMS, ids=[f"{endpoint}-{limit.key.__name__}" for endpoint, limit in OF_FORMS]
)
def test_each_limit_lets_its_number_through_and_not_one_more(limited, endpoint, limit):
    sender, fields = (
        sender_for(limited, endpoint),
        {"email": "somebody"} if endpoint in ("auth.login", "auth.register", "auth.reset") else {},
    )

    through = {sender.send(**{**fields, **varied(limit, number)}).status_code for number in range(limit.amount.amount)}
    refused = sender.send(**{**fields, **varied(limit, limit.amount.amount)})

    assert 429 not in through
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= limit.amount.get_expiry()


@pytest.mark.defect("D9")
def test_too_often_is_said_in_the_layout(limited):
    sender = sender_for(limited, "auth.login")
    sender.statuses(10, email="alice", password="wrong guess")

    page = sender.send(email="alice", password="wrong guess")

    assert page.status_code == 429
    assert "<title>Flasky - Too Many Requests</title>" in page.text
    assert 'href="/auth/login"' in page.text


def test_text_that_came_too_often_is_handed_back(limited):
    sender = sender_for(limited, "posts.publish")
    sender.statuses(60, body="")
    before = every_row()

    page = sender.send(title="One more", body="Dear words that took me an hour")

    assert page.status_code == 429
    assert "Dear words that took me an hour" in page.text
    assert every_row() == before


def test_both_writing_boxes_share_one_count(limited, alice):
    browser = sign_in(limited, alice)
    home, page = Sender(browser, "/"), Sender(browser, "/write")

    home.statuses(30)
    page.statuses(30)

    assert home.send().status_code == page.send().status_code == 429


@pytest.mark.advisory("CVE-2024-34451")
@pytest.mark.advisory("GHSA-c2r5-cfqr-c553")
@pytest.mark.parametrize(
    "header",
    ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP", "True-Client-IP", "CF-Connecting-IP", "X_Forwarded_For"],
)
def test_forged_address_of_a_proxy_opens_no_second_count(limited, header):
    sender = sender_for(limited, "auth.login")

    statuses = [
        sender.send(email="alice", password="no", headers={header: f"192.0.2.{number}"}).status_code
        for number in range(11)
    ]

    assert statuses == [422] * 10 + [429]


@pytest.mark.advisory("CVE-2025-54879")
@pytest.mark.advisory("CVE-2025-27157")
@pytest.mark.parametrize("endpoint", ["auth.reset", "auth.register", "auth.login"])
def test_spellings_of_one_address_share_one_count(limited, endpoint):
    sender = sender_for(limited, endpoint)
    spellings = [
        "bob@example.com",
        "BOB@example.com",
        "bob@EXAMPLE.COM",
        " bob@example.com",
        "bob@example.com\t",
        " " * 300 + "bob@example.com",
    ]
    times = 2 if endpoint == "auth.login" else 1

    statuses = [
        sender.send(email=spelling, password="no").status_code for spelling in spellings for _time in range(times)
    ]

    allowed = 10 if endpoint == "auth.login" else 5
    assert 429 not in statuses[:allowed]
    assert set(statuses[allowed:]) == {429}


@pytest.mark.advisory("CVE-2025-54879")
def test_letters_asked_for_in_two_ways_are_counted_for_the_stored_address(limited):
    world = make_world()
    sender = Sender(sign_in(limited, world.una), "/auth/confirm")

    statuses = [sender.send(email=f"other{number}@example.com").status_code for number in range(6)]

    assert statuses == [303] * 5 + [429]


def test_addresses_of_one_ipv6_network_share_one_count(limited):
    sender = sender_for(limited, "auth.login")

    same = [
        sender.send(email="alice", password="no", network=f"2001:db8:1:2:{number:x}::1").status_code
        for number in range(11)
    ]
    neighbour = sender.send(email="alice", password="no", network="2001:db8:1:3::1")

    assert same == [422] * 10 + [429]
    assert neighbour.status_code == 422


def test_ipv4_address_written_as_ipv6_is_the_same_network(limited):
    sender = sender_for(limited, "auth.login")
    sender.statuses(10, email="alice", password="no")

    assert sender.send(email="alice", password="no", network=f"::ffff:{HERE}").status_code == 429


def test_victim_on_another_network_is_not_locked_out(limited):
    attacker = sender_for(limited, "auth.login")
    attacker.statuses(11, email="alice@example.com", password="guess")

    victim = Sender(Browser(limited), "/auth/login").send(
        email="alice@example.com", password=factories.PASSWORD, network=ELSEWHERE
    )

    assert (victim.status_code, victim.location) == (303, "/")


def test_other_people_of_the_network_can_still_log_in(limited, bob):
    attacker = sender_for(limited, "auth.login")
    attacker.statuses(11, email="alice@example.com", password="guess")

    assert attacker.send(email="bob", password=factories.PASSWORD).status_code == 303


def test_waiting_opens_the_door_again(limited):
    sender = sender_for(limited, "auth.login")
    refused = [sender.send(email="alice", password="no") for _time in range(11)][-1]

    with time_machine.travel(clock.now().timestamp() + int(refused.headers["Retry-After"]) + 1, tick=False):
        assert sender.send(email="alice", password="no").status_code == 422


def test_refused_request_is_not_looked_at(limited):
    sender = sender_for(limited, "auth.login")
    sender.statuses(10, email="alice", password="guess")

    assert sender.send(email="alice", password=factories.PASSWORD).status_code == 429


def test_reading_is_not_counted(limited, browser):
    reader = Browser(limited)

    assert {reader.get("/auth/login").status_code for _time in range(150)} == {200}


def test_counts_survive_a_restart(site):
    sender = sender_for(site(ratelimit_enabled=True), "auth.login")
    sender.statuses(10, email="alice", password="no")

    again = Sender(Browser(site(ratelimit_enabled=True)), "/auth/login")

    assert again.send(email="alice", password="no").status_code == 429


@pytest.mark.defect("D9")
def test_limits_hold_in_memory_where_the_file_of_counters_cannot_be_used(site, tmp_path):
    (tmp_path / "limits.sqlite").mkdir()
    limited = site(ratelimit_enabled=True, flasky_data_dir=tmp_path)

    answers = [Browser(limited).fill_in("/auth/login", {"email": "x", "password": "y"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_limits_can_be_switched_off(site):
    sender = sender_for(site(ratelimit_enabled=False), "auth.login")

    assert sender.statuses(15, email="alice", password="no") == {422}


def test_file_of_counters_tells_nobodys_address(limited, tmp_path):
    sender_for(limited, "auth.reset").send(email="bob@example.com")

    stored = b"".join(file.read_bytes() for file in tmp_path.glob("limits.sqlite*"))

    assert b"auth.reset" in stored
    assert b"bob@example" not in stored
    assert HERE.encode() not in stored


ONE_PROCESS = """
import sys
from pathlib import Path
from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from flasky.http import rate_storage
limiter = FixedWindowRateLimiter(storage_from_string("sqlitefile://" + sys.argv[1]))
print(sum(limiter.hit(parse("100/hour"), "together") for _time in range(60)))
"""


def test_processes_share_one_count(tmp_path):
    command = [sys.executable, "-c", ONE_PROCESS, str(tmp_path / "limits.sqlite")]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _process in range(4)]

    let_through = [int(process.communicate(timeout=60)[0]) for process in processes]

    assert sum(let_through) == 100


@pytest.mark.defect("D9")
@pytest.mark.advisory("GHSA-q3rg-xx5v-4mxh")
@pytest.mark.parametrize(
    ("endpoint", "limit"), OF_PROGRAMS, ids=[f"{endpoint}-{limit.key.__name__}" for endpoint, limit in OF_PROGRAMS]
)
def test_each_limit_of_programs_lets_its_number_through_and_not_one_more(limited, endpoint, limit):
    browser, (method, path) = Browser(limited), BY_PROGRAMS[endpoint]

    def send(number):
        name = "alice" if limit.key.__name__ == "account_and_network" else f"person{number}"
        return browser.open(method, path, auth=(name, "wrong") if endpoint == "api_tokens.create" else None)

    through = {send(number).status_code for number in range(limit.amount.amount)}
    refused = send(0)

    assert 429 not in through
    assert (refused.status_code, refused.mimetype) == (429, "application/problem+json")
    assert 1 <= int(refused.headers["Retry-After"]) <= limit.amount.get_expiry()


@pytest.mark.advisory("CVE-2025-54879")
def test_programs_and_people_who_log_in_share_one_count(limited):
    sender = sender_for(limited, "auth.login")

    def by_program(name):
        options = {"environ_overrides": {"REMOTE_ADDR": HERE}, "auth": (name, "wrong"), "json": {}}
        return sender.browser.open("POST", "/api/v1/tokens", **options).status_code

    for _ in range(5):
        assert sender.send(email="alice@example.com", password="wrong").status_code == 422
        assert by_program("ALICE@example.com") == 401

    assert sender.send(email="alice@example.com", password="wrong").status_code == 429
    assert by_program("alice@example.com") == 429
    assert by_program("bob@example.com") == 401
