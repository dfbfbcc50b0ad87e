"""Reading conversations: pages, threads, places, what is withheld from whom."""

import pytest

from flasky import transaction
from flasky.errors import NotFound
from flasky.lib.paging import PageRequest
from flasky.models import Block, Follow, Mute, Post
from flasky.models import Visibility as See
from flasky.operations import comments as operation
from flasky.queries import comments
from flasky.queries.visibility import Withheld
from flasky.transaction import session
from tests import factories
from tests.statements import counted


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice)


def add(*rows) -> None:
    session.add_all(rows)
    transaction.commit()


def shown(post: Post, viewer=None, *, number: int = 1, size: int = 30) -> list[comments.Thread]:
    session.expire_all()
    return comments.page(post, viewer=viewer, number=number, size=size).items


def texts(threads: list[comments.Thread]) -> list[str]:
    return [thread.top.comment.body for thread in threads]


@pytest.mark.seed("C2")
@pytest.mark.defect("D31")
def test_a_comment_keeps_its_page_when_others_come_and_go(bob, post):
    made = [factories.comment(bob, post, body=str(number)) for number in range(5)]
    operation.delete(bob, comment=made[0])
    transaction.commit()

    assert [texts(shown(post, size=2, number=page)) for page in (1, 2, 3)] == [["1"], ["2", "3"], ["4"]]
    factories.comment(bob, post, body="5")
    assert [texts(shown(post, size=2, number=page)) for page in (1, 2, 3)] == [["1"], ["2", "3"], ["4", "5"]]


@pytest.mark.parametrize(("count", "last"), [(0, 1), (1, 1), (2, 1), (3, 2)])
def test_there_is_no_page_after_the_last(bob, post, count, last):
    for _time in range(count):
        factories.comment(bob, post)

    session.expire_all()
    assert comments.page(post, viewer=None, number=last, size=2).last == last
    with pytest.raises(NotFound):
        comments.page(post, viewer=None, number=last + 1, size=2)


@pytest.mark.seed("C2")
def test_the_count_equals_the_rows_shown(alice, bob, mod, post):
    tops = [factories.comment(bob, post) for _time in range(3)]
    answers = [factories.comment(alice, post, to=tops[0]) for _time in range(2)]
    operation.delete(bob, comment=tops[0])
    operation.delete(alice, comment=answers[1])
    transaction.commit()

    threads = shown(post, mod)
    lines = [line for thread in threads for line in (thread.top, *thread.answers)]
    assert sum(line.withheld is not Withheld.DELETED for line in lines) == post.comment_count == 3


def test_what_is_deleted_leaves_a_placeholder_where_there_are_answers(alice, bob, carol, post):
    answered, alone = factories.comment(bob, post, body="answered"), factories.comment(bob, post, body="alone")
    factories.comment(alice, post, to=answered)
    for comment in (answered, alone):
        operation.delete(bob, comment=comment)
    transaction.commit()

    assert [thread.top.withheld for thread in shown(post, carol)] == [Withheld.DELETED]
    assert len(shown(post, bob)) == 2


@pytest.mark.seed("C3")
@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("disabled", Withheld.DISABLED),
        ("suspended", Withheld.SUSPENDED),
        ("blocked", Withheld.BLOCKED),
        ("blocker", Withheld.BLOCKED),
    ],
)
def test_a_text_that_is_not_for_the_viewer_is_withheld_and_counted(bob, carol, post, state, expected):
    comment = factories.comment(bob, post)
    if state == "disabled":
        comment.hidden_at = post.published_at
    elif state == "suspended":
        bob.actor.is_suspended = True
    else:
        one, other = (bob, carol) if state == "blocked" else (carol, bob)
        session.add(Block(actor_id=one.actor_id, target_id=other.actor_id))
    transaction.commit()

    assert [thread.top.withheld for thread in shown(post, carol)] == [expected]
    assert post.comment_count == 1


def test_comments_of_the_muted_are_marked_for_who_mutes(bob, carol, post):
    factories.comment(bob, post)
    add(Mute(actor_id=carol.actor_id, target_id=bob.actor_id))

    assert [shown(post, viewer)[0].top.is_muted for viewer in (carol, bob, None)] == [True, False, False]


def test_a_page_shows_the_first_answers_and_how_many_there_are_besides(alice, bob, post):
    top = factories.comment(bob, post)
    made = [factories.comment(alice, post, to=top) for _time in range(13)]

    thread = shown(post)[0]

    assert [line.comment.id for line in thread.answers] == [answer.id for answer in made[:10]]
    assert thread.more == 3


@pytest.mark.seed("C2")
@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 12])
def test_a_page_takes_two_statements_for_one_thread_and_many(alice, bob, post, count):
    for _time in range(count):
        factories.comment(alice, post, to=factories.comment(bob, post))
    session.expire_all()
    session.refresh(post)
    with counted() as statements:
        threads = comments.page(post, viewer=None, number=1, size=30).items

    assert (len(threads), len(statements)) == (count, 2)


def test_the_answers_of_a_thread_are_paged_from_the_oldest(alice, bob, post):
    top = factories.comment(bob, post)
    made = [factories.comment(alice, post, to=top, body=str(number)).id for number in range(5)]
    read = lambda **where: comments.thread(post, top.id, viewer=None, page=PageRequest(2, **where))  # noqa: E731

    first, second, last = read(), read(after=made[1]), read(after=made[3])

    assert [[line.comment.body for line in page.items] for page in (first, second, last)] == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
    ]
    assert [(page.older_than, page.newer_than) for page in (first, second, last)] == [
        (None, made[1]),
        (made[2], made[3]),
        (made[4], None),
    ]
    assert [line.comment.body for line in read(before=made[2]).items] == ["0", "1"]


def test_a_comment_is_found_on_its_page_or_in_its_thread(alice, bob, post):
    tops = [factories.comment(bob, post) for _time in range(3)]
    answers = [factories.comment(alice, post, to=tops[2]) for _time in range(11)]
    place = lambda comment: comments.place_of(comment, viewer=None, size=2)  # noqa: E731

    assert [place(comment).page for comment in (tops[0], tops[2], answers[9], answers[10])] == [1, 2, 2, None]
    assert place(answers[10]).thread_id == tops[2].id


@pytest.mark.seed("C3")
def test_the_desk_holds_comments_newest_first_of_posts_the_moderator_may_see(alice, bob, mod, post):
    first, second = (factories.comment(bob, post) for _time in range(2))
    closed = factories.post(alice)
    factories.comment(alice, closed)
    closed.visibility = See.FOLLOWERS
    transaction.commit()

    read = lambda: [row[0].id for row in comments.on_desk(mod, page=PageRequest(30)).items]  # noqa: E731
    assert read() == [second.id, first.id]
    add(Follow(follower_id=mod.actor_id, followed_id=alice.actor_id))
    assert len(read()) == 3


@pytest.mark.seed("C3")
@pytest.mark.defect("D31")
def test_the_desk_is_paged_by_ids(bob, mod, post):
    made = [factories.comment(bob, post).id for _time in range(5)][::-1]
    read = lambda **where: comments.on_desk(mod, page=PageRequest(2, **where))  # noqa: E731

    pages = [read(), read(before=made[1]), read(before=made[3])]

    assert [[row[0].id for row in page.items] for page in pages] == [made[:2], made[2:4], made[4:]]
    assert [(page.newer_than, page.older_than) for page in pages] == [
        (None, made[1]),
        (made[2], made[3]),
        (made[4], None),
    ]
    assert [row[0].id for row in read(after=made[2]).items] == made[:2]
