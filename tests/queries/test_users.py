"""Finding people, their roles, and what they may."""

import pytest

from flasky import transaction
from flasky.errors import Forbidden, NotFound
from flasky.lib.paging import PageRequest
from flasky.models import Actor, Role
from flasky.operations import logins
from flasky.queries import actors, permissions, roles, users
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.queries.permissions import Act
from flasky.transaction import session
from tests import factories, statements


@pytest.mark.seed("U5")
@pytest.mark.parametrize("name", ["alice", "ALICE", "Alice"])
def test_people_are_found_by_name_whatever_its_case(alice, name):
    assert users.by_name(name) is alice
    assert actors.by_username(name) is alice.actor


def test_an_account_is_found_by_whom_it_is_seen_as(alice):
    assert users.of_actor(alice.actor_id) is alice
    with pytest.raises(NotFound):
        users.of_actor(7)


@pytest.mark.parametrize(
    "name", ["a1ice", "alic", "", "nobody", "alice\n", "a/b", "a\0b", "x" * 1000, "álice", "' OR 1=1 --"]
)
def test_others_are_not_found(alice, name):
    with pytest.raises(NotFound):
        users.by_name(name)
    with pytest.raises(NotFound):
        actors.by_username(name.replace("\0", ""))


@pytest.mark.defect("D14")
def test_a_name_that_looks_like_another_s_is_taken_but_finds_nobody(alice):
    assert actors.is_taken("a1ice")
    assert not actors.is_taken("alicia")
    with pytest.raises(NotFound):
        users.by_name("a1ice")


def test_actors_of_other_sites_are_no_accounts(app):
    session.add(Actor(username="zoe", username_key="zoe", domain="elsewhere.example"))
    transaction.commit()

    assert not actors.is_taken("zoe")
    with pytest.raises(NotFound):
        actors.by_username("zoe")


@pytest.mark.seed("U2")
@pytest.mark.parametrize("typed", ["alice", "ALICE", "alice@example.com", "Alice@Example.COM"])
def test_a_log_in_finds_the_person_by_name_or_address(alice, typed):
    assert users.candidates(typed) == (alice, None)


@pytest.mark.parametrize(
    "typed", ["", "@", "nobody", "nobody@example.com", "alice@", "alice@example.com\n", "a%b@example.com"]
)
def test_a_log_in_of_nobody_finds_nobody(alice, typed):
    assert users.candidates(typed) == (None, None)


def test_a_log_in_by_address_tries_the_owner_and_then_the_newest_claim(alice):
    factories.unconfirmed("older", pending_email="alice@example.com")
    newest = factories.unconfirmed("newest", pending_email="alice@example.com")

    assert users.candidates("alice@example.com") == (alice, newest)
    assert users.newest_claim("alice@example.com") is newest


def test_an_address_that_is_claimed_is_not_proved(unconfirmed):
    assert users.by_proved_email("una@example.com") is None
    assert users.newest_claim("una@example.com") is unconfirmed


@pytest.mark.defect("D47")
@pytest.mark.parametrize("find", [lambda token: users.login_by_token(token).user, lambda _: users.by_name("alice")])
def test_a_person_is_loaded_whole_in_one_statement(alice, find):
    token = logins.begin(alice, remembered=False, user_agent="", network="")
    transaction.commit()
    session.expunge_all()

    with statements.counted() as asked:
        found = find(token)
        assert (found.username, found.role.name) == ("alice", Role.USER)

    assert len(asked) == 1


def test_accounts_are_listed_newest_first(alice, bob, carol):
    first = users.all_of_them(page=PageRequest(2))
    second = users.all_of_them(page=PageRequest(2, before=first.older_than))

    assert [user.username for user in [*first.items, *second.items]] == ["carol", "bob", "alice"]
    assert second.older_than is None


@pytest.mark.seed("R1")
def test_roles_are_found_by_name(app):
    assert roles.by_name(Role.MODERATOR).name == Role.MODERATOR
    assert roles.default().name == Role.USER


@pytest.mark.defect("D51")
def test_a_role_that_is_missing_is_said(app):
    with pytest.raises(NotFound):
        roles.by_name("Emperor")

    session.query(Role).update({"default": False})
    with pytest.raises(NotFound):
        roles.default()


OF_EVERYBODY = {Act.WRITE, Act.FOLLOW, Act.COMMENT, Act.MARK}
OF_THE_AUTHOR = {
    Act.EDIT,
    Act.DELETE,
    Act.RESTORE,
    Act.READ_REVISIONS,
    Act.PIN,
    Act.CLOSE_COMMENTS,
    Act.CHANGE_AUDIENCE,
}
RIGHTS = {
    "alice": OF_EVERYBODY | OF_THE_AUTHOR,
    "bob": OF_EVERYBODY,
    "mod": OF_EVERYBODY | {Act.MODERATE},
    "admin": OF_EVERYBODY | {Act.MODERATE, Act.EDIT, Act.ADMINISTER},
    "unconfirmed": set(),
}


@pytest.mark.seed("R1")
@pytest.mark.defect("D7")
@pytest.mark.parametrize("name", RIGHTS)
def test_each_of_the_cast_may_do_what_their_role_allows_to_a_post_of_alice(request, alice, name):
    person, post = request.getfixturevalue(name), factories.post(alice)

    assert {act for act in Act if permissions.may(person, act, post)} == RIGHTS[name]


@pytest.mark.seed("R1")
def test_acts_on_posts_are_for_posts_alone(alice, admin, carol):
    assert [act for act in OF_THE_AUTHOR if permissions.may(admin, act, carol)] == []


def test_a_suspended_administrator_may_do_nothing(alice):
    sue = factories.person("sue", role=Role.ADMINISTRATOR, suspended_at=alice.confirmed_at)
    post = factories.post(alice)

    for act in Act:
        with pytest.raises(Forbidden):
            permissions.require(sue, act, post)


@pytest.mark.parametrize("act", Act)
def test_operators_may_everything_and_nobody_nothing(alice, act):
    post = factories.post(alice)

    assert permissions.may(OPERATOR, act, post)
    assert not permissions.may(NOBODY, act, post)


def test_only_posts_can_be_edited(alice, admin):
    assert not permissions.may(admin, Act.EDIT, alice)
    assert not permissions.may(admin, Act.EDIT)
