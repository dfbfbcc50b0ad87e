"""Names while one types."""

import re

import pytest

from flasky import transaction
from flasky.models import Block, Follow, Mute, Visibility
from flasky.operations import posts, tags
from flasky.operations.audience import Audience
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in


def offered(browser, path: str) -> list[str]:
    return re.findall(r'data-value="([^"]+)"', browser.get(path).text)


def test_people_one_follows_come_first(app, alice, bob):
    for name in ("Arnold", "arthur", "anna"):
        factories.person(name)
    arthur = factories.person("ar_last")
    session.add(Follow(follower_id=bob.actor_id, followed_id=arthur.actor_id))
    transaction.commit()

    browser = logged_in(app, bob)

    assert offered(browser, "/complete/people?q=ar") == ["@ar_last", "@Arnold", "@arthur"]
    assert offered(browser, "/complete/people?q=@ARN") == ["@Arnold"]


@pytest.mark.parametrize("row", [Block, Mute])
def test_whom_one_blocks_or_mutes_is_not_offered(app, alice, bob, row):
    session.add(row(actor_id=bob.actor_id, target_id=alice.actor_id))
    if row is Mute:
        session.add(Follow(follower_id=bob.actor_id, followed_id=alice.actor_id))
    transaction.commit()

    assert logged_in(app, bob).get("/complete/people?q=al").status_code == 204


def test_tags_are_offered_by_their_beginning(app, alice):
    factories.post(alice, body="#Garden #gärten #garage #tea")

    assert offered(logged_in(app, alice), "/complete/tags?q=GAR") == ["#garage", "#Garden"]


def test_tags_of_posts_one_may_not_find_are_not_offered(app, alice, bob):
    posts.publish(alice, title="", body="#garnet", audience=Audience(Visibility.FOLLOWERS))
    posts.publish(alice, title="", body="#garlic", audience=Audience(Visibility.LINK))
    tags.follow(bob, tag="gargoyle")
    transaction.commit()

    assert logged_in(app, bob).get("/complete/tags?q=gar").status_code == 204
    assert offered(logged_in(app, alice), "/complete/tags?q=gar") == ["#garlic", "#garnet"]


@pytest.mark.parametrize(
    "path", ["/complete/people", "/complete/people?q=a", "/complete/people?q=a%25", "/complete/tags?q=a"]
)
def test_less_than_two_letters_offer_nothing(app, alice, path):
    assert logged_in(app, alice).get(path).status_code == 204


def test_a_visitor_is_offered_nothing(browser):
    assert browser.get("/complete/people?q=al").location.startswith("/auth/login")
