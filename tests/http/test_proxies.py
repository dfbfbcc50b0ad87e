"""What is taken from a proxy's headers, and from nobody else's: the caller's address and the scheme."""

import json

import pytest
from flask import jsonify, request
from werkzeug.test import Client, EnvironBuilder

from flasky import transaction
from flasky.http.proxies import BehindProxies
from flasky.lib.peers import proxies_of
from flasky.models import Login
from tests.browsers import Browser
from tests.sites import HTTPS_SITE, add_view

NGINX, STRANGER, VISITOR = "127.0.0.1", "198.51.100.66", "203.0.113.9"
FORGED = {
    "X-Forwarded-For": "1.2.3.4",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "444",
    "X-Forwarded-Prefix": "/evil",
    "Forwarded": "for=1.2.3.4;proto=https;host=evil.example",
    "X-Real-IP": "1.2.3.4",
    "Client-IP": "1.2.3.4",
    "X-Forwarded-Ssl": "on",
    "X-Url-Scheme": "https",
    "Front-End-Https": "on",
}


def seen(app, peer, **headers):
    """Return what an app sees of a request of a peer: address, scheme, host, path."""
    options = {"headers": {name.replace("_", "-"): value for name, value in headers.items()}}
    transaction.rollback()
    answer = app.test_client().get("/test/seen", environ_overrides={"REMOTE_ADDR": peer}, **options)
    return answer.json


def tell():
    """Say how a request looks."""
    return jsonify(address=request.remote_addr, scheme=request.scheme, host=request.host, root=request.root_path)


@pytest.fixture
def behind_nginx(site):
    """The app behind a proxy on this machine and one in a network."""
    app = site(flasky_trusted_proxies=(NGINX, "10.0.0.0/24"))
    add_view(app, "/test/seen", tell)
    return app


@pytest.mark.seed("L8")
@pytest.mark.defect("M14")
def test_proxy_says_who_called_and_how(behind_nginx):
    assert seen(behind_nginx, NGINX, X_Forwarded_For=VISITOR, X_Forwarded_Proto="https") == {
        "address": VISITOR,
        "scheme": "https",
        "host": "localhost",
        "root": "",
    }


@pytest.mark.seed("L8")
@pytest.mark.parametrize("forged", ["1.2.3.4", "127.0.0.1", "10.0.0.9", "unknown", "1.2.3.4, 10.0.0.9"])
def test_what_a_visitor_wrote_in_front_counts_for_nothing(behind_nginx, forged):
    assert seen(behind_nginx, NGINX, X_Forwarded_For=f"{forged}, {VISITOR}, 10.0.0.8")["address"] == VISITOR


@pytest.mark.seed("L8")
@pytest.mark.parametrize("header", FORGED)
@pytest.mark.parametrize("peer", [STRANGER, VISITOR, "127.0.0.2", ""])
def test_strangers_header_counts_for_nothing(behind_nginx, peer, header):
    plain = seen(behind_nginx, peer)

    assert seen(behind_nginx, peer, **{header: FORGED[header]}) == plain
    assert plain["scheme"] == "http"


@pytest.mark.seed("L8")
@pytest.mark.parametrize("header", FORGED)
def test_nobody_is_believed_when_no_proxy_is_named(site, header):
    app = site()
    add_view(app, "/test/seen", tell)

    assert seen(app, NGINX, **{header: FORGED[header]}) == seen(app, NGINX)


@pytest.mark.parametrize("header", sorted(FORGED.keys() - {"X-Forwarded-For", "X-Forwarded-Proto"}))
def test_proxy_is_believed_in_two_headers_only(behind_nginx, header):
    assert seen(behind_nginx, NGINX, **{header: FORGED[header]}) == seen(behind_nginx, NGINX)


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        ("https", "https"),
        ("HTTPS", "https"),
        ("http", "http"),
        ("http, https", "https"),
        ("https, http", "http"),
        ("", "http"),
        ("wss", "http"),
        ("javascript", "http"),
        ("https,", "http"),
    ],
)
def test_scheme_is_the_last_one_said_if_it_is_one(behind_nginx, said, scheme):
    assert seen(behind_nginx, NGINX, X_Forwarded_Proto=said)["scheme"] == scheme


def test_peer_on_a_socket_file_is_believed_when_named(site):
    app = site(flasky_trusted_proxies=("unix",))
    add_view(app, "/test/seen", tell)

    assert seen(app, "", X_Forwarded_For=VISITOR)["address"] == VISITOR
    assert seen(app, NGINX, X_Forwarded_For=VISITOR)["address"] == NGINX


def test_login_notes_the_visitors_network_not_the_proxys(site, alice):
    browser = Browser(site(flasky_trusted_proxies=(NGINX,)))
    browser.client.environ_base["HTTP_X_FORWARDED_FOR"] = f"1.2.3.4, {VISITOR}"
    browser.log_in(alice)

    assert transaction.session.query(Login).one().network == "203.0.113.0/24"


@pytest.mark.seed("L8")
@pytest.mark.advisory("CVE-2024-45231")
def test_forged_address_opens_no_new_window_of_tries(site, alice):
    app = site(flasky_trusted_proxies=(NGINX,), ratelimit_enabled=True)
    browser = Browser(app)

    answers = [
        browser.post(
            "/auth/login",
            {"email": "alice", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{number}, {VISITOR}"},
        ).status_code
        for number in range(11)
    ]

    assert answers == [422] * 10 + [429]


def test_visitors_behind_one_proxy_are_counted_apart(site, alice):
    app = site(flasky_trusted_proxies=(NGINX,), ratelimit_enabled=True)
    browser = Browser(app)
    wrong = {"email": "alice", "password": "wrong"}

    def answer_to(visitor):
        return browser.post("/auth/login", wrong, headers={"X-Forwarded-For": visitor}).status_code

    assert [answer_to(VISITOR) for _time in range(11)][-1] == 429
    assert answer_to(STRANGER) == 422


def answer_of(application, peer, headers):
    """Ask a bare WSGI application."""
    builder = EnvironBuilder(path="/", headers=headers, environ_overrides={"REMOTE_ADDR": peer})
    return Client(application).open(builder).get_data(as_text=True)


def bare(environ, start_response):
    """Say how a request looks, without Flask."""
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps([environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]]).encode()]


def test_proxy_nobody_told_of_is_warned_of_once_a_minute(capfd, site):
    site()
    application = BehindProxies(bare, proxies_of([]), is_https=True)

    answers = [answer_of(application, "172.18.0.5", {"X-Forwarded-Proto": "https"}) for _time in range(3)]

    assert answers == ['["172.18.0.5", "http"]'] * 3
    assert capfd.readouterr().err.count("FLASKY_TRUSTED_PROXIES does not name") == 1


def test_people_of_https_site_are_not_warned_of(capfd, site):
    site(flasky_site_url=HTTPS_SITE)
    application = BehindProxies(bare, proxies_of([NGINX]), is_https=True)

    answer_of(application, NGINX, {"X-Forwarded-Proto": "https"})
    answer_of(application, STRANGER, {})

    assert capfd.readouterr().err == ""
