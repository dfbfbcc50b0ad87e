"""The access matrix: every route x method x actor answers what its declaration says, and writes only what it may."""

from contextlib import closing

import pytest
import time_machine
from flask import Blueprint
from sqlalchemy import update
from werkzeug.test import TestResponse

from flasky import transaction
from flasky.database import SQLITE_MODULE
from flasky.extensions import db
from flasky.factory import create_app
from flasky.http import access
from flasky.lib import clock
from flasky.models import Actor, Login, Permission, Role, User
from tests import factories
from tests.browsers import Browser, logged_in
from tests.http.answers import (
    ACTORS,
    ADMINISTRATOR,
    ANSWERS,
    BITS,
    MODERATOR,
    NOBODY,
    OBJECT_RULES,
    OWNER,
    SUSPENDED,
    UNCONFIRMED,
    USER,
    VISITOR,
    WRITES_NOTHING,
)
from tests.http.walk import FORMS, METHODS, ROUTES, SAFE, World, every_row, make_world, routes_of, sign_in


def actor_of(actor: str, world: World) -> User | None:
    """Return the person behind an actor's name."""
    makers = {
        VISITOR: lambda: None,
        UNCONFIRMED: lambda: world.una,
        USER: lambda: factories.person("bob"),
        OWNER: lambda: world.alice,
        MODERATOR: lambda: factories.person("mod", role=Role.MODERATOR),
        ADMINISTRATOR: lambda: factories.person("admin", role=Role.ADMINISTRATOR),
        SUSPENDED: lambda: factories.person("sue"),
    }
    return makers[actor]()


def browser_of(app, actor: str, world: World) -> tuple[Browser, str]:
    """Return an actor's browser and its session's form token; the suspended one was logged in until just now."""
    person = actor_of(actor, world)
    browser = sign_in(app, person) if person else Browser(app)
    token = browser.csrf_token()
    if person and actor == SUSPENDED:
        suspend(person)
    return browser, token


def suspend(person: User) -> None:
    """Suspend a person who may be logged in just now."""
    person.suspended_at = clock.now()
    transaction.commit()


def expected(app, rule: str, method: str, actor: str) -> tuple[int, str]:
    """Return the status and, for a gate, the start of the address that a cell must answer with."""
    endpoint = ROUTES[rule].get(method)
    if endpoint is None:
        return 405, ""
    declared, found = access.rule_of(app, endpoint), 302 if method in SAFE else 303
    if declared.for_machines:
        return 200, ""
    if actor == SUSPENDED and method not in SAFE:
        return 400, ""  # the form's token ended with the login
    if declared.gated and actor == UNCONFIRMED:
        return found, "/auth/unconfirmed"
    if actor in NOBODY and declared.needs_person(method):
        return (400, "") if method not in SAFE and "body" in FORMS[endpoint] else (found, "/auth/login")
    needed = declared.needed(method)
    if BITS[actor] & needed != needed:
        return 403, ""
    if method == "OPTIONS":
        return 200, ""
    if actor not in OBJECT_RULES.get(endpoint, ACTORS):
        return 403, ""
    return ANSWERS[endpoint][actor], ""


def writes(app, rule: str, method: str, actor: str) -> bool:
    """Tell whether a cell is expected to change rows."""
    status, gate = expected(app, rule, method, actor)
    if method in SAFE or status >= 400 or gate:
        return False
    endpoint = ROUTES[rule][method]
    return actor not in WRITES_NOTHING.get(endpoint, ())


def ask(browser: Browser, rule: str, method: str, world: World, token: str) -> TestResponse:
    """Make the request of a cell, with the form that the endpoint takes."""
    address = world.address_of(rule)
    if method in SAFE:
        return browser.open(method, address)
    form = FORMS[ROUTES[rule][method]] if method in ROUTES[rule] else {}
    return browser.open(method, address, data={"csrf_token": token, **form})


@pytest.mark.unmeasured
@pytest.mark.seed("R3")
@pytest.mark.seed("E7")
@pytest.mark.seed("E9")
@pytest.mark.defect("D4")
@pytest.mark.defect("D7")
@pytest.mark.advisory("CVE-2024-43409")
@pytest.mark.advisory("CVE-2026-28431")
@pytest.mark.advisory("GHSA-58x8-3qxw-6hm7")
@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("rule", ROUTES)
def test_every_method_of_a_route_answers_an_actor_as_declared(app, rule, actor):
    world = make_world()
    browser, token = browser_of(app, actor, world)
    cookie = browser.client.get_cookie("session")
    before = every_row()

    for method in METHODS:
        browser.client.set_cookie("session", cookie.value)
        response = ask(browser, rule, method, world, token)
        status, gate = expected(app, rule, method, actor)

        assert (method, response.status_code) == (method, status)
        assert (response.location or "").startswith(gate)
        after = every_row()
        assert (method, after != before) == (method, writes(app, rule, method, actor))
        before = after


def test_walk_visits_every_rule_of_the_app(app):
    assert routes_of(app) == ROUTES
    assert len(ROUTES) * len(METHODS) * len(ACTORS) >= 1000


def test_every_endpoint_has_an_expected_answer_and_every_form_a_sample(app):
    endpoints = {endpoint for methods in routes_of(app).values() for endpoint in methods.values()}

    assert endpoints == set(ANSWERS)
    assert {methods["POST"] for methods in ROUTES.values() if "POST" in methods} == set(FORMS)


def test_a_parameter_without_a_sample_fails_the_walk(app):
    world = make_world()

    with pytest.raises(KeyError, match="tag_name"):
        world.address_of("/tags/<tag_name>")


def by_the_app(person):
    """Write a person's name anew, as a request does."""
    person.actor.name = "By the app"
    transaction.commit()


def by_another_connection(person):
    """Write it past the app."""
    with db.engine.begin() as connection:
        connection.execute(update(Actor).where(Actor.id == person.actor_id).values(name="Past the app"))


def by_another_program(person):
    """Write it without a library between."""
    with closing(SQLITE_MODULE.connect(db.engine.url.database)) as connection:
        connection.execute("UPDATE actors SET name = 'From elsewhere'")
        connection.commit()


@pytest.mark.parametrize("write", [by_the_app, by_another_connection, by_another_program])
def test_no_write_between_two_readings_of_the_tables_goes_unseen(app, alice, write):
    before = every_row()
    assert every_row() == before

    write(alice)

    after = every_row()
    assert {name for name in after if after[name] != before[name]} == {"actors"}
    assert every_row() == after


def test_what_was_not_committed_is_not_among_the_rows(app, alice):
    before = every_row()
    alice.actor.name = "Never kept"
    transaction.session.flush()

    assert every_row() == before


@pytest.mark.unmeasured
@pytest.mark.advisory("CVE-2026-22595")
@pytest.mark.parametrize("actor", [VISITOR, USER])
@pytest.mark.parametrize("rule", [rule for rule in ROUTES if rule != "/"])
def test_trailing_slash_opens_no_second_door(app, rule, actor):
    world = make_world()
    browser, token = browser_of(app, actor, world)
    before = every_row()

    for method in METHODS:
        data = None if method in SAFE else {"csrf_token": token}
        response = browser.open(method, world.address_of(rule) + "/", data=data)

        assert (method, response.status_code) == (method, 404)
    assert every_row() == before


@pytest.mark.advisory("CVE-2026-22595")
@pytest.mark.parametrize(
    "path", ["/ADMIN", "/admin/", "//admin/", "/admin;x", "/admin/.", "/./admin/", "/x/../admin", "/admin\0"]
)
def test_no_spelling_of_the_administrators_page_lets_a_visitor_in(browser, path):
    response = browser.get("/", environ_overrides={"PATH_INFO": path})

    assert response.status_code == 404


def test_doubled_slashes_meet_the_same_guard(browser):
    response = browser.get("/", environ_overrides={"PATH_INFO": "//admin"})

    assert (response.status_code, response.location) == (302, "/auth/login?next=%2Fadmin")


def test_app_with_an_undeclared_endpoint_does_not_start(monkeypatch, tmp_path):
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/bare", "page", lambda: "hello")
    monkeypatch.setattr("flasky.web.PAGES", (bare,))

    with pytest.raises(RuntimeError, match=r"no access declared for bare\.page"):
        create_app("testing", flasky_data_dir=tmp_path)


@pytest.mark.seed("R3")
def test_visitor_comes_back_to_the_page_after_logging_in(app, browser, mod):
    response = browser.get("/moderate?page=1")

    assert response.location == "/auth/login?next=%2Fmoderate%3Fpage%3D1"
    assert (
        browser.fill_in(response.location, {"email": "mod", "password": factories.PASSWORD}).location
        == "/moderate?page=1"
    )


@pytest.mark.seed("U3")
def test_script_that_asks_for_a_fragment_is_sent_to_log_in_as_a_whole_page(browser):
    response = browser.get("/write", headers={"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == response.location == "/auth/login?next=%2Fwrite"


@pytest.mark.seed("E9")
@pytest.mark.parametrize(
    ("path", "words"),
    [("/admin", "For administrators!"), ("/moderate", "For comment moderators!")],
    ids=["admin", "moderate"],
)
def test_guarded_page_leads_with_its_words(app, admin, path, words):
    page = logged_in(app, admin).get(path)

    assert page.status_code == 200
    assert words in page.text


@pytest.mark.seed("E9")
def test_moderators_old_address_leads_to_the_desk_and_not_to_the_administrators(app, mod):
    browser = logged_in(app, mod)

    assert browser.get("/moderator").location == "/moderate"
    assert browser.get("/admin").status_code == 403


@pytest.mark.seed("E9")
@pytest.mark.seed("R3")
@pytest.mark.parametrize(
    ("role", "links"), [(Role.USER, []), (Role.MODERATOR, ["/moderate"]), (Role.ADMINISTRATOR, ["/moderate", "/admin"])]
)
def test_navigation_shows_only_the_desks_one_may_open(app, role, links):
    page = logged_in(app, factories.person("erin", role=role)).get("/").text

    assert [link for link in ("/moderate", "/admin") if f'href="{link}"' in page] == links


PERMISSIONS = (Permission.FOLLOW, Permission.COMMENT, Permission.WRITE, Permission.MODERATE, Permission.ADMIN)
PAGES = {Permission.WRITE: "/write", Permission.MODERATE: "/moderate", Permission.ADMIN: "/admin"}


@pytest.mark.seed("R1")
@pytest.mark.parametrize("permission", PERMISSIONS, ids=lambda flag: flag.name)
@pytest.mark.parametrize("actor", [VISITOR, USER, MODERATOR, ADMINISTRATOR])
def test_permission_holds_for_the_roles_that_have_it(app, actor, permission):
    person = actor_of(actor, make_world())
    holds = BITS[actor] & permission == permission
    page = (sign_in(app, person) if person else Browser(app)).get(PAGES.get(permission, "/"))

    visitor_can = app.login_manager.anonymous_user().can(permission)
    assert (person.can(permission) if person else visitor_can) == holds
    assert page.status_code == (200 if holds or permission not in PAGES else 403 if person else 302)


@pytest.mark.seed("E7")
def test_four_members_tell_a_person_from_a_visitor(app, alice):
    visitor = app.login_manager.anonymous_user()

    assert (alice.is_authenticated, alice.is_active, alice.is_anonymous) == (True, True, False)
    assert (visitor.is_authenticated, visitor.is_active, visitor.is_anonymous) == (False, False, True)
    assert isinstance(alice.get_id(), str)
    assert visitor.get_id() is None
    assert not visitor.is_administrator()


@pytest.mark.seed("E7")
@pytest.mark.advisory("CVE-2025-62175")
def test_suspended_person_is_logged_out_by_the_next_request(app, alice):
    browser = logged_in(app, alice)
    assert "Hello, alice!" in browser.get("/").text

    suspend(alice)

    assert "Hello, Stranger!" in browser.get("/").text
    assert not alice.is_active


@pytest.mark.unmeasured
@pytest.mark.defect("D4")
@pytest.mark.parametrize("rule", [rule for rule, methods in ROUTES.items() if "GET" in methods])
def test_reading_after_five_minutes_notes_only_that_the_person_was_seen(app, rule):
    world = make_world()
    browser = sign_in(app, factories.person("admin", role=Role.ADMINISTRATOR))
    before = every_row()

    with time_machine.travel(clock.now().timestamp() + 301, tick=False):
        browser.get(world.address_of(rule))

    after = every_row()
    assert {name for name in after if after[name] != before[name]} <= {"actors", "logins"}
    assert without_last_use(after) == without_last_use(before)


LAST_USE = {
    "actors": Actor.__table__.columns.keys().index("last_seen"),
    "logins": Login.__table__.columns.keys().index("last_used_at"),
}


def without_last_use(rows):
    """Return rows without the two columns that reading may change."""
    return {
        name: [row[: LAST_USE[name]] + row[LAST_USE[name] + 1 :] if name in LAST_USE else row for row in rows[name]]
        for name in rows
    }
