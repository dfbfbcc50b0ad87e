"""What stands in feeds, the same on every database."""

import pytest

from flasky import transaction
from flasky.errors import NotFound
from flasky.lib import archives
from flasky.models import Post
from flasky.operations import follows, posts
from flasky.queries import feeds, timelines
from flasky.transaction import session
from tests import factories
from tests.statements import counted


@pytest.fixture
def tagged(alice, bob):
    """Posts of alice's under a tag, each commented by bob."""
    follows.follow(bob, target=alice.actor)
    written = [factories.post(alice, body=f"{number} #tea") for number in range(45)]
    for _ in range(45):
        factories.comment(bob, written[0])
    return written


def walked(ask):
    """Return the ids of every part of a feed in order."""
    found, before = [], None
    while True:
        part = ask(before)
        found += [stamp.id for stamp in part.stamps]
        if part.older_than is None:
            return found
        assert archives.LEAST <= len(part.stamps) <= archives.MOST
        before = part.older_than


def test_every_feed_is_read_part_by_part(tagged, alice, bob):
    newest_first = [post.id for post in reversed(tagged)]
    _owner, state = feeds.owner_of_home(_with_link(bob), number=1)

    assert walked(lambda before: feeds.of_site(before=before)) == newest_first
    assert walked(lambda before: feeds.of_person("alice", before=before)[0]) == newest_first
    assert walked(lambda before: feeds.of_tag("tea", before=before)[0]) == newest_first
    assert walked(lambda before: feeds.of_home(bob, state=state, before=before)) == newest_first
    assert len(set(walked(lambda before: feeds.under(tagged[0].id, before=before)[0]))) == 45


def _with_link(user):
    user.home_feed_number = 1
    transaction.commit()
    return user.id


def test_parts_and_their_entries_take_a_statement_each(tagged, bob):
    transaction.rollback()
    session.expunge_all()
    asked = (
        lambda: feeds.of_site(before=None),
        lambda: feeds.of_person("alice", before=None)[0],
        lambda: feeds.of_tag("tea", before=None)[0],
        lambda: feeds.under(tagged[0].id, before=None)[0],
    )
    for ask in asked:
        with counted() as statements:
            part = ask()
            found = feeds.entries(part)
            assert all(post.author.username and post.body_html for post in found)
        assert len(statements) == 2
        assert [post.id for post in found] == [stamp.id for stamp in part.stamps]


def test_a_home_is_read_without_texts_first(tagged, bob):
    owner, state = feeds.owner_of_home(_with_link(bob), number=1)
    session.expunge_all()

    with counted() as statements:
        part = feeds.of_home(owner, state=state, before=None)
        found = feeds.home_entries(owner, part)

    assert [post.id for post in found] == [stamp.id for stamp in part.stamps]
    assert "body_html" not in statements[0]
    assert all(post.body_html and post.excerpt_html for post in found)
    assert state == timelines.state_of(owner)


def test_an_entry_that_went_meanwhile_is_left_out(tagged, alice):
    part = feeds.of_site(before=None)
    posts.delete(alice, post=session.get_one(Post, tagged[-1].id))
    transaction.commit()

    assert tagged[-1].id not in [post.id for post in feeds.entries(part)]
    assert feeds.entries(feeds.Part((), None)) == []


@pytest.mark.parametrize("name", ["nobody", "a1ice", "alic"])
def test_a_name_that_only_looks_the_same_is_nobodys(tagged, name):
    with pytest.raises(NotFound):
        feeds.of_person(name, before=None)


def test_the_newest_people_are_named_first(alice, bob, carol):
    for user in (alice, carol):
        user.actor.is_in_directory = True
    transaction.commit()

    first = feeds.directory(before=None, size=1)
    rest = feeds.directory(before=first.older_than, size=1)

    assert [actor.username for actor in (*first.items, *rest.items)] == ["carol", "alice"]
    assert rest.older_than is None
