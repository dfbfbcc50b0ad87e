"""Comments through pages: written, answered, edited, deleted, withheld, paged, kept when the session is lost."""

import re

import pytest

from flasky import addresses, transaction
from flasky.models import Block, Mute, Post, Role
from flasky.models import Visibility as See
from flasky.operations import comments as operation
from flasky.operations import moderation
from flasky.transaction import session
from tests import factories
from tests.browsers import Browser, hidden_fields, logged_in
from tests.factories import PASSWORD
from tests.statements import counted

IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def post(alice) -> Post:
    """A post of alice's."""
    return factories.post(alice, title="On walking")


@pytest.fixture
def path(post) -> str:
    """Its address."""
    return f"/@alice/{post.id}/on-walking"


@pytest.mark.seed("C1", "C2")
def test_a_comment_is_published_and_shown_where_it_stands(app, bob, path):
    browser = logged_in(app, bob)

    response = browser.fill_in(path, {"body": "So *true*."}, action=f"{path}/comments")
    page = browser.follow(response).text

    number = re.search(r"#comment-(\d+)$", response.location)
    assert response.status_code == 303
    assert f'id="comment-{number[1]}"' in page
    assert "So <em>true</em>." in page
    assert 'data-card="/@bob/card"' in page
    assert "Your comment has been published." in page
    assert "1 Comment" in page
    assert f'href="{path}#comments"' in browser.get("/").text


def test_an_answer_is_swapped_in_place_for_a_script(app, alice, bob, post, path):
    comment = factories.comment(bob, post)
    browser = logged_in(app, alice)

    form = browser.get(f"{path}/comments/{comment.id}/reply", headers=IN_PLACE).text
    data = {**hidden_fields(form), "body": "An answer"}
    answer = browser.open("POST", f"{path}/comments", data=data, headers=IN_PLACE)

    assert "<html" not in form + answer.text
    assert f'id="reply-{comment.id}"' in form
    assert (answer.status_code, "An answer" in answer.text) == (200, True)
    assert "2 Comments" in browser.get(path).text


def test_an_answer_is_written_without_a_script_too(app, alice, bob, post, path):
    comment = factories.comment(bob, post, body="A question?")
    browser = logged_in(app, alice)

    page = browser.get(f"{path}/comments/{comment.id}/reply").text
    response = browser.open("POST", f"{path}/comments", data={**hidden_fields(page), "body": "An answer"})

    assert "A question?" in page
    assert response.status_code == 303
    assert re.search(r'<ol class="answers" id="answers-\d+">\s*<li class="comment"', browser.follow(response).text)


@pytest.mark.seed("C1")
@pytest.mark.defect("D7")
def test_who_may_not_comment_is_refused_and_finds_no_form(app, path):
    reader = factories.person("rita", role=Role.USER)
    browser = logged_in(app, reader)
    token = browser.csrf_token()
    reader.role = session.get_one(Role, reader.role_id)
    before = reader.role.permissions
    reader.role.permissions = 1
    transaction.commit()
    try:
        assert "You may not comment here." in browser.get(path).text
        refused = browser.open("POST", f"{path}/comments", data={"csrf_token": token, "body": "text"})
    finally:
        session.expire_all()
        session.get_one(Role, reader.role_id).permissions = before
        transaction.commit()

    assert refused.status_code == 403


def test_a_visitor_is_led_to_log_in(browser, path):
    page = browser.get(path).text

    assert "Log in to comment." in page
    assert "<textarea" not in page


@pytest.mark.defect("D19")
@pytest.mark.parametrize(
    ("body", "words"), [("", "Write something first"), ("word " * 10_000, "This comment is too long")]
)
def test_what_cannot_be_taken_comes_back_with_a_sentence(app, bob, path, body, words):
    response = logged_in(app, bob).post(f"{path}/comments", {"body": body})

    assert response.status_code == 422
    assert words in response.text
    assert body in response.text


def test_an_answer_to_what_was_deleted_meanwhile_keeps_its_text(app, alice, bob, post, path):
    comment = factories.comment(bob, post, body="Words in anger")
    operation.delete(bob, comment=comment)
    transaction.commit()

    response = logged_in(app, alice).post(f"{path}/comments", {"body": "My answer", "reply_to": str(comment.id)})

    assert response.status_code == 422
    assert "The comment that you answer is not there any more." in response.text
    assert "My answer" in response.text
    assert "Words in anger" not in response.text


@pytest.mark.parametrize("number", ["abc", "9" * 19, "9" * 40, "-1"])
def test_an_answer_to_nothing_is_not_found(app, bob, path, number):
    assert logged_in(app, bob).post(f"{path}/comments", {"body": "x", "reply_to": number}).status_code in (404, 422)


def test_a_comment_goes_through_the_log_in_and_comes_out_in_its_form(app, bob, path):
    browser = logged_in(app, bob)
    fields = hidden_fields(browser.get(path).text)
    browser.client.delete_cookie("session", domain="localhost")

    late = browser.open("POST", f"{path}/comments", data={**fields, "body": "A long night"})
    form = browser.open("POST", "/auth/login", data={**hidden_fields(late.text), "email": "bob", "password": PASSWORD})
    published = browser.open("POST", f"{path}/comments", data={**hidden_fields(form.text), "body": "A long night"})

    assert (late.status_code, form.status_code, published.status_code) == (400, 200, 303)
    assert f'action="{path}/comments"' in form.text
    assert "A long night" in form.text


@pytest.mark.defect("D29")
def test_a_comment_is_edited_and_shows_that_it_was(app, bob, post, path):
    comment = factories.comment(bob, post, body="first words")
    browser = logged_in(app, bob)

    response = browser.fill_in(f"{path}/comments/{comment.id}/edit", {"body": "second words"})
    page = browser.follow(response).text
    former = browser.get(f"{path}/comments/{comment.id}/revisions").text

    assert "second words" in page
    assert "edited" in page
    assert "<del>first" in former


@pytest.mark.defect("D29")
def test_a_comment_is_deleted_and_brought_back_where_it_stood(app, bob, carol, post, path):
    comment = factories.comment(bob, post, body="My words")
    browser, place = logged_in(app, bob), f"{path}/comments/{comment.id}"

    page = browser.follow(browser.fill_in(f"{place}/delete")).text
    assert "You deleted this comment." in page
    assert "My words" not in page + logged_in(app, carol).get(path).text
    assert browser.get(f"/post/{comment.id}").location == f"{path}#comment-{comment.id}"

    assert "My words" in browser.follow(browser.post(f"{place}/restore")).text


@pytest.mark.seed("C3")
@pytest.mark.parametrize("who", ["visitor", "alice", "carol"])
def test_the_text_of_a_disabled_comment_is_on_no_page(request, app, bob, mod, post, path, who):
    comment = factories.comment(bob, post, body="Unspeakable words")
    operation.edit(bob, comment=comment, body="Unspeakable other words")
    moderation.disable(mod, comment=comment)
    transaction.commit()
    reader = Browser(app) if who == "visitor" else logged_in(app, request.getfixturevalue(who))

    place = f"{path}/comments/{comment.id}"
    paths = (path, place, f"{place}/reply", f"{place}/revisions", f"{place}/edit", "/", "/@alice", "/@bob")
    pages = "".join(reader.get(one).text for one in paths)
    assert "Unspeakable" not in pages
    assert "This comment has been disabled by a moderator." in pages
    assert "1 Comment" in pages


@pytest.mark.seed("C3")
def test_the_author_of_a_disabled_comment_sees_that_it_is(app, bob, mod, post, path):
    moderation.disable(mod, comment=factories.comment(bob, post, body="My words"))
    transaction.commit()

    page = logged_in(app, bob).get(path).text

    assert "This comment has been disabled by a moderator." in page
    assert "My words" in page


def test_across_a_block_the_text_is_not_shown_and_the_name_is_not_told(app, bob, carol, post, path):
    factories.comment(bob, post, body="Not for carol")
    session.add(Block(actor_id=bob.actor_id, target_id=carol.actor_id))
    transaction.commit()

    page = logged_in(app, carol).get(path).text

    assert "This comment is not shown to you." in page
    assert "Not for carol" not in page
    assert ">bob<" not in page
    assert "1 Comment" in page


def test_what_somebody_muted_wrote_is_folded_away(app, bob, carol, post, path):
    factories.comment(bob, post)
    session.add(Mute(actor_id=carol.actor_id, target_id=bob.actor_id))
    transaction.commit()

    assert "Somebody you muted wrote this." in logged_in(app, carol).get(path).text


@pytest.mark.seed("C2")
def test_the_number_of_a_comment_leads_to_the_page_that_shows_it(app, site, bob, post, path):
    made = [factories.comment(bob, post) for _time in range(31)]
    answers = [factories.comment(bob, post, to=made[30]) for _time in range(11)]
    browser = Browser(app)

    assert browser.get(f"/post/{made[29].id}").location == f"{path}#comment-{made[29].id}"
    assert browser.get(f"/post/{made[30].id}").location == f"{path}?page=2#comment-{made[30].id}"
    late = browser.get(f"/post/{answers[10].id}").location
    assert late == f"{path}/comments/{made[30].id}?after={answers[10].id - 1}#comment-{answers[10].id}"
    assert f'id="comment-{answers[10].id}"' in browser.get(late.partition("#")[0]).text
    assert "1 more answer" in browser.get(f"{path}?page=2").text
    assert f'href="{path}?page=2#comments"' in browser.get(path).text
    assert browser.get(f"/@bob/{made[30].id}/any").location == f"{path}?page=2#comment-{made[30].id}"


@pytest.mark.seed("C2", "E14")
@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "9" * 30])
def test_a_page_of_comments_that_is_not_there_is_not_found(browser, path, page):
    assert browser.get(f"{path}?page={page}").status_code == 404


@pytest.mark.defect("D47")
@pytest.mark.parametrize("reader", ["visitor", "bob"])
@pytest.mark.parametrize("count", [1, 50])
def test_a_post_takes_the_same_few_statements_with_one_comment_and_fifty(app, bob, post, path, count, reader):
    for _thread in range(max(1, count // 2)):
        top = factories.comment(bob, post)
        if count > 1:
            factories.comment(bob, post, to=top)
    browser = Browser(app) if reader == "visitor" else logged_in(app, bob)

    with counted() as statements:
        page = browser.get(path).text

    assert f"{count} Comment" in page
    assert len(statements) <= (3 if reader == "visitor" else 6), statements


def test_answers_stand_deeper_up_to_a_readable_depth(app, bob, post, path):
    to = factories.comment(bob, post)
    for _time in range(6):
        to = factories.comment(bob, post, to=to)

    page = Browser(app).get(path).text

    assert page.count('<ol class="answers"') == 4
    assert page.count("to bob") == 2


def test_a_comment_is_edited_at_its_own_address_only(app, bob, post):
    comment = factories.comment(bob, post)
    browser = logged_in(app, bob)

    for part in ("edit", "delete", "revisions"):
        assert browser.get(f"/@bob/{comment.id}/{comment.slug}/{part}").status_code == 404


def test_the_author_closes_and_opens_the_comments(app, alice, bob, path):
    author = logged_in(app, alice)

    assert "The comments are closed." in author.follow(author.post(f"{path}/comments/close")).text
    assert "The comments of this post are closed." in logged_in(app, bob).get(path).text
    assert "The comments are open." in author.follow(author.post(f"{path}/comments/open")).text


def test_a_deleted_post_that_one_could_not_see_was_never_there(app, alice, browser):
    post = factories.post(alice, title="Hers")
    post.visibility = See.FOLLOWERS
    post.deleted_at = post.published_at
    transaction.commit()

    assert browser.get(f"/@alice/{post.id}/hers").status_code == 404


@pytest.mark.seed("R8")
def test_everybody_is_seen_by_the_same_picture_beside_posts_and_comments(browser, alice, bob):
    post = factories.post(alice)
    factories.comment(bob, post)

    page = browser.get(addresses.post(post)).text

    assert page.count('src="/avatars/alice.svg"') == page.count('src="/avatars/bob.svg"') == 1
