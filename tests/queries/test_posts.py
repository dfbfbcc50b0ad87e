"""Reading posts: pages, who sees what, how much is asked of the database."""

import pytest

from flasky import transaction
from flasky.errors import Gone, NotFound
from flasky.lib import clock
from flasky.lib.paging import PageRequest
from flasky.models import Post
from flasky.operations import blocks
from flasky.queries import actors, posts
from flasky.transaction import session
from tests import factories, statements


def ids_of(page) -> list[int]:
    return [post.id for post in page.items]


def everybodys(**request):
    return posts.everybodys(viewer=None, page=PageRequest(**{"size": 10, **request}))


@pytest.mark.seed("B1")
def test_the_newest_post_is_the_first(alice, bob):
    older, newer = factories.post(alice), factories.post(bob)

    assert ids_of(everybodys()) == [newer.id, older.id]


@pytest.mark.seed("B2")
def test_a_profile_has_the_posts_of_one_author(alice, bob):
    hers = factories.post(alice)
    factories.post(bob)

    assert ids_of(posts.written_by(alice.actor, viewer=None, page=PageRequest(10))) == [hers.id]


@pytest.mark.parametrize("column", ["deleted_at", "hidden_at"])
@pytest.mark.parametrize("viewer", [None, "alice", "bob", "admin"])
@pytest.mark.advisory("CVE-2026-33428")
def test_a_deleted_or_hidden_post_is_on_no_page(request, alice, column, viewer):
    post = factories.post(alice)
    setattr(post, column, clock.now())
    transaction.commit()
    reader = request.getfixturevalue(viewer) if viewer else None

    assert posts.everybodys(viewer=reader, page=PageRequest(10)).items == []
    assert posts.written_by(alice.actor, viewer=reader, page=PageRequest(10)).items == []


@pytest.mark.parametrize("kind", ["reply_to_id", "visibility"])
def test_answers_and_what_is_not_public_are_on_no_page(alice, kind):
    first, second = factories.post(alice), factories.post(alice)
    setattr(second, kind, first.id if kind == "reply_to_id" else "followers")
    transaction.commit()

    assert ids_of(everybodys()) == [first.id]
    assert ids_of(posts.written_by(alice.actor, viewer=None, page=PageRequest(10))) == [first.id]


@pytest.mark.seed("B6")
def test_a_post_is_found_by_its_id_with_its_author(alice):
    post = factories.post(alice)
    session.expunge_all()

    found = posts.by_id(post.id, viewer=None)

    assert (found.body, found.author.username) == (post.body, "alice")


@pytest.mark.seed("B6")
@pytest.mark.parametrize("identity", [0, 1, 2**63 - 1])
def test_a_post_that_never_was_is_not_found(app, identity):
    with pytest.raises(NotFound):
        posts.by_id(identity, viewer=None)


def test_a_deleted_post_is_gone(alice):
    post = factories.post(alice)
    post.deleted_at = clock.now()
    transaction.commit()

    with pytest.raises(Gone):
        posts.by_id(post.id, viewer=None)


@pytest.mark.advisory("GHSA-gwhw-gcjx-72v8")
@pytest.mark.parametrize("also_deleted", [False, True])
def test_a_hidden_post_is_as_one_that_never_was(alice, also_deleted):
    post = factories.post(alice)
    post.hidden_at = clock.now()
    post.deleted_at = clock.now() if also_deleted else None
    transaction.commit()

    with pytest.raises(NotFound):
        posts.by_id(post.id, viewer=alice)


@pytest.mark.seed("B4")
def test_pages_by_number_cover_all_posts_once(alice):
    factories.many_posts(alice, 25)

    pages = [everybodys(number=number) for number in (1, 2, 3, 4)]

    assert [len(page.items) for page in pages] == [10, 10, 5, 0]
    assert len({identity for page in pages for identity in ids_of(page)}) == 25


@pytest.mark.seed("B4")
@pytest.mark.defect("D31")
def test_older_pages_cover_all_once_while_new_posts_arrive(alice, bob):
    written = {post.id for post in factories.many_posts(alice, 25)}

    seen, page = [], everybodys()
    while True:
        seen += ids_of(page)
        factories.post(bob)
        if page.older_than is None:
            break
        page = everybodys(before=page.older_than)

    assert seen == sorted(written, reverse=True)


@pytest.mark.seed("B4")
def test_going_back_shows_the_pages_one_came_by(alice):
    factories.many_posts(alice, 25)
    first = everybodys()
    second = everybodys(before=first.older_than)
    third = everybodys(before=second.older_than)

    assert ids_of(everybodys(after=third.newer_than)) == ids_of(second)
    assert ids_of(everybodys(after=second.newer_than)) == ids_of(first)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 20, 21])
def test_the_ends_of_the_list_lead_nowhere(alice, count):
    factories.many_posts(alice, count)

    first = everybodys()

    assert first.newer_than is None
    assert (first.older_than is None) is (count <= 10)


def test_the_newest_page_by_after_leads_to_nothing_newer(alice):
    rows = factories.many_posts(alice, 11)

    page = everybodys(after=rows[0].id)

    assert ids_of(page) == [row.id for row in reversed(rows[1:])]
    assert page.newer_than is None
    assert page.older_than == rows[1].id


@pytest.mark.parametrize("request_", [{"before": 0}, {"before": 1}, {"after": 2**63 - 1}, {"number": 50}])
def test_a_page_past_the_end_is_empty(alice, request_):
    factories.post(alice)

    page = everybodys(**request_)

    assert (page.items, page.newer_than, page.older_than) == ([], None, None)


@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 20])
def test_a_page_of_posts_is_one_statement_however_many_there_are(alice, bob, count):
    for author in (alice, bob):
        factories.many_posts(author, count)
    session.expunge_all()

    with statements.counted() as asked:
        page = posts.everybodys(viewer=None, page=PageRequest(20))
        assert {post.author.display_name for post in page.items} <= {"alice", "bob"}

    assert len(asked) == 1


@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 20])
def test_a_profile_is_two_statements_however_many_posts_there_are(alice, count):
    factories.many_posts(alice, count)
    session.expunge_all()

    with statements.counted() as asked:
        actor = actors.by_username("alice")
        page = posts.written_by(actor, viewer=None, page=PageRequest(20))
        assert [post.author.username for post in page.items] == ["alice"] * count

    assert len(asked) == 2


@pytest.mark.defect("D47")
def test_one_post_is_one_statement(alice):
    identity = factories.post(alice).id
    session.expunge_all()

    with statements.counted() as asked:
        assert posts.by_id(identity, viewer=None).author.username == "alice"

    assert len(asked) == 1


@pytest.mark.defect("D47")
def test_an_author_that_was_not_loaded_is_never_fetched_row_by_row(alice):
    identity = factories.post(alice).id
    session.expunge_all()
    bare = session.get_one(Post, identity)

    with pytest.raises(Exception, match="raise_on_sql"):
        _ = bare.author


def test_posts_of_all_people_are_counted_up_to_a_bound(alice, bob, monkeypatch):
    for number in range(3):
        factories.post(alice, body=f"Number {number}")
    blocks.block(bob, target=alice.actor)

    assert [posts.count_of_everybodys(viewer=viewer) for viewer in (None, bob)] == [3, 0]
    monkeypatch.setattr(posts, "COUNTED_MAX", 2)
    assert posts.count_of_everybodys(viewer=None) is None
