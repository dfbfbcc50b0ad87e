"""Comments, for programs."""

import pytest

from flasky import addresses, transaction
from flasky.models import Scope
from flasky.operations import blocks, comments, moderation, people
from tests import factories
from tests.statements import counted

BOOK = {"url", "post_url", "body", "body_html", "timestamp", "author_url"}
KEYS = BOOK | {
    "id", "web_url", "reply_to_url", "updated_at", "author", "answer_count", "like_count", "liked", "withheld",
}  # fmt: skip


@pytest.fixture
def post(alice):
    return factories.post(alice)


def under(post):
    return f"{addresses.api_post(post)}/comments"


@pytest.mark.seed("A2")
@pytest.mark.defect("N1")
def test_a_comment_has_the_keys_of_the_book_and_ours_and_no_other(visitor, bob, post):
    comment = factories.comment(bob, post)

    answer = visitor.get(addresses.api_comment(comment.id)).json

    assert set(answer) == KEYS
    assert answer["post_url"].endswith(addresses.api_post(post))
    assert answer["author"]["username"] == "bob"


@pytest.mark.seed("A4")
def test_commenting_answers_201_and_where_the_comment_is(client, visitor, bob, post):
    answer = client(bob).post(f"{under(post)}/", {"body": "Yes."})

    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["url"]
    assert visitor.get(answer.json["url"]).json["body"] == "Yes."
    assert visitor.get(addresses.api_post(post)).json["comment_count"] == 1


def test_comments_are_answered(client, alice, bob, post):
    first = client(bob).post(under(post), {"body": "Yes?"}).json

    answer = client(alice).post(under(post), {"body": "No.", "reply_to": first["id"]})

    assert (answer.status_code, answer.json["reply_to_url"]) == (201, first["url"])
    assert client(alice).get(first["url"]).json["answer_count"] == 1
    assert client(alice).post(under(post), {"body": "No.", "reply_to": "7"}).status_code == 404
    assert client(alice).post(under(post), {"body": "No.", "reply_to": str(post.id)}).status_code == 404


@pytest.mark.seed("A4")
@pytest.mark.defect("D33")
@pytest.mark.parametrize("body", ["", "  ", "x" * 16_385, "é" * 10_000, "[tea]: https://example.org"])
def test_a_comment_that_says_nothing_or_too_much_is_refused(client, bob, post, body):
    answer = client(bob).post(under(post), {"body": body})

    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "body")


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_a_comment_is_changed_by_its_author_and_its_former_text_kept(client, alice, bob, post, method):
    comment = factories.comment(bob, post, body="Yes.")
    path = addresses.api_comment(comment.id)

    changed = client(bob).open(method, path, json={"body": "No."})

    assert (changed.status_code, changed.json["body"]) == (200, "No.")
    assert [one["body"] for one in client(bob, Scope.READ).get(f"{path}/revisions").json["items"]] == ["Yes."]
    assert client(alice).open(method, path, json={"body": "Mine."}).status_code == 403
    assert client(alice).get(f"{path}/revisions").status_code == 403


def test_a_deleted_comment_comes_back(client, alice, bob, post):
    comment = factories.comment(bob, post, body="Yes.")
    path = addresses.api_comment(comment.id)

    assert client(alice).delete(path).status_code == 403
    assert client(bob).delete(path).status_code == 204
    assert client(bob).delete(path).status_code == 410
    assert client(alice).get(path).status_code == 404
    assert client(bob).get(path).status_code == 410
    assert client(bob).get(under(post)).json["items"][0]["withheld"] == "deleted"
    assert client(bob).post(f"{path}/restore").json["body"] == "Yes."
    assert client(alice).get(path).json["body"] == "Yes."
    assert client(alice).post(f"{path}/restore").status_code == 403


@pytest.mark.defect("D8")
@pytest.mark.advisory("CVE-2024-23649")
def test_what_is_withheld_on_pages_is_withheld_here(client, visitor, alice, bob, carol, mod, post):
    disabled, suspended, blocked = (factories.comment(one, post, body="Secret.") for one in (bob, carol, mod))
    moderation.disable(mod, comment=disabled)
    people.suspend(factories.person("root", role="Administrator"), user=carol)
    blocks.block(alice, target=mod.actor)
    transaction.commit()

    shown = {item["id"]: item for item in client(alice).get(under(post)).json["items"]}

    for comment, why in ((disabled, "disabled"), (suspended, "suspended"), (blocked, "blocked")):
        item = shown[str(comment.id)]
        assert (item["withheld"], item["body"], item["body_html"], item["author"]) == (why, "", "", None)
        assert "Secret" not in client(alice).get(addresses.api_comment(comment.id)).text
        assert client(alice).put(f"{addresses.api_comment(comment.id)}/like").status_code == 404
    assert "Secret" not in client(alice).get("/comments").text
    assert [item["id"] for item in visitor.get("/comments").json["items"]] == [str(blocked.id)]


def test_all_comments_stand_newest_first_with_ones_own_likes(client, alice, bob, post):
    older, newer = factories.comment(bob, post), factories.comment(bob, post)
    client(alice).put(f"{addresses.api_comment(older.id)}/like")

    items = client(alice).get("/comments").json["items"]

    assert [(item["id"], item["liked"]) for item in items] == [(str(newer.id), False), (str(older.id), True)]


def test_comments_of_hidden_posts_are_missing(client, visitor, alice, bob, post):
    comment = factories.comment(bob, post)
    client(alice).patch(addresses.api_post(post), {"visibility": "followers"})

    assert visitor.get("/comments").json["items"] == []
    assert visitor.get(addresses.api_comment(comment.id)).status_code == 404
    assert visitor.get(under(post)).status_code == 404


def test_a_comment_on_a_post_that_went_is_refused(client, alice, bob, post):
    client(alice).delete(addresses.api_post(post))

    assert client(bob).post(under(post), {"body": "Yes."}).status_code == 410


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("path", ["/comments", "{post}/comments"])
def test_a_list_takes_the_same_few_statements_for_one_comment_and_twenty(visitor, bob, post, count, path):
    for number in range(count):
        comments.reply(bob, post=post, body=f"Comment {number}")
    transaction.commit()

    with counted() as statements:
        answer = visitor.get(path.replace("{post}", addresses.api_post(post)))

    assert len(answer.json["items"]) == count
    assert len(statements) <= 2, statements
