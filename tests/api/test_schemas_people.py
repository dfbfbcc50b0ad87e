"""What stands in answers about people: these keys and no others, and nobody's secrets, whoever asks."""

import itertools
import re
from typing import Any

import pytest
from sqlalchemy import select

from flasky import addresses, transaction
from flasky.http import access
from flasky.http.problems import Problem
from flasky.models import ApiToken, GrantKind, Login, OAuthClient, Scope, User
from flasky.operations import blocks, follows, grants, logins, marks, pins, posts, profiles, tags
from flasky.operations.profiles import Link
from flasky.transaction import session
from tests import factories, facts
from tests.api.client import Api

MINE = (
    "admin",
    "logins",
    "me",
    "moderation",
    "notifications",
    "own_people",
    "relations",
    "tags",
    "timelines",
    "users",
)
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
LIST = {"items", "prev", "next", "count"}
REF = {"id", "username", "name", "url", "web_url", "avatar_url"}
STANDING = {"relation", "follows", "followed_by", "requested", "blocks", "mutes"}
PERSON = REF | STANDING | {
    "location",
    "about_me",
    "about_html",
    "member_since",
    "last_seen",
    "post_count",
    "follower_count",
    "following_count",
    "posts_url",
    "comments_url",
    "followers_url",
    "following_url",
    "followed_posts_url",
    "approves_followers",
}  # fmt: skip
LINKS = {"links", "label"}
POST = REF | {
    "title",
    "body",
    "body_html",
    "timestamp",
    "updated_at",
    "author_url",
    "author",
    "tags",
    "language",
    "visibility",
    "commenters",
    "comments_closed_at",
    "comments_url",
    "comment_count",
    "like_count",
    "boost_count",
    "liked",
    "bookmarked",
    "boosted",
    "pinned",
}
COMMENT = REF | {
    "post_url",
    "reply_to_url",
    "body",
    "body_html",
    "timestamp",
    "updated_at",
    "author_url",
    "author",
    "answer_count",
    "like_count",
    "liked",
    "withheld",
}
NOTIFICATION = REF | {
    "place",
    "kind",
    "timestamp",
    "read",
    "sentence",
    "excerpt",
    "people",
    "other_count",
    "subject_url",
    "text_url",
}
TAG = {"name", "url", "web_url", "posts_url", "people", "trend", "followed"}
CHOSEN = {"default_visibility", "default_commenters", "comments_open_days"}
DATED = PERSON | {"since"}
GRANT = {"id", "name", "kind", "scopes", "client", "client_id", "website", "begun_at", "last_used_at", "expires_at"}
SESSION = {"id", "browser", "platform", "user_agent", "network", "remembered", "begun_at", "last_used_at"}
KINDS = {
    "followed",
    "follow_requested",
    "request_accepted",
    "mentioned",
    "commented",
    "replied",
    "liked",
    "boosted",
    "moderated",
}
ALLOWED = {
    "/users": LIST | PERSON,
    "/users/<user>": PERSON | LINKS,
    "/users/<user>/posts": LIST | POST,
    "/users/<user>/pinned": LIST | POST,
    "/users/<user>/comments": LIST | COMMENT,
    "/users/<user>/followers": LIST | DATED,
    "/users/<user>/following": LIST | DATED,
    "/users/<user>/timeline": LIST | POST | {"place", "boosted_by"},
    "/timelines/home": LIST | POST | {"place", "boosted_by"},
    "/timelines/home/read": {"place"},
    "/timelines/all": LIST | POST,
    "/timelines/tags/<tag>": LIST | POST,
    "/tags": LIST | TAG,
    "/tags/<tag>": TAG,
    "/me": PERSON | LINKS | CHOSEN | {"email", "confirmed", "role"},
    "/me/bookmarks": LIST | POST,
    "/me/deleted-posts": LIST | POST,
    "/me/blocks": LIST | REF | {"since"},
    "/me/mutes": LIST | REF | {"since", "until"},
    "/me/follow-requests": LIST | DATED,
    "/me/sessions": LIST | SESSION,
    "/me/tokens": LIST | GRANT | {"is_this_one"},
    "/me/tags": LIST | TAG,
    "/me/notification-choices": KINDS,
    "/notifications": LIST | NOTIFICATION,
    "/notifications/unread-count": {"count", "is_more"},
    "/moderation/comments": LIST | COMMENT | {"disabled", "post_title"},
    "/admin/users": LIST | PERSON | {"account_url", "email", "confirmed", "role", "suspended_at"},
    "/admin/users/<user>": PERSON | {"account_url", "email", "confirmed", "role", "suspended_at"},
}
"""Every key that may stand anywhere in an answer."""

ADDRESSES = {"/me": "one's own", "/admin/users": "all", "/admin/users/<user>": "all"}
"""Where the address of a mailbox stands: there alone."""

MAILBOXES = [f"{name}@example.com" for name in ("alice", "bob", "carol", "mod", "admin", "una", "sue")]


def rules(app) -> list[str]:
    """Return the addresses that are read, without what all of them begin with."""
    found = set()
    for route in app.url_map.iter_rules():
        rule = access.rule_of(app, route.endpoint)
        is_mine = route.endpoint.partition(".")[0].removeprefix("api_") in MINE
        if rule is not None and rule.for_programs and is_mine and "GET" in route.methods:
            found.add(route.rule.removeprefix(addresses.api().rstrip("/")))
    return sorted(found)


def keys_in(value: Any) -> set[str]:
    """Return the keys of all objects in an answer."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_in, value.values()))
    return set().union(*map(keys_in, value)) if isinstance(value, list) else set()


@pytest.fixture
def cast(alice, bob, carol, mod, admin, unconfirmed) -> dict[str, User]:
    """People with something in every list: alice is asked about, the others ask."""
    factories.suspended("sue")
    wanted = profiles.sketch("Alice", "Leeds", about_me="I *bake*.", links=(Link("Blog", "https://example.org"),))
    profiles.edit(alice, username="alice", wanted=wanted)
    post = factories.post(alice, body="#tea with @bob")
    pins.pin(alice, post=post)
    factories.comment(alice, post)
    factories.comment(carol, factories.post(bob))
    tags.count_trends()
    for asking in (bob, mod, admin):
        fill_lists_of(asking, alice, carol, post)
    transaction.commit()
    return {"user": bob, "moderator": mod, "administrator": admin}


def fill_lists_of(asking, alice, carol, post):
    """Let somebody follow, be followed, asked, told; keep, block, mute, be logged in."""
    follows.follow(asking, target=alice.actor)
    follows.follow(alice, target=asking.actor)
    follows.approve(asking, wanted=True)
    follows.follow(carol, target=asking.actor)
    marks.bookmark(asking, post=post)
    tags.follow(asking, tag="tea")
    posts.delete(asking, post=factories.post(asking))
    blocked, muted = (factories.person(f"{word}_by_{asking.username}") for word in ("blocked", "muted"))
    blocks.block(asking, target=blocked.actor)
    blocks.mute(asking, target=muted.actor)
    facts.told(facts.liked(alice, factories.post(asking)))
    logins.begin(asking, remembered=True, user_agent="Firefox", network="192.0.2.0/24")
    app = OAuthClient(client_id=f"c_{asking.username}", name="App", redirect_uris="", scopes="read")
    session.add(app)
    grants.begin(asking, kind=GrantKind.APP, name="App", scopes=[Scope.READ], client=app)


def secrets(programs: list[Api]) -> list[str]:
    """Return what nobody may read: hashes of passwords, tokens and logins, and the tokens themselves."""
    columns = (User.password_hash, ApiToken.token_hash, Login.token_hash)
    stored = [secret for column in columns for secret in session.scalars(select(column))]
    return stored + [program.token for program in programs if program.token]


def path_of(rule: str, person: User | None) -> str:
    """Return an address with alice in it, or where one's own is asked for with whoever asks."""
    whose = person.username if person is not None and rule.endswith("/timeline") else "alice"
    return PARAMETER.sub(lambda found: {"user": f"@{whose}", "tag": "tea"}[found[1]], rule)


def addresses_allowed(rule: str, person: User | None) -> list[str]:
    """Return the addresses of mailboxes that may stand in an answer to somebody."""
    own = [person.email] if person is not None and ADDRESSES.get(rule) == "one's own" else []
    return MAILBOXES if ADDRESSES.get(rule) == "all" else own


@pytest.mark.defect("N1")
@pytest.mark.defect("D35")
@pytest.mark.seed("T18")
def test_answers_hold_their_keys_and_nobodys_secrets(app, cast):
    people = {"visitor": None, **cast}
    programs = {who: Api(app, person) for who, person in people.items()}
    hidden, answered = secrets(list(programs.values())), set()
    assert rules(app) == sorted(ALLOWED)

    for who, rule in itertools.product(people, ALLOWED):
        answer = programs[who].get(path_of(rule, people[who]))
        is_good = answer.status_code == 200
        answered |= {rule} if is_good else set()
        strange = keys_in(answer.json) - (ALLOWED[rule] if is_good else set(Problem.model_fields))
        told = [secret for secret in hidden if secret in answer.text]
        named = {one for one in MAILBOXES if one in answer.text} - set(addresses_allowed(rule, people[who]))

        assert (who, rule, strange, told, named) == (who, rule, set(), [], set())
        assert (who, rule, is_good and who != "visitor" and answer.json.get("items") == []) == (who, rule, False)
    assert answered == set(ALLOWED)


@pytest.mark.parametrize(("who", "closed"), [("visitor", 401), ("user", 403), ("moderator", 403)])
def test_what_is_not_for_all_is_closed_to_others(app, cast, who, closed):
    program = Api(app, cast.get(who))
    desks = ["/admin/users", "/admin/users/@alice"] + ([] if who == "moderator" else ["/moderation/comments"])
    mine = [rule for rule in ALLOWED if rule.startswith(("/me", "/notifications", "/timelines/home"))]

    assert {program.get(path).status_code for path in desks} == {closed}
    assert {program.get(path).status_code for path in mine} == {401 if who == "visitor" else 200}
