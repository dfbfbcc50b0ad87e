"""The roles every site has, and who gives them."""

import pytest
from sqlalchemy import delete, func, select, update

from flasky import transaction
from flasky.errors import Forbidden
from flasky.models import Event, EventKind, Role, User
from flasky.models.role import ALL_BITS, BITS_OF_ROLES
from flasky.operations import people, roles
from flasky.queries import roles as find
from flasky.queries.acting import NOBODY, OPERATOR
from flasky.transaction import session
from tests import factories, races


@pytest.mark.seed("E8")
@pytest.mark.seed("R1")
def test_there_is_exactly_one_default_role(app):
    assert session.scalars(select(Role.name).where(Role.default)).all() == [Role.USER]


@pytest.mark.seed("E8")
def test_inserting_again_adds_no_row(app):
    before = session.scalars(select(Role.id).order_by(Role.id)).all()

    roles.insert_roles()
    transaction.commit()

    assert session.scalars(select(Role.id).order_by(Role.id)).all() == before
    assert len(before) == len(BITS_OF_ROLES)


@pytest.mark.seed("E8")
def test_inserting_again_repairs_what_was_changed(app):
    session.execute(update(Role).values(permissions=1, default=True))
    transaction.commit()
    session.expire_all()

    roles.insert_roles()
    transaction.commit()

    assert {role.name: role.permissions for role in session.scalars(select(Role))} == BITS_OF_ROLES
    assert find.default().name == Role.USER
    assert find.by_name(Role.ADMINISTRATOR).permissions == ALL_BITS


@pytest.mark.seed("E8")
def test_roles_of_the_site_s_own_are_kept(app):
    session.add(Role(name="Guest", permissions=1))
    transaction.commit()

    roles.insert_roles()
    transaction.commit()

    assert find.by_name("Guest").permissions == 1
    session.execute(delete(Role).where(Role.name == "Guest"))
    transaction.commit()


@pytest.mark.defect("D21")
@pytest.mark.parametrize("turn", range(5))
def test_many_who_insert_at_once_make_each_role_once(app, turn):
    session.execute(delete(Role))
    transaction.commit()

    results = races.at_once(app, lambda: len(roles.insert_roles()))

    assert results == [len(BITS_OF_ROLES)] * races.AT_ONCE
    assert session.scalar(select(func.count(Role.id))) == len(BITS_OF_ROLES)
    assert find.default().name == Role.USER


@pytest.mark.parametrize("name", BITS_OF_ROLES)
def test_an_administrator_gives_any_role(admin, bob, name):
    people.change_role(admin, user=bob, role=find.by_name(name))
    transaction.commit()

    assert bob.role.name == name


@pytest.mark.defect("D22")
def test_a_change_of_role_is_written_down_once(admin, bob):
    for _ in range(2):
        people.change_role(admin, user=bob, role=find.by_name(Role.MODERATOR))
    transaction.commit()

    facts = session.execute(select(Event.kind, Event.actor_id, Event.subject_id)).all()
    assert facts == [(EventKind.ROLE_CHANGED, admin.actor_id, bob.id)]


def test_an_operator_gives_any_role(bob):
    people.change_role(OPERATOR, user=bob, role=find.by_name(Role.ADMINISTRATOR))
    transaction.commit()

    assert bob.is_administrator()
    assert session.scalars(select(Event.actor_id)).all() == [None]


@pytest.mark.parametrize("who", ["alice", "mod", "bob", "nobody", "suspended", "unconfirmed"])
def test_nobody_else_does(alice, mod, bob, who):
    actors = {
        "alice": lambda: alice,
        "mod": lambda: mod,
        "bob": lambda: bob,
        "nobody": lambda: NOBODY,
        "suspended": lambda: factories.person("sue", role=Role.ADMINISTRATOR, suspended_at=bob.confirmed_at),
        "unconfirmed": lambda: factories.person("una", role=Role.ADMINISTRATOR, confirmed_at=None),
    }

    with pytest.raises(Forbidden):
        people.change_role(actors[who](), user=bob, role=find.by_name(Role.ADMINISTRATOR))

    transaction.rollback()
    assert session.get_one(User, bob.id).role.name == Role.USER
