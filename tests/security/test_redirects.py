"""Where people are sent after logging in: never to another site, however the target is written."""

import html
import itertools
import re

import pytest

from flasky.lib.redirects import is_local_path
from tests import factories
from tests.browsers import Browser
from tests.http.walk import make_world, sign_in
from tests.security.whatwg import origin_after

ACTION = re.compile(r'<form method="post"(?: action="([^"]*)")?')
OURS = "http://localhost"
HOST = "evil.example"
LEADS = (
    "//", "///", "////", "/////", "/\\", "\\/", "\\\\", "\\", "/\\/", "/\\\\", "//\\", "\\\\\\", "/\t/", "/\n/",
    "/\r/", "/\r\n/", "\t//", " //",
    "\x00//", "\x01//", "\x1f//", "/\x00/", "/ /", "http://", "https://", "http:", "https:", "http:/", "https:/",
    "http:///", "http:\\\\",
    "https:\\/", "HtTpS://", "h\tttp://", "\nhttp://", "//user@", "//localhost@", "//localhost:80@",
    "http://localhost@", "http://localhost.",
    "//localhost\\@", "/\\localhost@", "//%0d%0a", "ftp://", "ws://", "\ufeff//", "\u00a0//", "\u2028//", "/\u200b/",
    "/\u2028/", "/\u0085/",
    "//\u3002", "/.//", "/..//", "./", "../", "@", ":", ".", "?", "#//", ";//",
)  # fmt: skip
TAILS = ("", "/", "/admin", "?x=/", "#/", ":80", "\\admin", "/%2e%2e")
SCRIPTS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)",
    "javascript://localhost/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:x", "blob:http://localhost/x", "file:///etc/passwd",
    "about:blank", "mailto:a@b.c",
    "tel:1", "view-source:http://localhost",
)  # fmt: skip
ENCODED = (
    "/%5c" + HOST,
    "/%2f" + HOST,
    "%2f%2f" + HOST,
    "/%09/" + HOST,
    "/%0a/" + HOST,
    "%68ttp://" + HOST,
    "/%5C%5C" + HOST,
    "//%65vil.example",
)
CORPUS = sorted({lead + HOST + tail for lead, tail in itertools.product(LEADS, TAILS)} | set(SCRIPTS) | set(ENCODED))
LOCAL = (
    "/",
    "/write",
    "/@alice",
    "/moderate?page=2",
    "/@alice/1/a-slug#comments",
    "/?q=//x",
    "/a//b",
    "/search?q=http://x.example/",
    "/%2F",
    "/@é",
)


def test_corpus_is_large_and_its_judge_sees_the_danger():
    leaving = [target for target in CORPUS if origin_after(target, origin=OURS) != OURS]

    assert len(CORPUS) >= 400
    assert len(leaving) >= 250


@pytest.mark.parametrize(
    ("target", "origin"),
    [
        ("/write", OURS), ("write", OURS), ("?x", OURS), ("http:/write", OURS), ("/a//b", OURS), ("/\\", "http://"),
        ("//x", "http://x"),
        ("/\t/x/y", "http://x"), ("\\\\x?a", "http://x"), ("https:x", "https://x"), ("http://a@x/", "http://x"),
        (" javascript:1", "javascript:"),
    ],
)  # fmt: skip
def test_judge_reads_as_browsers_do(target, origin):
    assert origin_after(target, origin=OURS) == origin


@pytest.mark.defect("D3")
@pytest.mark.defect("M1")
@pytest.mark.advisory("CVE-2021-32618")
@pytest.mark.advisory("CVE-2023-49438")
@pytest.mark.advisory("GHSA-w2j7-f3c6-g8cw")
@pytest.mark.advisory("CVE-2021-23401")
@pytest.mark.advisory("CVE-2021-23393")
def test_no_hostile_target_leads_away_after_logging_in(app, alice):
    browser = Browser(app)
    token = browser.csrf_token()
    browser.post("/auth/login", {"email": "alice", "password": factories.PASSWORD, "csrf_token": token})

    locations = {target: browser.get("/auth/login", query_string={"next": target}) for target in CORPUS}

    away = {
        target: answer.location for target, answer in locations.items() if answer.location and leaves(answer.location)
    }
    assert away == {}
    assert {answer.status_code for answer in locations.values()} <= {302, 404}


def leaves(location):
    """Tell whether a browser that follows a location leaves our origin."""
    return origin_after(location, origin=OURS) != OURS


@pytest.mark.seed("U3")
@pytest.mark.defect("D3")
@pytest.mark.parametrize("target", CORPUS[::8])
def test_log_in_form_itself_leads_nowhere_else(app, alice, target):
    browser = Browser(app)
    data = {"csrf_token": browser.csrf_token(), "email": "alice", "password": factories.PASSWORD}

    response = browser.open("POST", "/auth/login", query_string={"next": target}, data=data)

    assert response.status_code in (303, 404)
    assert not leaves(response.location or "/")


@pytest.mark.seed("U3")
@pytest.mark.parametrize("target", LOCAL)
def test_own_page_is_where_one_comes_back_to(app, alice, target):
    browser = Browser(app)
    data = {"csrf_token": browser.csrf_token(), "email": "alice", "password": factories.PASSWORD}

    response = browser.open("POST", "/auth/login", query_string={"next": target}, data=data)

    assert response.status_code == 303
    assert response.location == target.replace("é", "%C3%A9")


@pytest.mark.defect("M2")
def test_wrong_password_does_not_lose_the_way_back(app, alice, browser):
    wrong = browser.fill_in("/auth/login?next=/write", {"email": "alice", "password": "wrong guess"})

    action = html.unescape(ACTION.search(wrong.text)[1] or "/auth/login?next=/write")

    assert wrong.status_code == 422
    right = browser.post(action, {"email": "alice", "password": factories.PASSWORD})
    assert right.location == "/write"


def test_rule_agrees_with_the_judge_on_every_target():
    trusted = [target for target in CORPUS if is_local_path(target)]

    assert [target for target in trusted if leaves(target)] == []
    assert all(is_local_path(target) for target in LOCAL)


@pytest.mark.parametrize("name", ["url", "return_to", "redirect", "continue", "next_url", "r"])
def test_no_other_parameter_redirects(app, alice, name):
    response = sign_in(app, alice).get("/auth/login", query_string={name: f"//{HOST}"})

    assert response.location == "/"


@pytest.mark.advisory("GHSA-xqw8-4j56-5hj6")
@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "//evil.example/..", "///evil.example", "/\\evil.example", "/user//evil.example",
        "/user/\\evil.example", "/@/evil.example",
        "/@//evil.example", "/@alice//evil.example", "/post//evil.example", "/index//evil.example",
        "//evil.example/%2e%2e", "/edit//evil.example",
        "//evil.example/admin", "//evil.example/index", "/user/alice/..//evil.example",
    ],
)  # fmt: skip
def test_no_old_address_redirects_to_another_site(app, path):
    browser = sign_in(app, make_world().alice)

    response = browser.get("/", environ_overrides={"PATH_INFO": path})

    assert not leaves(response.location or "/")
    assert response.status_code in (301, 302, 308, 404)


@pytest.mark.parametrize(
    "path", ["/write?x=//evil.example", "/write?next=//evil.example", "//write", "/moderate?page=//evil.example"]
)
def test_way_back_of_a_visitor_stays_here(browser, path):
    path, _mark, query = path.partition("?")

    response = browser.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": query})

    assert response.location.startswith("/auth/login?next=%2F")
    assert not response.location.startswith("/auth/login?next=%2F%2F")
