"""Collections: each item comes exactly once, whoever writes meanwhile, whichever way one walks."""

import itertools

import pytest

from flasky import addresses, transaction
from flasky.api import openapi
from flasky.models import Post, Role, Visibility
from flasky.operations import comments, follows, marks, posts
from flasky.operations.audience import Audience
from tests import factories
from tests.api.client import Api
from tests.api.program import Snapshot, World, make_world, operations

COUNT = 7
NUMBERS = itertools.count()


@pytest.fixture
def crowd(app):
    return [factories.person(f"person{number}") for number in range(COUNT)]


@pytest.fixture
def world(app, crowd) -> World:
    """A world in which there is a lot of most things."""
    made = make_world()
    post = transaction.session.get_one(Post, int(made.values["post_id"]))
    comment = transaction.session.get_one(Post, int(made.values["comment_id"]))
    for number, person in enumerate(crowd):
        write(made, person, post)
        posts.publish(made.alice, title="", body=f"Of alice {number}")
        posts.edit(made.alice, post=post, title="First", body=f"Better words, {number}")
        comments.edit(made.alice, comment=comment, body=f"Better comment, {number}")
        follows.follow(made.alice, target=person.actor)
    transaction.commit()
    return made


def write(world, person, post):
    """Let somebody do everything that makes a list longer."""
    follows.follow(person, target=world.alice.actor)
    marks.like(person, post=post)
    marks.boost(person, post=post)
    comments.reply(person, post=post, body=f"Comment of {person.username}")
    own = posts.publish(person, title="", body=f"Tea of {person.username} #tea")
    marks.bookmark(world.alice, post=own)
    transaction.commit()


def name_of(item):
    """Return what an item of a collection is known by."""
    return next(str(item[key]) for key in ("place", "id", "name") if key in item)


def pages(api, path, world, *, way):
    """Yield the items of each page, the first page first; between two pages somebody writes."""
    post = transaction.session.get_one(Post, int(world.values["post_id"]))
    following = path
    while True:
        answer = api.get(following)
        assert answer.status_code == 200, answer.text
        yield [name_of(item) for item in answer.json["items"]], following
        following = answer.json[way]
        if following is None:
            return
        assert f'<{following}>; rel="{way}"' in answer.headers["Link"]
        write(world, factories.person(f"newcomer{next(NUMBERS)}"), post)


@pytest.mark.unmeasured
@pytest.mark.seed("A3")
@pytest.mark.defect("D31")
@pytest.mark.defect("N6")
@pytest.mark.seed("T14")
def test_walking_every_collection_while_others_write_finds_each_item_once(app, world):
    admin = factories.person("root", role=Role.ADMINISTRATOR)
    walked = [one for one in operations(app) if one.method == "GET" and one.is_paged(openapi.document(app))]
    lengths, kept = {}, Snapshot()

    for operation in walked:
        kept.restore()
        asking = admin if operation.rule.permission else world.alice
        api, path = Api(app, asking), f"{world.address_of(operation)}?limit=2"
        before = [name_of(item) for item in api.walk(f"{world.address_of(operation)}?limit=100")]

        down = list(pages(api, path, world, way="next"))
        found = [name for names, _path in down for name in names]
        assert sorted(found) == sorted(set(found)), operation.name
        assert [name for name in found if name in before] == before, operation.name

        up = list(pages(api, down[-1][1], world, way="prev"))
        back = [name for names, _path in reversed(up) for name in names]
        assert sorted(back) == sorted(set(back)), operation.name
        assert [name for name in back if name in before] == before, operation.name
        lengths[operation.name] = len(before)
    assert sum(length > COUNT - 1 for length in lengths.values()) >= 7, lengths


@pytest.mark.defect("N6")
def test_a_walk_that_ends_says_so_at_both_ends(visitor, alice):
    factories.many_posts(alice, 4)

    first = visitor.get("/posts?limit=2").json
    last = visitor.get(first["next"]).json

    assert (first["prev"], last["next"]) == (None, None)
    assert visitor.get(last["prev"]).json["items"] == first["items"]


def test_an_empty_collection_leads_nowhere(visitor):
    answer = visitor.get("/posts")

    assert answer.json == {"items": [], "prev": None, "next": None, "count": 0}
    assert "Link" not in answer.headers


def test_the_way_on_keeps_what_was_asked(visitor, alice):
    factories.many_posts(alice, 3)

    following = visitor.get("/users/@alice/posts?limit=1").json["next"]

    assert following.startswith("http://localhost/api/v1/users/@alice/posts?limit=1&cursor=b")


def test_counts_are_of_what_one_may_see(client, visitor, alice):
    factories.post(alice)
    posts.publish(alice, title="", body="Few", audience=Audience(Visibility.FOLLOWERS))
    transaction.commit()

    assert visitor.get("/users/@alice/posts").json["count"] == 1
    assert client(alice).get("/users/@alice/posts").json["count"] == 2
    assert visitor.get(addresses.api_post(factories.post(alice)) + "/comments").json["count"] == 0
