"""One's own profile."""

from io import BytesIO

import pytest
from PIL import Image

from flasky.media import avatars
from flasky.models import Actor, Role
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in

FORM = {"username": "alice", "name": "Alice", "location": "Leeds", "about_me": "I *bake*."}


def stored(app) -> set[str]:
    """Return the names of the uploaded pictures."""
    folder = avatars.folder(app.extensions["settings"].flasky_data_dir)
    return {path.name for path in folder.glob("*")} if folder.exists() else set()


def send(browser, *contents: bytes):
    """Send files as one's picture."""
    files = [(BytesIO(content), f"../../{number}.html\0") for number, content in enumerate(contents)]
    return browser.post("/settings/profile/picture", {"picture": files})


@pytest.mark.seed("R6")
def test_a_profile_is_saved_and_nothing_else_by_extra_fields(app, alice):
    browser = logged_in(app, alice)
    extra = {"role": "Administrator", "email": "evil@example.com", "confirmed": "", "avatar": "x"}

    page = browser.follow(browser.fill_in("/settings/profile", {**FORM, **extra, "link1_url": "example.org"}))

    assert "Your profile has been updated." in page.text
    assert "Looks like you have changed your name!" not in page.text
    session.expire_all()
    assert (alice.actor.name, alice.actor.location) == ("Alice", "Leeds")
    assert (alice.email, alice.role.name, alice.confirmed, alice.actor.avatar) == (
        "alice@example.com",
        Role.USER,
        True,
        "",
    )
    assert 'value="https://example.org"' in page.text


@pytest.mark.seed("E19", "R6")
def test_a_changed_name_is_noticed_and_the_old_addresses_lead_on(app, browser, alice):
    post = factories.post(alice, title="Hello")
    hers = logged_in(app, alice)

    page = hers.follow(hers.fill_in("/settings/profile", {**FORM, "username": "alicia"}))

    assert "Looks like you have changed your name!" in page.text
    for old, new in {
        "/@alice": "/@alicia",
        "/@Alice/followers?page=1": "/@alicia/followers?page=1",
        f"/@alice/{post.id}/hello": f"/@alicia/{post.id}/hello",
        f"/@alice/{post.id}": f"/@alicia/{post.id}",
        "/user/alice": "/user/alicia",
    }.items():
        answer = browser.get(old)
        assert (answer.status_code, answer.location) == (301, new)
    assert hers.post(f"/@alice/{post.id}/hello/pin").status_code == 308


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("username", "bob", "already in use"),
        ("username", "é", "only letters"),
        ("name", "x" * 65, "at most 64"),
        ("about_me", "x" * 2001, "too long"),
        ("link2_url", "javascript:alert(1)", "whole address"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(app, alice, bob, field, typed, words):
    page = logged_in(app, alice).fill_in("/settings/profile", {**FORM, "location": "Typed", field: typed})

    assert page.status_code == 422
    assert words in page.text
    assert 'value="Typed"' in page.text
    assert f'id="{field}-error"' in page.text


@pytest.mark.seed("T17", "R8")
def test_a_picture_is_shown_in_its_sizes_and_taken_away_again(app, browser, alice):
    hers = logged_in(app, alice)

    assert "This is your picture now." in hers.follow(send(hers, factories.picture(kind="JPEG"))).text

    session.expire_all()
    digest = session.get_one(Actor, alice.actor_id).avatar
    assert stored(app) >= {f"{digest}-{size}.webp" for size in (256, 80, 36)}
    assert f"/media/avatars/{digest}-256.webp" in browser.get("/@alice").text
    picture = browser.get(f"/media/avatars/{digest}-256.webp")
    assert Image.open(BytesIO(picture.data)).size == (256, 256)
    assert picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert picture.headers["X-Content-Type-Options"] == "nosniff"

    assert "Your picture is gone." in hers.follow(hers.post("/settings/profile/picture/remove")).text
    assert not any(name.startswith(digest) for name in stored(app))
    assert "/avatars/alice.svg" in browser.get("/@alice").text


@pytest.mark.advisory("CVE-2023-31047", "CVE-2021-31542", "CVE-2024-39330", "CVE-2023-36460", "CVE-2024-23724")
@pytest.mark.parametrize(
    "contents",
    [(), (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",), (b"\x89PNG\r\n\x1a\n", b"x")],
    ids=["none", "svg", "two files"],
)
def test_what_is_no_picture_is_refused_with_a_sentence_and_not_kept(app, alice, contents):
    before = stored(app)

    page = send(logged_in(app, alice), *contents)

    assert page.status_code == 422
    assert "This is no picture we can read." in page.text
    assert stored(app) == before


def test_the_books_address_leads_to_the_editor(app, alice):
    assert logged_in(app, alice).get("/edit-profile").location == "/settings/profile"
