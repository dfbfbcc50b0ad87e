"""Accounts: passwords, the four members that log-in asks for, addresses."""

import pytest

from flasky.lib import clock
from flasky.models import Actor, AnonymousUser, Permission, Role, User
from tests import factories


@pytest.mark.seed("E13")
@pytest.mark.seed("U1")
def test_password_setter():
    user = User(password="cat")

    assert user.password_hash


@pytest.mark.seed("E13")
@pytest.mark.seed("U1")
def test_no_password_getter():
    user = User(password="cat")

    with pytest.raises(AttributeError):
        _ = user.password


@pytest.mark.seed("E13")
def test_password_verification():
    user = User(password="cat")

    assert user.verify_password("cat")
    assert not user.verify_password("dog")


@pytest.mark.seed("E13")
@pytest.mark.seed("U1")
def test_password_salts_are_random():
    user, other = User(password="cat"), User(password="cat")

    assert user.password_hash != other.password_hash


@pytest.mark.seed("E13")
@pytest.mark.seed("R1")
def test_roles_and_permissions(alice):
    assert alice.can(Permission.WRITE_ARTICLES)
    assert not alice.can(Permission.MODERATE_COMMENTS)


@pytest.mark.seed("E13")
@pytest.mark.seed("R1")
def test_anonymous_user():
    visitor = AnonymousUser()

    assert not any(visitor.can(permission) for permission in Permission)
    assert not visitor.is_administrator()


@pytest.mark.seed("E13")
def test_the_shell_makes_a_person_as_in_the_seeds():
    john = User(email="john@example.com", username="john", password="cat")

    assert (john.username, john.email) == ("john", "john@example.com")
    assert john.verify_password("cat")
    assert "cat" not in repr(vars(john))


@pytest.mark.seed("E7")
def test_a_person_has_the_four_members(alice):
    alice.login_token = "a token"

    assert alice.is_authenticated
    assert alice.is_active
    assert not alice.is_anonymous
    assert alice.get_id() == "a token"


@pytest.mark.seed("E7")
def test_a_visitor_has_the_four_members():
    visitor = AnonymousUser()

    assert not visitor.is_authenticated
    assert not visitor.is_active
    assert visitor.is_anonymous
    assert visitor.get_id() is None
    assert not visitor.confirmed


@pytest.mark.seed("E7")
def test_a_suspended_person_is_not_active(app):
    assert not factories.suspended("carol").is_active


@pytest.mark.seed("E7")
@pytest.mark.parametrize("name", [Role.USER, Role.MODERATOR, Role.ADMINISTRATOR])
def test_only_administrators_administer(app, name):
    assert factories.person("dora", role=name).is_administrator() is (name == Role.ADMINISTRATOR)


@pytest.mark.defect("D51")
def test_a_person_without_a_role_may_do_nothing():
    assert not User(username="john").can(Permission.FOLLOW)


@pytest.mark.defect("D2")
def test_a_person_without_an_address_is_nobody_special():
    john = User(username="john")

    assert john.address == ""
    assert john.role is None
    assert not john.confirmed


def test_letters_go_to_the_proved_address_before_a_claimed_one():
    john = User(username="john", pending_email="claimed@example.com")
    assert john.address == "claimed@example.com"

    john.email = "proved@example.com"
    assert john.address == "proved@example.com"


def test_confirming_moves_the_claimed_address_to_the_proved_one(unconfirmed):
    unconfirmed.confirm()

    assert (unconfirmed.email, unconfirmed.pending_email) == ("una@example.com", None)
    assert unconfirmed.confirmed


def test_confirming_without_a_claim_keeps_the_proved_address(alice):
    alice.confirm()

    assert alice.email == "alice@example.com"


@pytest.mark.advisory("CVE-2018-16984")
def test_rows_do_not_tell_their_secrets_when_printed(alice):
    printed = repr(alice) + repr(alice.actor) + repr(alice.role)

    assert alice.password_hash not in printed
    assert "alice@example.com" not in printed
    assert str(alice.id) in printed


def test_an_actor_shows_the_real_name_where_there_is_one():
    actor = Actor.named("Alice")
    assert actor.display_name == "Alice"

    actor.name = "Alice Liddell"
    assert actor.display_name == "Alice Liddell"


def test_an_actor_is_as_old_as_its_id(alice):
    assert abs((clock.now() - alice.actor.member_since).total_seconds()) < 60
