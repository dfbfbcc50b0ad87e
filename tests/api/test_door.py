"""The door of the API: methods, headers, conditions, other sites, whatever is asked for."""

import pytest

from flasky import addresses, transaction
from flasky.http import access
from flasky.operations import marks, posts
from tests import factories
from tests.api.client import Api
from tests.api.program import World, ask, is_problem, make_world, operations
from tests.browsers import logged_in
from tests.sites import add_view, database_away, failing

ELSEWHERE = {"Origin": "https://elsewhere.example"}


@pytest.fixture
def post(alice):
    return factories.post(alice, title="Tea", body="At five.")


@pytest.mark.seed("A5")
@pytest.mark.defect("D33")
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "", "nonsense", "text/html;q=1, */*;q=0"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("PUT", "/me", 405), ("GET", "/me", 401), ("GET", "/posts?limit=x", 422)],
)
def test_errors_are_problems_whatever_is_asked_for(visitor, accept, method, path, status):
    answer = visitor.open(method, path, headers={"Accept": accept})

    assert answer.status_code == status
    assert is_problem(answer)
    assert answer.json["error"] == answer.json["title"].lower()
    assert answer.json["message"] == answer.json["detail"]


@pytest.mark.seed("A5")
@pytest.mark.parametrize("accept", ["text/html", "application/xml", "nonsense"])
def test_answers_are_json_whatever_is_asked_for(visitor, accept):
    answer = visitor.get("/posts", headers={"Accept": accept})

    assert (answer.status_code, answer.mimetype) == (200, "application/json")


@pytest.mark.seed("A5")
@pytest.mark.parametrize(("error", "status"), [(RuntimeError("no"), 500), (database_away(), 503)])
def test_what_goes_wrong_inside_is_a_problem_without_a_word_of_it(site, error, status):
    app = site()
    add_view(app, "/api/v1/broken", failing(error), methods=("GET",), rule=access.PROGRAMS)

    answer = Api(app).get("/broken")

    assert answer.status_code == status
    assert is_problem(answer)
    assert "no" not in answer.json["detail"].split()
    assert ("Retry-After" in answer.headers) == (status == 503)


def test_every_address_says_which_methods_it_takes(app):
    world, api = make_world(), Api(app)
    taken: dict[str, set[str]] = {}
    for operation in operations(app):
        taken.setdefault(world.address_of(operation), set()).add(operation.method)

    for path, methods in taken.items():
        expected = methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
        for method in {"PUT", "PATCH", "DELETE", "POST", "GET", "TRACE"} - methods:
            answer = api.open(method, path)

            assert (path, method, answer.status_code) == (path, method, 405)
            assert set(answer.allow) == expected
            assert is_problem(answer)


@pytest.mark.parametrize("path", ["/posts", "/posts/", "/users/@alice", "/users/@alice/"])
def test_addresses_are_taken_with_the_slash_of_the_book_and_without(visitor, alice, path):
    assert visitor.get(path).status_code == 200


def test_head_says_what_get_says_without_a_body(visitor, post):
    path = addresses.api_post(post)

    head, get = visitor.open("HEAD", path), visitor.get(path)

    assert head.data == b""
    assert (head.status_code, head.headers["ETag"]) == (200, get.headers["ETag"])
    assert int(head.headers["Content-Length"]) == len(get.data)


@pytest.mark.defect("N7")
def test_scripts_of_other_sites_may_ask_without_a_cookie_and_here_alone(app, visitor, alice):
    browser = logged_in(app, alice)
    asked = visitor.open("OPTIONS", "/posts", headers={**ELSEWHERE, "Access-Control-Request-Method": "POST"})
    answers = [visitor.get("/posts", headers=ELSEWHERE), visitor.get("/nowhere", headers=ELSEWHERE), asked]

    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert set(asked.headers["Access-Control-Allow-Methods"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert (asked.status_code, asked.data) == (200, b"")
    for path in ("/", "/settings/profile", addresses.api_docs(), "/healthz"):
        assert "Access-Control-Allow-Origin" not in browser.get(path, headers=ELSEWHERE).headers


@pytest.mark.defect("N7")
def test_a_cookie_opens_nothing(app, alice):
    browser = logged_in(app, alice)

    assert browser.get("/api/v1/me").status_code == 401
    assert browser.open("POST", "/api/v1/posts", json={"body": "x"}).status_code == 401
    assert browser.get("/api/v1/posts").status_code == 200


def test_what_is_known_already_comes_without_a_body(client, alice, post):
    api, path = client(alice), addresses.api_post(post)
    first = api.get(path)

    again = api.get(path, headers={"If-None-Match": first.headers["ETag"]})
    other = api.get(path, headers={"If-None-Match": '"other", W/"another"'})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert other.status_code == 200
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in again.vary


def test_what_changed_comes_whole(client, alice, bob, post):
    api, path = client(alice), addresses.api_post(post)
    tag = api.get(path).headers["ETag"]
    marks.like(bob, post=post)
    transaction.commit()

    answer = api.get(path, headers={"If-None-Match": tag})

    assert (answer.status_code, answer.json["like_count"]) == (200, 1)


def test_of_two_who_change_the_same_the_second_is_told(client, alice, post):
    one, two = client(alice), client(alice)
    path = addresses.api_post(post)
    tag = {"If-Match": one.get(path).headers["ETag"]}

    first = one.put(path, {"body": "First."}, headers=tag)
    second = two.put(path, {"body": "Second."}, headers=tag)

    assert (first.status_code, second.status_code) == (200, 412)
    assert is_problem(second)
    assert two.get(path).json["body"] == "First."
    assert two.put(path, {"body": "Second."}, headers={"If-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("change", [{"visibility": "followers"}, {"tags": ["tea"]}, {"close_after_days": 3}])
def test_whatever_the_author_changes_is_another_state(client, alice, post, change):
    api, path = client(alice), addresses.api_post(post)
    tag = api.get(path).headers["ETag"]
    api.patch(path, change)

    assert api.delete(path, headers={"If-Match": tag}).status_code == 412
    assert api.get(path).status_code == 200


def test_what_others_do_to_a_post_stands_in_no_editors_way(client, alice, bob, post):
    api, path = client(alice), addresses.api_post(post)
    tag = api.get(path).headers["ETag"]
    marks.like(bob, post=post)
    factories.comment(bob, post)

    assert api.patch(path, {"title": "Coffee"}, headers={"If-Match": tag}).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "status"),
    [("*", 200), ('"x"', 412), ('""', 412), ('W/""', 412), ("x", 412), ('"x", *', 412), ("", 200)],
)
def test_if_match_is_read_as_http_says(client, alice, post, wanted, status):
    answer = client(alice).patch(addresses.api_post(post), {"title": "Coffee"}, headers={"If-Match": wanted})

    assert answer.status_code == status


def test_a_weak_tag_changes_nothing(client, alice, post):
    api, path = client(alice), addresses.api_post(post)
    tag = api.get(path).headers["ETag"]

    assert api.delete(path, headers={"If-Match": f"W/{tag}"}).status_code == 412
    assert api.delete(path, headers={"If-Match": f'"x", {tag}'}).status_code == 204


def test_conditions_hold_for_comments_too(client, alice, post):
    api = client(alice)
    made = api.post(addresses.api_post(post) + "/comments", {"body": "Yes."})
    tag = {"If-Match": made.headers["ETag"]}

    assert api.put(made.json["url"], {"body": "No."}, headers=tag).status_code == 200
    assert api.patch(made.json["url"], {"body": "Maybe."}, headers=tag).status_code == 412
    assert api.delete(made.json["url"], headers=tag).status_code == 412


@pytest.mark.parametrize("path", ["/posts", "/posts/{post_id}/comments"])
def test_a_second_try_with_the_same_key_makes_nothing_new(client, alice, post, path):
    api, path = client(alice), path.replace("{post_id}", str(post.id))
    key = {"Idempotency-Key": "once"}

    first, second = (api.post(path, {"body": "Words"}, headers=key) for _time in range(2))
    other = api.post(path, {"body": "Other words"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert other.status_code == 422
    assert other.json["errors"][0]["field"] == "Idempotency-Key"
    assert api.post(path, {"body": "Words"}, headers={"Idempotency-Key": "twice"}).json["id"] != first.json["id"]


def test_a_key_is_each_persons_own(client, alice, bob):
    key = {"Idempotency-Key": "once"}

    first = client(alice).post("/posts", {"body": "Words"}, headers=key)
    second = client(bob).post("/posts", {"body": "Other words"}, headers=key)

    assert (first.status_code, second.status_code) == (201, 201)


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "é", "a\tb"])
def test_keys_are_plain_and_short(client, alice, key):
    answer = client(alice).post("/posts", {"body": "Words"}, headers={"Idempotency-Key": key})

    assert answer.status_code == 400
    assert is_problem(answer)


def test_nothing_that_needs_a_token_is_kept_by_others(app, client, alice):
    world, api = make_world_of_alice(alice), client(alice)

    for operation in operations(app):
        answer = ask(api, operation, world)

        assert answer.headers["Cache-Control"] in ("no-store", "private, no-cache")
        assert (operation.method, answer.headers["Cache-Control"] == "no-store") == (
            operation.method,
            operation.method != "GET" or answer.status_code >= 400,
        )


def make_world_of_alice(alice):
    post = posts.publish(alice, title="", body="Words")
    transaction.commit()
    numbers = dict.fromkeys(("comment_id", "notification_id", "grant_id", "session_id"), "7")
    return World(alice, alice, {"post_id": str(post.id), "user": "@alice", "tag": "tea", **numbers})


def test_a_nul_in_a_query_is_a_bad_request_and_in_a_path_nothing(visitor):
    assert visitor.get("/posts?limit=1%00").status_code == 400
    assert visitor.get("/users/@a%00").status_code == 404
