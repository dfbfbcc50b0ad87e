"""The same of comments: page, thread, list, desk, notification and count say the same of one to everybody."""

import pytest

from flasky import addresses, transaction
from flasky.models import Post, Role, User, Visibility
from flasky.operations import blocks, comments, follows, moderation, people, posts
from flasky.operations.audience import Audience
from flasky.queries.acting import OPERATOR
from tests import factories
from tests.browsers import Browser, do_jobs
from tests.http.walk import sign_in

SELF, FOLLOWER, STRANGER, VISITOR, HOST = "self", "follower", "stranger", "visitor", "host"
BLOCKED, BLOCKER, MUTING, MODERATOR = "blocked", "blocker", "muting", "moderator"
STANDS, FEW, DELETED, ANSWERED = "stands", "under a post for followers", "deleted", "deleted and answered"
DISABLED, SUSPENDED = "disabled", "author suspended"
STATES = (STANDS, FEW, DELETED, ANSWERED, DISABLED, SUSPENDED)
TEXT = "a quiet remark"

NO_BLOCK = {SELF, FOLLOWER, STRANGER, VISITOR, HOST, MUTING, MODERATOR}
READERS = {
    STANDS: NO_BLOCK,
    FEW: {SELF, FOLLOWER, HOST},
    DELETED: set(),
    ANSWERED: set(),
    DISABLED: {SELF, MODERATOR},
    SUSPENDED: set(),
}
"""Who may read alice's comment under carol's post."""

LISTED = {**READERS, DISABLED: set()}
"""On whose list of alice's comments it stands."""

ON_DESK = {STANDS, DISABLED}


@pytest.fixture(params=STATES)
def state(request):
    return request.param


@pytest.fixture
def world(app, state):
    """Alice's comment in a state, which mentions everybody, its post, and a browser of each viewer."""
    people_of = {HOST: factories.person("carol"), SELF: factories.person("alice")}
    people_of[MODERATOR] = factories.person("mod", role=Role.MODERATOR)
    for name in (FOLLOWER, STRANGER, BLOCKED, BLOCKER, MUTING):
        people_of[name] = factories.person(f"viewer_{name}")
    relate(people_of)
    shown = Visibility.FOLLOWERS if state == FEW else Visibility.PUBLIC
    post = posts.publish(people_of[HOST], title="", body="On walking.", audience=Audience(shown))
    names = " ".join(f"@{person.username}" for person in people_of.values())
    comment = factories.comment(people_of[SELF], post, body=f"{TEXT} for {names}")
    do_jobs(app)
    bring_about(people_of, post, comment, state)
    browsers = {name: sign_in(app, person) for name, person in people_of.items()}
    return post, comment, {**browsers, VISITOR: Browser(app)}


def relate(people_of: dict[str, User]) -> None:
    alice, carol = people_of[SELF], people_of[HOST]
    for name in (SELF, FOLLOWER):
        follows.follow(people_of[name], target=carol.actor)
    follows.follow(people_of[FOLLOWER], target=alice.actor)
    blocks.block(alice, target=people_of[BLOCKED].actor)
    blocks.block(people_of[BLOCKER], target=alice.actor)
    blocks.mute(people_of[MUTING], target=alice.actor)
    transaction.commit()


def bring_about(people_of: dict[str, User], post: Post, comment: Post, state: str) -> None:
    if state == ANSWERED:
        factories.comment(people_of[HOST], post, to=comment)
    if state in (DELETED, ANSWERED):
        comments.delete(people_of[SELF], comment=comment)
    if state == DISABLED:
        moderation.disable(people_of[MODERATOR], comment=comment)
    if state == SUSPENDED:
        people.suspend(OPERATOR, user=people_of[SELF])
    transaction.commit()


def shows(browser: Browser, path: str) -> bool:
    """Tell whether a page of the site, found or not, says the comment's text."""
    return TEXT in browser.get(path).text


@pytest.mark.seed("C3")
@pytest.mark.advisory("CVE-2023-45809")
def test_every_surface_agrees_on_who_reads_a_comment(world, state):
    post, comment, browsers = world
    page, thread = addresses.post(post), addresses.comment(post, comment.id)

    for viewer, browser in browsers.items():
        seen = {
            "page": shows(browser, page),
            "thread": shows(browser, thread),
            "list": shows(browser, "/@alice/comments"),
            "desk": shows(browser, "/moderate"),
            "notification": shows(browser, "/notifications") if viewer != VISITOR else False,
        }
        assert (viewer, seen) == (viewer, expected(state, viewer))


def expected(state: str, viewer: str) -> dict[str, bool]:
    return {
        "page": viewer in READERS[state],
        "thread": viewer in READERS[state],
        "list": viewer in LISTED[state],
        "desk": viewer == MODERATOR and state in ON_DESK,
        "notification": viewer in LISTED[state] - {SELF, VISITOR, MUTING},
    }


def test_everybody_is_told_the_same_number_of_comments(world, state):
    post, _comment, browsers = world

    for viewer, browser in browsers.items():
        page = browser.get(addresses.post(post))
        if page.status_code == 200:
            number = "0 Comments" if state == DELETED else "1 Comment<"
            assert (viewer, number in page.text) == (viewer, True)
