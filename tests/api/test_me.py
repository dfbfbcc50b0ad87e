"""Oneself, for programs: the profile, the choices, the picture."""

from io import BytesIO

import pytest

from flasky.media import avatars
from flasky.models import Actor, Role, Scope
from flasky.operations import marks
from flasky.queries import actors
from flasky.transaction import commit, session
from tests import factories

ALL = {
    "name": "  Alice  ",
    "location": "Leeds",
    "about_me": "I *bake*.",
    "links": [{"label": "Blog", "url": "https://example.org/a?b=c"}, {"url": "http://example.com:8080"}],
    "username": "alicia",
    "approves_followers": True,
    "default_visibility": "followers",
    "default_commenters": "nobody",
    "comments_open_days": 7,
}


def stored(app) -> set[str]:
    """Return the names of the uploaded pictures."""
    folder = avatars.folder(app.extensions["settings"].flasky_data_dir)
    return {path.name for path in folder.glob("*")} if folder.exists() else set()


@pytest.mark.seed("R6")
def test_all_of_oneself_is_changed_at_once_and_what_is_not_named_stays(client, alice):
    api = client(alice)

    changed = api.patch("/me", ALL)

    links = [{"label": "Blog", "url": "https://example.org/a?b=c"}, {"label": "", "url": "http://example.com:8080"}]
    assert changed.status_code == 200
    assert changed.json.items() >= {**ALL, "name": "Alice", "links": links}.items()
    assert changed.json["about_html"] == "<p>I <em>bake</em>.</p>\n"
    assert (
        api.patch("/me", {"location": ""}).json.items()
        >= {**ALL, "name": "Alice", "location": "", "links": links}.items()
    )
    assert api.patch("/me", {}).json == api.get("/me").json
    assert api.get("/users/@alice").status_code == 404
    assert api.get("/users/@alicia").json["links"] == links


@pytest.mark.defect("M9")
@pytest.mark.defect("N2")
@pytest.mark.defect("N11")
@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"email": "evil@example.com"}, "email"),
        ({"password": "another horse"}, "password"),
        ({"role": "Administrator"}, "role"),
        ({"confirmed": True}, "confirmed"),
        ({"about_me": "x" * (Actor.ABOUT_ME_MAX + 1)}, "about_me"),
        ({"name": "x" * (Actor.NAME_MAX + 1)}, "name"),
        ({"name": 7}, "name"),
        ({"username": ""}, "username"),
        ({"username": "a/b"}, "username"),
        ({"username": "7"}, "username"),
        ({"comments_open_days": 3651}, "comments_open_days"),
        ({"links": [{"url": "https://example.org"}, {"url": "javascript:alert(1)"}]}, "links.1.url"),
        ({"links": [{"url": "https://example.org"}, {"url": "http://a.b", "label": "x" * 65}]}, "links.1.label"),
        ({"links": [{"url": "https://example.org"}] * 5}, "links"),
    ],
)
def test_what_cannot_be_taken_is_named_and_changes_nothing(client, alice, bob, sent, field):
    api = client(alice)
    before = api.get("/me").json

    refused = api.patch("/me", {"location": "Leeds", **sent})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]
    assert api.get("/me").json == before
    session.expire_all()
    assert (alice.email, alice.role.name) == ("alice@example.com", Role.USER)


def test_a_sentence_about_a_link_names_it_as_json_does(client, alice):
    refused = client(alice).patch(
        "/me", {"links": [{"url": "http://a.b"}, {"url": "http://.-"}, {"url": "http://..-"}]}
    )

    assert [error["field"] for error in refused.json["errors"]] == ["links.1.url", "links.2.url"]
    refused = client(alice).patch("/me", {"links": [{"url": "http://-.-"}, {"url": "http://a.b", "label": "x\0"}]})
    assert [error["field"] for error in refused.json["errors"]] == ["links.1.label"]


@pytest.mark.parametrize("name", ["bob", "b0b", "BOB", "admin"])
def test_a_name_that_is_taken_stands_against_what_is_there(client, alice, bob, name):
    refused = client(alice).patch("/me", {"location": "Leeds", "username": name})

    assert (refused.status_code, [error["field"] for error in refused.json["errors"]]) == (409, ["username"])
    assert client(alice).get("/me").json["location"] == ""


def test_names_are_not_collected(client, alice):
    api = client(alice)

    answers = [api.patch("/me", {"username": f"alice_{number}"}).status_code for number in range(6)]

    assert answers == [200] * 5 + [409]
    assert actors.is_taken("alice_2")


def test_who_read_an_older_profile_does_not_overwrite_a_newer(client, alice):
    api = client(alice)
    first = api.get("/me").headers["ETag"]

    assert api.patch("/me", {"name": "A"}, headers={"If-Match": first}).status_code == 200
    assert api.patch("/me", {"name": "B"}, headers={"If-Match": first}).status_code == 412
    assert api.get("/me").json["name"] == "A"


def test_what_only_reads_changes_nothing(client, alice):
    api = client(alice, Scope.READ)

    assert api.get("/me").status_code == 200
    refused = [api.patch("/me", {"name": "A"}), api.put("/me/avatar"), api.delete("/me/avatar")]
    assert {answer.status_code for answer in refused} == {403}
    assert all('error="insufficient_scope"' in answer.headers["WWW-Authenticate"] for answer in refused)


@pytest.mark.parametrize("as_form", [False, True])
def test_a_picture_is_put_and_taken_away(app, client, alice, as_form):
    api, content, before = client(alice), factories.picture(), stored(app)
    if as_form:
        shown = api.put(
            "/me/avatar", data={"picture": (BytesIO(content), "../x.html")}, content_type="multipart/form-data"
        )
    else:
        shown = api.put("/me/avatar", data=content, content_type="image/png")

    assert shown.status_code == 200
    name = shown.json["avatar_url"].rpartition("/")[2]
    assert name in stored(app) - before
    taken = api.delete("/me/avatar")
    assert (taken.status_code, taken.json["avatar_url"]) == (200, "http://localhost/avatars/alice.svg")
    assert stored(app) == before


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"no picture", "image/png", 422),
        (b"", "image/png", 422),
        ({}, "multipart/form-data", 422),
        (b"{}", "application/json", 415),
        (b"<svg/>", "image/svg+xml", 415),
        (b"x", "", 415),
        (b"x" * (2 * 1024 * 1024 + 1), "image/png", 413),
    ],
    ids=["rubbish", "nothing", "an empty form", "JSON", "SVG", "no type", "too much"],
)
def test_what_is_no_picture_is_refused(app, client, alice, data, content_type, status):
    before = stored(app)

    refused = client(alice).put("/me/avatar", data=data, content_type=content_type)

    assert (refused.status_code, refused.mimetype) == (status, "application/problem+json")
    assert stored(app) == before
    session.expire_all()
    assert alice.actor.avatar == ""


def test_bookmarks_are_listed_by_when_they_were_kept(client, alice, bob):
    older, newer = factories.post(bob), factories.post(bob)
    for post in (newer, older):
        marks.bookmark(alice, post=post)
    commit()

    items = client(alice).get("/me/bookmarks").json["items"]

    assert [(item["id"], item["bookmarked"]) for item in items] == [(str(older.id), True), (str(newer.id), True)]
    assert client(bob).get("/me/bookmarks").json["items"] == []


def test_what_one_deleted_is_listed_and_can_be_brought_back(client, alice, bob):
    post, api = factories.post(alice, title="Gone"), client(alice)
    api.delete(f"/posts/{post.id}")

    (shown,) = api.get("/me/deleted-posts").json["items"]

    assert (shown["id"], shown["title"]) == (str(post.id), "Gone")
    assert client(bob).get("/me/deleted-posts").json["items"] == []
    assert api.post(f"/posts/{post.id}/restore").status_code == 200
    assert api.get("/me/deleted-posts").json["items"] == []
