"""The pages of the sitemap: begun once, marked by what happens to the posts on them."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from flasky import transaction
from flasky.lib import clock
from flasky.models import MapOf, SitemapPage
from flasky.operations import posts, sitemap
from flasky.transaction import session
from tests import factories


def firsts() -> list[int]:
    return [page.first_id for page in pages()]


def pages() -> list[SitemapPage]:
    theirs = select(SitemapPage).where(SitemapPage.kind == MapOf.POSTS)
    return list(session.scalars(theirs.order_by(SitemapPage.first_id)))


def test_a_page_is_begun_when_one_is_full_and_stays_where_it_is(alice):
    rows = factories.many_posts(alice, 5)
    sitemap.follow(size=2)
    begun = firsts()
    rows[0].deleted_at = clock.now()
    factories.many_posts(alice, 2)

    again = sitemap.follow(size=2)

    places = sorted(row.id for row in rows)
    assert begun == [0, places[2], places[4]]
    assert firsts()[:3] == begun
    assert again == 1
    assert sitemap.follow(size=2) == 0


def test_an_edit_marks_the_page_of_its_post_and_no_other(alice):
    rows = factories.many_posts(alice, 4)
    sitemap.follow(size=2)
    before = [page.changed_at for page in pages()]
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        posts.edit(alice, post=rows[0], title="New", body="New words")
        transaction.commit()
        edited_at = rows[0].edited_at

    with time_machine.travel(clock.now() + timedelta(hours=2)):
        sitemap.follow(size=2)
        sitemap.follow(size=2)

    after = [page.changed_at for page in pages()]
    assert abs(after[0] - edited_at) < timedelta(seconds=1)
    assert after[0] > before[0]
    assert after[1:] == before[1:]


def test_facts_of_the_last_minute_wait(alice):
    [row] = factories.many_posts(alice, 1)
    sitemap.follow()

    posts.edit(alice, post=row, title="New", body="New words")
    sitemap.follow()

    assert [page.changed_at for page in pages()] == [None]
