"""`flasky user ...`: accounts by whoever may run commands."""

import pytest
from sqlalchemy import func, select

from flasky.models import Event, EventKind, Role, User
from flasky.queries import users
from flasky.transaction import session
from tests import factories
from tests.browsers import logged_in


def names_in(result) -> list[str]:
    return [line.split()[0] for line in result.stdout.splitlines() if not line.startswith("...")]


@pytest.mark.seed("E11")
@pytest.mark.parametrize(
    ("words", "role"),
    [((), Role.USER), (("--role", "moderator"), Role.MODERATOR), (("--role", "Administrator"), Role.ADMINISTRATOR)],
)
def test_an_account_is_made_confirmed(run, words, role):
    result = run("user", "create", "dora", "Dora@Example.com", *words, "--password-stdin", typed="a password\nmore\n")

    assert result.exit_code == 0, result.output
    assert result.stdout == f"dora <dora@example.com> is {role} now.\n"
    dora = users.by_name("dora")
    assert (dora.confirmed, dora.role.name) == (True, role)
    assert dora.verify_password("a password")


def test_a_password_is_asked_for_twice_and_not_shown(run):
    result = run("user", "create", "dora", "dora@example.com", typed="first\nother\nbattery staple\nbattery staple\n")

    assert result.exit_code == 0, result.output
    assert "battery" not in result.output
    assert users.by_name("dora").verify_password("battery staple")


@pytest.mark.parametrize(
    ("username", "email", "words"),
    [
        ("alice", "new@example.com", "username: Username already in use."),
        ("ALICE", "new@example.com", "username: Username already in use."),
        ("a1ice", "new@example.com", "username: Username already in use."),
        ("dora", "ALICE@example.com", "email: This address belongs to another account."),
        ("do/ra", "new@example.com", "username: Usernames must have only letters, numbers, dots or underscores"),
        ("dora", "nowhere", "email: This is not an e-mail address we can write to."),
    ],
)
def test_what_cannot_be_taken_is_said_in_a_sentence(run, alice, username, email, words):
    result = run("user", "create", username, email, "--password-stdin", typed="a password\n")

    assert result.exit_code == 1
    assert words in result.stderr
    assert session.scalar(select(func.count(User.id))) == 1


def test_a_password_that_does_not_come_is_missed(run):
    result = run("user", "create", "dora", "dora@example.com", "--password-stdin")

    assert result.exit_code == 1
    assert "No password came on standard input." in result.stderr


def test_a_role_nobody_knows_is_refused_with_those_there_are(run):
    result = run("user", "create", "dora", "dora@example.com", "--role", "Emperor")

    assert result.exit_code == 2
    assert "'user', 'moderator', 'administrator'" in result.stderr


@pytest.mark.seed("R2")
@pytest.mark.defect("D51")
def test_promoting_makes_an_administrator(run, alice):
    result = run("user", "promote", "ALICE")

    assert result.stdout == "alice is Administrator now.\n"
    assert users.by_name("alice").is_administrator()
    assert session.scalars(select(Event.kind)).all() == [EventKind.ROLE_CHANGED]


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (("promote", "alice", "--role", "Moderator"), Role.MODERATOR),
        (("demote", "alice"), Role.USER),
        (("demote", "alice", "--role", "moderator"), Role.MODERATOR),
    ],
)
def test_roles_are_given_and_taken(run, app, admin, words, role):
    factories.person("alice", role=Role.ADMINISTRATOR)

    assert run("user", *words).exit_code == 0

    assert users.by_name("alice").role.name == role


@pytest.mark.parametrize("command", ["promote", "demote"])
@pytest.mark.parametrize("name", ["nobody", "a/b", "a1ice", "alice\n"])
def test_a_name_nobody_has_is_said(run, alice, command, name):
    result = run("user", command, name)

    assert result.exit_code == 1
    assert f"Nobody is called {name}." in result.stderr


def test_the_list_tells_name_address_role_and_state(run, alice, mod, unconfirmed):
    factories.suspended("sue")

    rows = [line.split() for line in run("user", "list").stdout.splitlines()]

    assert rows == [
        ["sue", "sue@example.com", "User", "suspended"],
        ["una", "una@example.com", "User", "unconfirmed"],
        ["mod", "mod@example.com", "Moderator", "confirmed"],
        ["alice", "alice@example.com", "User", "confirmed"],
    ]


def test_a_long_list_goes_on_where_its_last_line_says(run, app):
    everybody = [factories.person(f"p{number}").username for number in range(150)]

    first = run("user", "list")
    last_line = first.stdout.splitlines()[-1]
    second = run(*last_line.removeprefix("... more: flasky ").split())

    assert last_line.startswith("... more: flasky user list --before ")
    assert names_in(first) + names_in(second) == everybody[::-1]
    assert "more" not in second.stdout


def test_an_empty_list_is_empty(run):
    assert run("user", "list").stdout == ""


def test_the_list_wants_a_number(run):
    assert run("user", "list", "--before", "yesterday").exit_code == 2


def test_somebody_is_confirmed_without_a_letter(run, unconfirmed):
    result = run("user", "confirm", "una")

    assert (result.exit_code, "una <una@example.com> is confirmed." in result.stdout) == (0, True)
    assert users.by_name("una").confirmed


def test_suspending_ends_every_login_at_once_and_unsuspend_undoes_it(run, app, alice):
    browser = logged_in(app, alice)

    assert run("user", "suspend", "alice").exit_code == 0
    assert "Hello, Stranger!" in browser.get("/").text

    assert run("user", "unsuspend", "alice").exit_code == 0
    browser.log_in(alice)


@pytest.mark.defect("D22")
@pytest.mark.parametrize("words", [("demote", "admin"), ("suspend", "admin")])
def test_the_last_administrator_stays_whoever_commands(run, admin, words):
    result = run("user", *words)

    assert result.exit_code == 1
    assert "this is the last one" in result.stderr


@pytest.mark.parametrize("command", ["confirm", "suspend", "unsuspend"])
def test_nobody_of_that_name_is_said_in_one_sentence(run, app, command):
    result = run("user", command, "nobody")

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (1, "Error: Nobody is called nobody.")
