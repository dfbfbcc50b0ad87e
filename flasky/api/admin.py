"""Accounts, for administrators: found, edited, suspended. Each change is audited."""

from typing import Annotated, Any, Literal

from flask import request
from pydantic import Field

from flasky import addresses, transaction
from flasky.api import found, schemas
from flasky.api.door import Answer, Resource, operation, require_match
from flasky.api.inputs import Body
from flasky.api.me import AboutMe, Location, Name
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import Moment, Person, url_of
from flasky.http import access
from flasky.http.session import person
from flasky.lib.emails import EMAIL_MAX
from flasky.models import Permission, Scope, User
from flasky.operations import locks, people
from flasky.operations.people import Account as Wanted
from flasky.queries import roles, users

resource = Resource("admin", tag="Administration")
ADMINISTRATORS = access.programs(Scope.ADMIN, Permission.ADMIN)
RoleName = Literal["User", "Moderator", "Administrator"]


class AccountQuery(ListQuery):
    """Which accounts are asked for."""

    q: Annotated[str, Field(max_length=EMAIL_MAX, pattern=r"^[^\x00]*$")] = ""
    """What the username or the address begins with."""


class Account(Person):
    """An account, as administrators see it."""

    account_url: str
    email: str
    confirmed: bool
    role: str
    suspended_at: Moment | None
    """Since when it is closed; null for one that is open."""


class Accounts(Collection[Account]):
    """A page of accounts."""


class AccountChanges(Body):
    """What is to be changed of an account; what is not named stays. Addresses and passwords are changed by nobody."""

    role: RoleName | None = None
    confirmed: bool | None = None
    """Whether the address counts as proved, without a letter."""
    name: Name | None = None
    location: Location | None = None
    about_me: AboutMe | None = None


@resource.get("/admin/users")
@operation(ADMINISTRATORS, query=AccountQuery, returns=Accounts)
def index(query: AccountQuery) -> Answer:
    """Accounts, newest first."""
    return collection(Accounts, users.all_of_them(page=query.page, beginning=query.q.strip()), each=_account)


@resource.get("/admin/users/<user>")
@operation(ADMINISTRATORS, returns=Account, fails=(404,))
def show(user: str) -> Answer:
    """An account, by the number of its person or by `@username`; suspended ones too."""
    return _answer(found.account(user))


@resource.patch("/admin/users/<user>")
@operation(ADMINISTRATORS, takes=AccountChanges, returns=Account, fails=(404, 409, 412))
def change(user: str, body: AccountChanges) -> Answer:
    """Change an account. The last administrator stays one."""
    account = found.account(user)
    if request.headers.get("If-Match"):
        locks.lock_people(account.actor_id)
        require_match(_version(account))
    role = roles.by_name(body.role) if body.role is not None else None
    said = body.model_dump(exclude={"role"})
    people.edit(person(), user=account, wanted=Wanted(role=role, **said))
    transaction.commit()
    return _answer(account)


@resource.put("/admin/users/<user>/suspension")
@operation(ADMINISTRATORS, returns=Account, fails=(404, 409))
def suspend(user: str) -> Answer:
    """Close an account for now; its logins and tokens end at once. The last administrator stays one."""
    account = found.account(user)
    people.suspend(person(), user=account)
    transaction.commit()
    return _answer(account)


@resource.delete("/admin/users/<user>/suspension")
@operation(ADMINISTRATORS, returns=Account, fails=(404,))
def unsuspend(user: str) -> Answer:
    """Open an account again."""
    account = found.account(user)
    people.unsuspend(person(), user=account)
    transaction.commit()
    return _answer(account)


def _answer(user: User) -> Answer:
    return Answer(_account(user), version=_version(user))


def _account(user: User) -> Account:
    said: dict[str, Any] = dict(schemas.person(user.actor, viewer=person()))
    return Account(
        **said,
        account_url=url_of(addresses.api_account(user.actor)),
        email=user.address,
        confirmed=user.confirmed,
        role=user.role.name,
        suspended_at=user.suspended_at,
    )


def _version(user: User) -> str:
    return f"{schemas.version_of_profile(user.actor, links=())}{user.role_id:x}{int(user.confirmed)}"
