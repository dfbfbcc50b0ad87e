"""How often programs may ask: a limit of their own, and no second allowance beside the pages'."""

import pytest
import time_machine

from flasky.http import limits
from flasky.lib import clock
from tests import factories
from tests.api.client import Api
from tests.api.program import is_problem
from tests.browsers import Browser

HERE = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.7"}}
ELSEWHERE = {"environ_overrides": {"REMOTE_ADDR": "198.51.100.9"}}


@pytest.fixture
def limited(site):
    return site(ratelimit_enabled=True)


def test_every_answer_says_what_is_left(limited, alice):
    api = Api(limited, alice)
    with time_machine.travel(clock.now(), tick=False):
        first, second, wrong = api.get("/me"), api.get("/posts"), api.get("/nowhere")

    assert first.headers["RateLimit-Policy"] == '"api";q=600;w=300'
    assert [one.headers["RateLimit"] for one in (first, second, wrong)] == [
        f'"api";r={left};t=300' for left in (599, 598, 597)
    ]


def test_a_question_of_a_browser_whether_it_may_ask_is_not_counted(limited):
    api = Api(limited)
    api.open("OPTIONS", "/posts")

    assert api.get("/posts").headers["RateLimit"].startswith('"api";r=599')


def test_one_too_many_is_refused_and_told_how_long_to_wait(limited, alice, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "api", (limits.Limit(limits.parse("3/5 minutes"), limits.person),))
    api, other = Api(limited, alice), Api(limited)

    statuses = [api.get("/me").status_code for _time in range(3)]
    refused = api.get("/me")

    assert statuses == [200, 200, 200]
    assert refused.status_code == 429
    assert is_problem(refused)
    assert 0 < int(refused.headers["Retry-After"]) <= 300
    assert refused.headers["RateLimit"].startswith('"api";r=0;t=')
    assert other.get("/posts").status_code == 200
    with time_machine.travel(clock.now().timestamp() + 301):
        assert api.get("/me").status_code == 200


@pytest.mark.defect("D9")
def test_whoever_guesses_tokens_is_counted_by_their_network(limited, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "api", (limits.Limit(limits.parse("3/5 minutes"), limits.person),))
    api = Api(limited)

    statuses = []
    for number in range(4):
        api.token = f"flasky_pat_{number}"
        statuses.append(api.get("/me", **HERE).status_code)

    assert statuses == [401, 401, 401, 429]
    assert api.get("/me", **ELSEWHERE).status_code == 401


@pytest.mark.defect("D9")
@pytest.mark.advisory("GHSA-c2r5-cfqr-c553")
def test_passwords_are_tried_at_one_door_no_more_often_than_at_both(limited):
    browser, api = Browser(limited), Api(limited)
    tries = [browser.fill_in("/auth/login", {"email": "bob", "password": "wrong"}).status_code for _time in range(6)]
    basic = {"auth": ("BOB", "wrong"), "json": {}}

    answers = [api.open("POST", "/tokens", **basic) for _time in range(5)]

    assert set(tries) == {422}
    assert [answer.status_code for answer in answers] == [401, 401, 401, 401, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert '"auth.login by account_and_network";q=10;w=60' in answers[0].headers["RateLimit-Policy"]


@pytest.mark.parametrize(
    ("page", "path", "sent"),
    [
        ("home.publish", "/posts", {"body": "x"}),
        ("comments.create", "/posts/{post}/comments", {"body": "x"}),
        ("posts.preview", "/preview", {"body": "x"}),
        ("marks.mark", "/posts/{post}/like", None),
    ],
)
def test_writing_counts_with_the_pages(limited, alice, monkeypatch, page, path, sent):
    post = factories.post(alice)
    monkeypatch.setattr(limits, "LIMITS", {**limits.LIMITS, **dict.fromkeys(pages_like(page), once())})
    api = Api(limited, alice)
    method = "PUT" if sent is None else "POST"

    first, second = (api.open(method, path.replace("{post}", str(post.id)), json=sent) for _time in range(2))

    assert first.status_code in (200, 201)
    assert second.status_code == 429
    assert ";q=1;w=3600" in second.headers["RateLimit-Policy"]


def pages_like(page):
    """Return the rows of the table that are counted together."""
    return {"home.publish": ("home.publish", "posts.publish")}.get(page, (page,))


def once():
    return (limits.Limit(limits.parse("1/hour"), limits.person),)
