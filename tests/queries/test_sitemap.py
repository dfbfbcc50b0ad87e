"""The sitemap's reads: only what all may read and the author wishes to be found, at a price that does not grow."""

import pytest

from flasky import transaction
from flasky.errors import NotFound
from flasky.lib import clock
from flasky.models import MapOf, SitemapPage, Visibility
from flasky.operations import sitemap as operation
from flasky.queries import sitemap
from flasky.queries.sitemap import Span
from flasky.transaction import session
from tests import factories, statements

EVERYTHING = Span(0, None)


@pytest.fixture
def shy(app):
    """Somebody who does not wish to be found."""
    person = factories.person("shy")
    person.actor.is_indexed = False
    transaction.commit()
    return person


def test_only_public_posts_of_people_who_wish_it_are_on_the_map(alice, shy):
    shown = factories.post(alice)
    factories.comment(alice, shown)
    factories.post(shy)
    factories.many_posts(factories.suspended("sue"), 1)
    factories.post(alice).deleted_at = clock.now()
    factories.post(alice).hidden_at = clock.now()
    factories.post(alice).visibility = Visibility.LINK
    factories.post(alice).visibility = Visibility.FOLLOWERS
    transaction.commit()

    assert [post.id for post in sitemap.posts(EVERYTHING)] == [shown.id]


def test_only_people_with_public_posts_who_wish_it_are_on_the_map(alice, bob, shy):
    for author in (alice, shy, factories.suspended("sue")):
        factories.many_posts(author, 1)
    hidden = factories.post(bob)
    hidden.visibility, bob.actor.link_post_count = Visibility.LINK, 1
    transaction.commit()

    assert [actor.username for actor in sitemap.people(EVERYTHING)] == ["alice"]


def test_only_tags_of_public_posts_are_on_the_map(alice):
    factories.post(alice, body="A walk in #London")
    factories.post(alice, body="Kept for a few: #secret").visibility = Visibility.LINK
    transaction.commit()

    assert sitemap.tags(EVERYTHING) == ["london"]


def test_a_page_that_nobody_began_is_not_there(app):
    assert sitemap.span(MapOf.POSTS, first=0) == EVERYTHING
    with pytest.raises(NotFound):
        sitemap.span(MapOf.POSTS, first=7)


def test_pages_hold_every_post_once(alice):
    posts = factories.many_posts(alice, 11)
    operation.follow(size=4)
    transaction.commit()

    pages = [page for page in sitemap.index() if page.kind is MapOf.POSTS]
    spans = [sitemap.span(MapOf.POSTS, first=page.first_id) for page in pages]
    listed = [[post.id for post in sitemap.posts(span)] for span in spans]

    assert [len(page) for page in listed] == [4, 4, 3]
    assert [post_id for page in listed for post_id in page] == sorted(post.id for post in posts)
    assert [page.changed_at for page in pages][-1] == max(posts, key=lambda post: post.id).published_at


def test_index_and_page_cost_the_same_however_many_posts_there_are(alice):
    def cost():
        with statements.counted() as asked:
            sitemap.index()
            sitemap.posts(sitemap.span(MapOf.POSTS, first=0))
        return len(asked)

    before = cost()
    factories.many_posts(alice, 30)
    operation.follow(size=10)
    transaction.commit()

    assert cost() == before == 4


@pytest.mark.parametrize("read", [sitemap.posts, sitemap.people, sitemap.tags], ids=["posts", "people", "tags"])
def test_a_page_looks_at_its_own_rows_only(alice, read):
    if session.get_bind().dialect.name != "sqlite":
        return
    plan = _plan(lambda: read(Span(5, 7)))

    assert plan
    assert not [step for step in plan if step.startswith("SCAN")]


def test_index_and_the_walk_to_the_next_page_look_at_no_table_as_a_whole(alice):
    if session.get_bind().dialect.name != "sqlite":
        return
    page = SitemapPage(kind=MapOf.POSTS, first_id=5)

    for step in [*_plan(sitemap.index), *_plan(lambda: sitemap.beginning_after(page, size=10))]:
        assert not step.startswith("SCAN posts") or "INDEX" in step


def _plan(read):
    """Return how SQLite would find what a read asks for."""
    with statements.counted_with_values() as asked:
        read()
    rows = [session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values) for sql, values in asked]
    return [row[3] for found in rows for row in found]
