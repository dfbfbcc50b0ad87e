"""The administrators' pages of people."""

import pytest

from flasky import transaction
from flasky.models import Role
from flasky.models.role import BITS_OF_ROLES
from flasky.queries import users
from flasky.transaction import session
from flasky.web.forms.admin import ROLES
from tests import factories
from tests.browsers import Browser, logged_in
from tests.statements import counted

FIELDS = {
    "email": "Alice.New@example.net",
    "username": "alicia",
    "confirmed": "y",
    "role": "Moderator",
    "name": "Alice",
    "location": "Leeds",
    "about_me": "Bakes.",
    "link0_url": "https://example.org/alice",
}


@pytest.mark.seed("R7")
@pytest.mark.defect("D27")
def test_an_administrator_edits_an_account_and_sees_what_changed(app, admin, alice):
    browser = logged_in(app, admin)

    page = browser.follow(browser.fill_in(f"/admin/people/{alice.id}", FIELDS))

    assert "The profile has been updated." in page.text
    session.expire_all()
    assert users.by_name("alicia").email == "alice.new@example.net"
    for before, after in (
        ("alice@example.com", "alice.new@example.net"),
        ("User", "Moderator"),
        ("nothing", "Leeds"),
        ("nothing", "https://example.org/alice"),
    ):
        assert f"<del>{before}</del> <ins>{after}</ins>" in page.text
    assert browser.get("/@alice").location == "/@alicia"
    Browser(app).log_in(users.by_name("alicia"))


@pytest.mark.seed("R7")
def test_nobody_else_gets_there(app, alice, mod):
    for one in (alice, mod):
        browser = logged_in(app, one)
        assert browser.get("/admin/people").status_code == 403
        assert browser.post(f"/admin/people/{alice.id}", FIELDS).status_code == 403


@pytest.mark.seed("R7")
@pytest.mark.defect("D22")
def test_the_last_administrator_reads_why_it_cannot_be(app, admin):
    browser = logged_in(app, admin)
    form = {**FIELDS, "email": "admin@example.com", "username": "admin", "role": "User"}

    refused = browser.fill_in(f"/admin/people/{admin.id}", form)
    suspended = browser.follow(browser.post(f"/admin/people/{admin.id}/suspend"))

    assert refused.status_code == 422
    assert "this is the last one" in refused.text
    assert "this is the last one" in suspended.text
    assert users.by_name("admin").role.name == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "bob@example.com"}, "belongs to another account"),
        ({"username": "bob"}, "already in use"),
        ({"role": "King"}, "Not a valid choice"),
        ({"about_me": "x" * 2001}, "too long"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(app, admin, alice, bob, changed, words):
    page = logged_in(app, admin).fill_in(f"/admin/people/{alice.id}", {**FIELDS, "name": "Typed", **changed})

    assert page.status_code == 422
    assert words in page.text
    assert 'value="Typed"' in page.text


@pytest.mark.advisory("CVE-2025-62175")
def test_suspending_logs_out_at_once_and_is_undone(app, admin, alice):
    hers, browser = logged_in(app, alice), logged_in(app, admin)

    page = browser.follow(browser.post(f"/admin/people/{alice.id}/suspend"))
    assert "alice is suspended" in page.text
    assert "Hello, Stranger!" in hers.get("/").text
    assert hers.fill_in("/auth/login", {"email": "alice", "password": factories.PASSWORD}).location == "/auth/suspended"

    assert "alice may log in again." in browser.follow(browser.post(f"/admin/people/{alice.id}/unsuspend")).text
    hers.log_in(alice)


@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("ali", ["alice"]),
        ("AL", ["alice"]),
        ("BOB@", ["bob"]),
        ("", ["admin", "alice", "bob"]),
        ("%", []),
        ("nobody", []),
    ],
)
def test_people_are_found_by_the_beginning_of_name_or_address(app, admin, alice, bob, looked_for, found):
    page = logged_in(app, admin).get(f"/admin/people?q={looked_for.replace('%', '%25')}").text

    assert sorted(name for name in ("admin", "alice", "bob") if f">{name}</a>" in page) == found
    assert ("Nobody found" in page) is (not found)


def test_many_people_are_paged_and_the_search_goes_along(app, admin):
    for number in range(52):
        factories.person(f"person{number}")
    browser = logged_in(app, admin)

    page = browser.get("/admin/people?q=person").text

    assert page.count('href="/admin/people/') == 50
    assert "q=person" in page[page.index('rel="next"') :]


@pytest.mark.defect("D47")
@pytest.mark.parametrize("count", [1, 30])
def test_the_list_takes_the_same_few_statements_for_one_and_for_many(app, admin, count):
    for number in range(count):
        factories.person(f"person{number}")
    browser = logged_in(app, admin)

    with counted() as statements:
        browser.get("/admin/people")

    assert len(statements) == 3, statements


def test_the_books_address_leads_to_the_editor(app, admin, alice):
    assert logged_in(app, admin).get(f"/edit-profile/{alice.id}").location == f"/admin/people/{alice.id}"


@pytest.mark.parametrize("path", ["/admin/people/1", "/admin/people/abc", "/admin/people/99999999999999999999"])
def test_somebody_who_is_not_there_is_not_found(app, admin, path):
    assert logged_in(app, admin).get(path).status_code == 404


def test_the_beginning_of_a_folded_pair_of_letters_finds_too(app, admin):
    factories.person("barney")

    assert ">barney</a>" in logged_in(app, admin).get("/admin/people?q=bar").text


def test_what_was_written_into_the_editor_is_handed_back_when_the_login_ended(app, admin, alice):
    browser = logged_in(app, admin)
    form = {**FIELDS, "about_me": "Long and dear words"}
    browser.client.delete_cookie("session")

    page = browser.post(f"/admin/people/{alice.id}", form)

    assert page.status_code == 400
    assert "Long and dear words" in page.text


def test_roles_are_called_by_words_that_can_be_translated(app, admin, alice, monkeypatch):
    monkeypatch.setitem(ROLES, Role.MODERATOR, "Hüterin")
    browser = logged_in(app, admin)

    editor = browser.follow(browser.fill_in(f"/admin/people/{alice.id}", FIELDS)).text

    assert ROLES.keys() == BITS_OF_ROLES.keys()
    assert "<ins>Hüterin</ins>" in editor
    assert "Hüterin" in browser.get("/admin/people").text


@pytest.mark.seed("R7")
def test_an_administrator_takes_a_picture_away(app, admin, alice):
    name = factories.stored_picture()
    alice.actor.avatar = name.partition("-")[0]
    transaction.commit()
    browser = logged_in(app, admin)
    assert browser.get(f"/media/avatars/{name}").status_code == 200

    assert "remove_picture" in browser.get(f"/admin/people/{alice.id}").text
    browser.fill_in(f"/admin/people/{alice.id}", {**FIELDS, "remove_picture": "y"})

    session.expire_all()
    assert alice.actor.avatar == ""
    assert browser.get(f"/media/avatars/{name}").status_code == 404
