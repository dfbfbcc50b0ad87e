"""Journeys through the real nginx with the reference configuration: https, forged headers, restarts under load."""

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import comes
from tests.deploy.callers import Caller, reading
from tests.deploy.nginx import NAME, Nginx
from tests.faults.site import kill

pytestmark = pytest.mark.seed("L8")
HSTS = "max-age=31536000; includeSubDomains"
FORGED = "203.0.113.7"
RELOADS = 10
APART = 0.3  # seconds
RENEWED_WITHIN = 120


def logins(front: Nginx) -> list[str]:
    """Return the networks that logins were noted with, newest last."""
    with closing(sqlite3.connect(front.site.folder / "data" / "data.sqlite")) as connection:
        return [network for (network,) in connection.execute("SELECT network FROM logins ORDER BY id")]


def test_reference_configuration_is_well(front):
    assert front.is_well()


def test_page_and_files_come_by_https_and_ask_to_stay_there(front):
    page = Caller(front).ask("/")
    sheet = page.text.partition('<link rel="stylesheet" href="')[2].partition('"')[0]
    file = Caller(front).ask(sheet)

    assert (page.status, file.status) == (200, 200)
    assert (page.headers["Strict-Transport-Security"], file.headers["Strict-Transport-Security"]) == (HSTS, HSTS)
    assert "text/css" in file.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/auth/login?next=%2Fwrite", "/static/nothing.css"])
def test_http_is_sent_to_https(front, path):
    answer = Caller(front).ask(path, plain=True)

    assert (answer.status, answer.headers["Location"]) == (301, front.origin + path)
    assert answer.headers["Strict-Transport-Security"] is None


def test_form_sent_by_http_is_asked_for_again_by_https(front):
    answer = Caller(front).ask("/auth/login", plain=True, method="POST", body="email=alice")

    assert (answer.status, answer.headers["Location"]) == (308, f"{front.origin}/auth/login")


@pytest.mark.parametrize("header", ["X-Forwarded-Proto", "X_Forwarded_Proto", "X-Forwarded-Ssl", "Forwarded"])
def test_caller_who_claims_https_is_sent_there(front, header):
    claim = {"Forwarded": "proto=https"}.get(header, "https")
    connection = Caller(front)._connection(plain=True)
    connection.request("GET", "/", headers={header: claim, "Connection": "close"})

    assert connection.getresponse().status == 301
    connection.close()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Host"])
def test_caller_who_names_another_host_changes_no_link(front, header):
    answer = Caller(front).ask("/auth/login", **{header: f"{NAME}:1" if header == "Host" else "evil.example"})

    assert answer.status == 200
    assert "evil" not in answer.text


def test_machines_are_answered_behind_the_proxy(front):
    assert [front.site.answers(), Caller(front).ask("/readyz").status] == [True, 200]


def test_cookies_are_for_https_alone(front):
    answer = Caller(front).ask("/auth/login")

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert "Secure;" in answer.headers["Set-Cookie"]


def test_links_in_letters_are_https(front):
    Caller(front).send("/auth/reset", form={"email": "alice@example.com"})

    assert comes(lambda: f"{front.origin}/auth/reset/" in front.site.outbox())
    assert "http://" not in front.site.outbox().replace("http://www.w3.org", "")


def test_login_is_noted_with_the_network_nginx_saw(front):
    answer = Caller(front).log_in("alice", X_Forwarded_For=FORGED, X_Real_IP=FORGED)

    assert answer.status == 303
    assert logins(front)[-1] == "127.0.0.0/24"


def test_forged_addresses_open_no_new_window_of_tries(front):
    caller = Caller(front)

    answers = [
        caller.log_in("nobody", password="wrong words", X_Forwarded_For=f"198.51.100.{number}").status
        for number in range(12)
    ]

    assert answers == [422] * 10 + [429] * 2


def test_too_large_a_form_is_told_so_in_the_sites_own_words(front):
    answer = Caller(front).send("/auth/reset", form={"email": "x" * 2_200_000})

    assert answer.status == 413
    assert "2 MiB" in answer.text


def test_reload_of_nginx_under_load_fails_nobody(front, record_property):
    with reading(front) as load:
        for _ in range(RELOADS):
            time.sleep(APART)
            front.reload()
        time.sleep(APART)

    record_property("answers", sum(load.answers.values()))
    assert load.failures == []
    assert set(load.answers) == {200}


def test_killed_web_process_under_load_fails_no_reader(front, record_property):
    with reading(front) as load:
        time.sleep(APART)
        victim = front.site.web_workers()[0]
        kill(victim)
        assert comes(lambda: victim not in front.site.web_workers() and len(front.site.web_workers()) == 2)
        time.sleep(APART)

    record_property("answers", sum(load.answers.values()))
    assert load.failures == []
    assert set(load.answers) == {200}


def test_new_web_processes_under_load_fail_nobody(front, record_property):
    with reading(front) as load:
        before = set(front.site.web_workers())
        front.site.reload()
        renewed = lambda: before.isdisjoint(front.site.web_workers()) and len(front.site.web_workers()) == 2  # noqa: E731
        assert comes(renewed, within=RENEWED_WITHIN)

    record_property("answers", sum(load.answers.values()))
    assert load.failures == []
    assert set(load.answers) == {200}


def test_reference_configuration_is_what_was_tested(front):
    tested = (front.folder / "flasky.conf").read_text()
    reference = Path(__file__).parent.parent.parent / "deploy" / "nginx" / "flasky.conf"

    assert len(tested.splitlines()) == len(reference.read_text().splitlines()) - 2
