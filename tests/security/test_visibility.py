"""One visibility for every surface: page, lists, home timeline, feeds, notification, completion and count agree."""

import re

import pytest

from flasky import addresses, transaction
from flasky.http import tokens
from flasky.lib import clock
from flasky.models import Commenters, Post, Role, User, Visibility
from flasky.operations import blocks, follows, people, posts
from flasky.operations.audience import Audience
from flasky.queries import users
from flasky.queries.acting import OPERATOR
from tests import factories
from tests.browsers import Browser, do_jobs
from tests.http.walk import sign_in

SELF, FOLLOWER, STRANGER, VISITOR = "self", "follower", "stranger", "visitor"
BLOCKED, BLOCKER, MUTING, MODERATOR = "blocked", "blocker", "muting", "moderator"
VIEWERS = (SELF, FOLLOWER, STRANGER, VISITOR, BLOCKED, BLOCKER, MUTING, MODERATOR)
PUBLIC, CLOSED, FOLLOWERS, LINK = "public", "comments closed", "followers only", "link only"
DELETED, HIDDEN, SUSPENDED = "deleted", "hidden", "author suspended"
STATES = (PUBLIC, CLOSED, FOLLOWERS, LINK, DELETED, HIDDEN, SUSPENDED)
TITLE = "The hidden garden"
FEEDS = ("/feed.atom", "/@alice/feed.rss", "/tags/garden/feed.json")
"""What these hold is the same whoever asks: what a stranger finds in lists."""

POSTS = re.compile(r'>Posts\s*<span class="badge">(\d+)<')

NO_BLOCK = {SELF, FOLLOWER, STRANGER, VISITOR, MUTING, MODERATOR}
READERS = {
    PUBLIC: NO_BLOCK,
    CLOSED: NO_BLOCK,
    FOLLOWERS: {SELF, FOLLOWER},
    LINK: NO_BLOCK,
    DELETED: set(),
    HIDDEN: set(),
    SUSPENDED: set(),
}
"""Who may read alice's post at its address."""

LISTED = {**READERS, LINK: {SELF}}
"""On whose page of alice it stands, and counts."""


def wanted(state: str, viewer: str) -> bool:
    """Tell whether the post stands in the viewer's lists of everybody's posts."""
    return viewer in LISTED[state] - {MUTING}


@pytest.fixture(params=STATES)
def state(request):
    return request.param


@pytest.fixture
def world(app, state):
    """Alice's post in a state, which mentions everybody, and a browser of each viewer."""
    people_of = {SELF: factories.person("alice"), MODERATOR: factories.person("mod", role=Role.MODERATOR)}
    for name in (FOLLOWER, STRANGER, BLOCKED, BLOCKER, MUTING):
        people_of[name] = factories.person(f"viewer_{name}")
    relate(people_of)
    post = write(people_of[SELF], state)
    do_jobs(app)
    bring_about(people_of[SELF], post, state)
    browsers = {name: sign_in(app, person) for name, person in people_of.items()}
    return post, {**browsers, VISITOR: Browser(app)}


def relate(people_of: dict[str, User]) -> None:
    alice = people_of[SELF]
    follows.follow(people_of[FOLLOWER], target=alice.actor)
    blocks.block(alice, target=people_of[BLOCKED].actor)
    blocks.block(people_of[BLOCKER], target=alice.actor)
    blocks.mute(people_of[MUTING], target=alice.actor)
    for person in people_of.values():
        person.home_feed_number = 1
    transaction.commit()


def write(alice: User, state: str) -> Post:
    shown = {FOLLOWERS: Visibility.FOLLOWERS, LINK: Visibility.LINK}.get(state, Visibility.PUBLIC)
    closed = Commenters.NOBODY if state == CLOSED else Commenters.EVERYBODY
    names = " ".join(f"@viewer_{name}" for name in VIEWERS) + " @mod #garden"
    post = posts.publish(alice, title=TITLE, body=f"For {names}", audience=Audience(shown, closed))
    transaction.commit()
    return post


def bring_about(alice: User, post: Post, state: str) -> None:
    if state == DELETED:
        posts.delete(alice, post=post)
    if state == HIDDEN:
        post.hidden_at = clock.now()
    if state == SUSPENDED:
        people.suspend(OPERATOR, user=alice)
    transaction.commit()


def shows(browser: Browser, path: str) -> bool:
    """Tell whether a page of the site, found or not, says the post's title."""
    return TITLE in browser.get(path).text


def own_feed(viewer: str) -> str:
    """Return the secret address of a viewer's home timeline as a feed."""
    owner = users.by_name({SELF: "alice", MODERATOR: "mod"}.get(viewer, f"viewer_{viewer}"))
    return addresses.home_feed(tokens.home_feed_token(owner.id, number=1), "atom")


@pytest.mark.seed("W3")
@pytest.mark.advisory("CVE-2023-45809")
def test_every_surface_agrees_on_who_sees_a_post(world, state):
    post, browsers = world
    address = addresses.post(post)

    for viewer, browser in browsers.items():
        seen = {
            "page": browser.get(address).status_code == 200,
            "everybody's": shows(browser, "/all"),
            "tag": shows(browser, "/tags/garden"),
            "profile": shows(browser, "/@alice"),
            "followed": shows(browser, "/followed") if viewer != VISITOR else False,
            "notification": shows(browser, "/notifications") if viewer != VISITOR else False,
            "own feed": shows(browser, own_feed(viewer)) if viewer != VISITOR else False,
            **{feed: shows(browser, feed) for feed in FEEDS},
        }
        assert (viewer, seen) == (viewer, expected(state, viewer))


def expected(state: str, viewer: str) -> dict[str, bool]:
    return {
        "page": viewer in READERS[state],
        "everybody's": wanted(state, viewer),
        "tag": wanted(state, viewer),
        "profile": viewer in LISTED[state],
        "followed": viewer in LISTED[state] & {SELF, FOLLOWER},
        "notification": viewer in READERS[state] - {SELF, VISITOR, MUTING},
        "own feed": viewer in LISTED[state] & {SELF, FOLLOWER},
        **dict.fromkeys(FEEDS, VISITOR in LISTED[state]),
    }


@pytest.mark.parametrize("state", [one for one in STATES if one != HIDDEN])
def test_the_count_of_posts_is_what_the_list_shows(world, state):
    _post, browsers = world

    for viewer, browser in browsers.items():
        page = browser.get("/@alice")
        if page.status_code == 200:
            numbers = [str(int(viewer in LISTED[state]))] if viewer in NO_BLOCK and state != SUSPENDED else []
            assert (viewer, POSTS.findall(page.text)) == (viewer, numbers)


def test_completion_names_whom_one_may_meet(world, state):
    _post, browsers = world

    for viewer, browser in browsers.items():
        if viewer not in (SELF, VISITOR):
            named = "alice" in browser.get("/complete/people?q=al").text
            assert (viewer, named) == (viewer, viewer in NO_BLOCK - {MUTING} and state != SUSPENDED)
