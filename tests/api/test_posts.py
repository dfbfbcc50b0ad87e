"""Posts, for programs: the book's shapes, and everything their authors can do."""

import pytest

from flasky import addresses, transaction
from flasky.models import Scope, Visibility
from flasky.operations import blocks, posts
from flasky.operations.audience import Audience
from tests import factories
from tests.statements import counted

BOOK = {"url", "body", "body_html", "timestamp", "author_url", "comments_url", "comment_count"}
KEYS = BOOK | {
    "id", "web_url", "title", "updated_at", "author", "tags", "language", "visibility", "commenters",
    "comments_closed_at",
    "like_count", "boost_count", "liked", "bookmarked", "boosted", "pinned",
}  # fmt: skip
AUTHOR = {"id", "username", "name", "url", "web_url", "avatar_url"}


@pytest.fixture
def post(alice):
    return factories.post(alice, title="Tea", body="At *five*. #tea")


def path_of(post, *more):
    return "/".join((addresses.api_post(post), *more))


@pytest.mark.seed("A2")
@pytest.mark.defect("N1")
@pytest.mark.defect("D33")
def test_a_post_has_the_keys_of_the_book_and_ours_and_no_other(visitor, post):
    answer = visitor.get(path_of(post)).json

    assert set(answer) == KEYS
    assert set(answer["author"]) == AUTHOR
    assert answer["body"] == "At *five*. #tea"
    assert answer["comments_url"] == f"{answer['url']}/comments"
    assert answer["author_url"] == answer["author"]["url"]
    assert answer["timestamp"].endswith("Z")
    assert isinstance(answer["id"], str)


@pytest.mark.seed("A3")
@pytest.mark.defect("N1")
@pytest.mark.parametrize("path", ["/posts", "/users/@alice/posts"])
def test_collections_hold_items_and_the_way_on(visitor, post, path):
    answer = visitor.get(path).json

    assert set(answer) == {"items", "prev", "next", "count"}
    assert [set(item) for item in answer["items"]] == [KEYS]
    assert (answer["prev"], answer["next"]) == (None, None)


def test_addresses_inside_the_html_are_whole(visitor, alice):
    post = factories.post(
        alice, body='[one](/all) #tea @alice [two](#x)\n\n![p](/static/img/a.png) `href="/x"`[^1]\n\n[^1]: n'
    )

    html = visitor.get(path_of(post)).json["body_html"]

    assert 'href="http://localhost/all"' in html
    assert 'href="http://localhost/tags/tea"' in html
    assert 'href="/' not in html.replace('<code>href="/x"</code>', "")
    assert 'href="#' not in html


@pytest.mark.seed("A4")
def test_publishing_answers_201_and_where_the_post_is(client, alice):
    answer = client(alice).post("/posts/", {"body": "Words", "title": "T", "tags": ["Tea"], "visibility": "link"})

    assert answer.status_code == 201
    assert answer.headers["Location"] == answer.json["url"]
    assert client(alice).get(answer.headers["Location"]).json == answer.json
    assert (answer.json["tags"], answer.json["visibility"]) == (["Tea"], "link")


@pytest.mark.seed("A4")
@pytest.mark.defect("D33")
@pytest.mark.defect("N11")
@pytest.mark.parametrize("body", ["", " ", "\n\t", None, "[tea]: https://example.org", "x" * 65_537, "é" * 40_000])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_text_that_is_none_is_refused(client, alice, post, body, method):
    path = "/posts" if method == "POST" else path_of(post)

    answer = client(alice).open(method, path, json={"body": body})

    if (method, body) == ("PATCH", None):
        assert answer.status_code == 200
    else:
        assert answer.status_code == 422
        assert [one["field"] for one in answer.json["errors"]] == ["body"]


@pytest.mark.seed("A4")
def test_putting_changes_a_post_as_a_whole_and_patching_a_part(client, alice, post):
    api = client(alice)

    patched = api.patch(path_of(post), {"body": "At six."})
    put = api.put(path_of(post), {"body": "At seven."})

    assert (patched.status_code, patched.json["title"], patched.json["body"]) == (200, "Tea", "At six.")
    assert (put.status_code, put.json["title"], put.json["body"]) == (200, "", "At seven.")
    assert put.json["updated_at"] is not None


@pytest.mark.seed("A4")
@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_another_persons_post_is_not_changed(client, bob, post, method):
    answer = client(bob).open(method, path_of(post), json={"body": "Mine."})

    assert answer.status_code == 403
    assert transaction.session.get_one(type(post), post.id).body == "At *five*. #tea"


def test_an_administrator_changes_words_and_no_audience(client, admin, post):
    api = client(admin)

    assert api.patch(path_of(post), {"body": "Better."}).json["body"] == "Better."
    assert api.patch(path_of(post), {"visibility": "link"}).status_code == 403
    assert api.delete(path_of(post)).status_code == 403


@pytest.mark.seed("A4")
def test_a_deleted_post_is_gone_and_comes_back(client, alice, bob, post):
    api = client(alice)

    assert api.delete(path_of(post)).status_code == 204
    assert [client(one).get(path_of(post)).status_code for one in (alice, bob)] == [410, 410]
    assert api.delete(path_of(post)).status_code == 410
    assert api.put(path_of(post), {"body": "x"}).status_code == 410
    assert client(bob).post(path_of(post, "restore")).status_code == 410
    assert api.post(path_of(post, "restore")).json["title"] == "Tea"
    assert api.post(path_of(post, "restore")).status_code == 200
    assert client(bob).post(path_of(post, "restore")).status_code == 403


def test_former_texts_are_for_their_author(client, alice, bob, post):
    posts.edit(alice, post=post, title="Coffee", body="At six.")
    transaction.commit()

    answer = client(alice, Scope.READ).get(path_of(post, "revisions"))

    assert [(item["title"], item["body"]) for item in answer.json["items"]] == [("Tea", "At *five*. #tea")]
    assert set(answer.json["items"][0]) == {"id", "title", "body", "timestamp"}
    assert client(bob).get(path_of(post, "revisions")).status_code == 403


def test_comments_are_closed_and_opened_by_the_author(client, alice, bob, post):
    api = client(alice)

    closed = api.put(path_of(post, "comments-closed"))
    refused = client(bob).post(path_of(post, "comments"), {"body": "Late."})
    opened = api.delete(path_of(post, "comments-closed"))

    assert closed.json["comments_closed_at"] is not None
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "body")
    assert opened.json["comments_closed_at"] is None
    assert client(bob).put(path_of(post, "comments-closed")).status_code == 403


def test_a_preview_looks_like_the_post_and_keeps_nothing(client, alice):
    api = client(alice)
    shown = api.post("/preview", {"body": "*Five* @alice"})

    assert api.get("/posts").json["items"] == []
    assert shown.status_code == 200
    assert shown.json["body_html"] == api.post("/posts", {"body": "*Five* @alice"}).json["body_html"]
    assert api.post("/preview", {"body": "[tea]: https://example.org"}).status_code == 422


@pytest.mark.defect("D34")
@pytest.mark.advisory("CVE-2026-25517")
def test_programs_read_what_the_site_shows_and_no_more(client, visitor, alice, bob, carol, post):
    for_followers = posts.publish(alice, title="", body="Few", audience=Audience(Visibility.FOLLOWERS))
    by_link = posts.publish(alice, title="", body="Link", audience=Audience(Visibility.LINK))
    blocks.block(alice, target=carol.actor)
    transaction.commit()

    assert [item["id"] for item in visitor.get("/posts").json["items"]] == [str(post.id)]
    assert visitor.get(path_of(for_followers)).status_code == client(bob).get(path_of(for_followers)).status_code == 404
    assert visitor.get(path_of(by_link)).status_code == 200
    assert [client(carol).get(path_of(one)).status_code for one in (post, by_link)] == [404, 404]
    assert len(client(alice).get("/posts").json["items"]) == 3


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("path", "most"), [("/posts", 2), ("/users/@alice/posts", 2)])
def test_a_list_takes_the_same_few_statements_for_one_post_and_twenty(visitor, alice, count, path, most):
    factories.many_posts(alice, count)

    with counted() as statements:
        answer = visitor.get(path)

    assert len(answer.json["items"]) == count
    assert len(statements) <= most, statements


@pytest.mark.parametrize("count", [1, 20])
def test_a_token_adds_two_statements_to_a_list(client, alice, count):
    factories.many_posts(alice, count)
    api = client(alice)
    api.get("/posts")

    with counted() as statements:
        api.get("/posts")

    assert len(statements) <= 4, statements


def test_a_post_says_its_language(client, alice):
    api = client(alice)
    made = api.post("/posts", {"body": "Hallo", "language": "de"})

    assert made.json["language"] == "de"
    assert api.patch(made.json["url"], {"title": "Gruß"}).json["language"] == "de"
    assert api.put(made.json["url"], {"body": "Hallo"}).json["language"] == ""
    refused = api.patch(made.json["url"], {"language": "klingon"})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "language")
