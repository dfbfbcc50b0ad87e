"""The access matrix of the API: every operation x every state of a token answers what is declared, and no more."""

from datetime import timedelta

import pytest
import time_machine

from flasky import transaction
from flasky.lib import clock
from flasky.models import GrantKind, Permission, Role, Scope, User
from flasky.operations import grants
from tests import factories
from tests.api.client import Api, token_of
from tests.api.program import Operation, Snapshot, World, ask, is_problem, make_world, operations
from tests.http.walk import every_row

EVERYTHING = tuple(Scope)
OVER = ("expired", "revoked", "refresh", "mangled", "suspended")
KINDS = ("visitor", *OVER, "unconfirmed", "read", "write", "follow", "everything", "stranger", "moderator")
KINDS = (*KINDS, "administrator")
OF_ALICE = ("read", "write", "follow", "everything")
OTHERS = ("stranger", "moderator", "administrator")
SCOPES = {"read": (Scope.READ,), "write": (Scope.WRITE,), "follow": (Scope.FOLLOW,)}
OF_USER = Permission.FOLLOW | Permission.COMMENT | Permission.WRITE
PERMISSIONS = {"moderator": OF_USER | Permission.MODERATE, "administrator": Permission(0xFF)}
OWN = {
    "posts.replace", "posts.change", "posts.delete", "posts.restore", "posts.list_revisions", "posts.close_comments",
    "posts.open_comments", "comments.replace", "comments.change", "comments.delete", "comments.restore",
    "comments.list_revisions", "marks.pin", "marks.unpin", "timelines.home_of",
}  # fmt: skip
"""Operations on what is one's own: alice's answers alice alone."""

BY_ADMINISTRATORS = {"posts.replace", "posts.change"}
ANSWERS = {
    "tokens.create": dict.fromkeys(KINDS, 401),
    "tokens.renew": dict.fromkeys(KINDS, 401),
    "tokens.revoke": {"visitor": 401},
    "relations.follow": dict.fromkeys(OF_ALICE, 422),
    "relations.block": dict.fromkeys(OF_ALICE, 422),
    "relations.mute": dict.fromkeys(OF_ALICE, 422),
    "own_people.accept": dict.fromkeys((*OF_ALICE, *OTHERS), 404),
    "logins.end_grant": dict.fromkeys(OTHERS, 404),
    "logins.end_session": dict.fromkeys(OTHERS, 404),
    "notifications.read": dict.fromkeys(OTHERS, 404),
    "me.change": dict.fromkeys(OTHERS, 409),
}
"""What is answered otherwise: a token brings no other token, and the example of a refresh token is nobody's; nobody
follows, blocks or mutes themselves, or asks to follow alice; her devices, programs, news and name are hers."""

WRITES_NOTHING = {"tokens.renew", "posts.preview", "posts.restore", "comments.restore"}
LAST_USE = {"api_grants", "actors"}


def token(kind: str, world: World) -> str:
    """Return a token in some state."""
    makers = {
        "visitor": lambda: "",
        "expired": lambda: over(world.alice),
        "revoked": lambda: revoked(world.alice),
        "refresh": lambda: pair(world.alice).refresh,
        "mangled": lambda: token_of(world.alice, *EVERYTHING)[:-1] + "!",
        "suspended": suspended,
        "unconfirmed": lambda: token_of(world.una, *EVERYTHING),
        "stranger": lambda: token_of(factories.person("bob"), *EVERYTHING),
        "moderator": lambda: token_of(factories.person("mod", role=Role.MODERATOR), *EVERYTHING),
        "administrator": lambda: token_of(factories.person("admin", role=Role.ADMINISTRATOR), *EVERYTHING),
    }
    return makers.get(kind, lambda: token_of(world.alice, *SCOPES.get(kind, EVERYTHING)))()


def pair(person: User) -> grants.Pair:
    made = grants.begin(person, kind=GrantKind.PASSWORD, name="Test", scopes=EVERYTHING)
    transaction.commit()
    return made


def over(person: User) -> str:
    """Return an access token of a day ago, which lasted an hour."""
    with time_machine.travel(clock.now() - timedelta(days=1), tick=False):
        return pair(person).access


def revoked(person: User) -> str:
    made = pair(person)
    grants.end(person, grant_id=made.grant.id)
    transaction.commit()
    return made.access


def suspended() -> str:
    person = factories.person("sue")
    secret = token_of(person, *EVERYTHING)
    person.suspended_at = clock.now()
    transaction.commit()
    return secret


def expected(operation: Operation, kind: str) -> int:
    """Return the status that a cell must answer with."""
    rule = operation.rule
    if kind in OVER:
        return 401
    if kind == "unconfirmed":
        return 403
    if kind == "visitor":
        otherwise = 401 if rule.needs_person(operation.method) else operation.status
        return ANSWERS.get(operation.name, {}).get(kind, otherwise)
    needed = rule.needed(operation.method)
    if rule.scope not in SCOPES.get(kind, EVERYTHING) or PERMISSIONS.get(kind, OF_USER) & needed != needed:
        return 403
    if (
        kind in OTHERS
        and operation.name in OWN
        and not (kind == "administrator" and operation.name in BY_ADMINISTRATORS)
    ):
        return 403
    return ANSWERS.get(operation.name, {}).get(kind, operation.status)


def without_last_use(rows: dict) -> dict:
    return {name: values for name, values in rows.items() if name not in LAST_USE}


@pytest.mark.unmeasured
@pytest.mark.seed("A1")
@pytest.mark.defect("D6")
@pytest.mark.defect("D34")
@pytest.mark.defect("D35")
@pytest.mark.defect("N3")
@pytest.mark.defect("N4")
@pytest.mark.advisory("CVE-2025-62174")
@pytest.mark.advisory("CVE-2025-62175")
@pytest.mark.parametrize("kind", KINDS)
def test_every_operation_answers_a_token_as_declared_and_writes_only_what_it_may(app, kind):
    world = make_world()
    api = Api(app)
    api.token = token(kind, world)
    transaction.rollback()
    kept, before = Snapshot(), every_row()

    wrong = []
    for operation in operations(app):
        answer = ask(api, operation, world)
        after, status = every_row(), expected(operation, kind)
        wrote = without_last_use(after) != without_last_use(before)

        if answer.status_code != status or not writes_as_it_may(operation, status, wrote=wrote):
            wrong.append((operation.name, answer.status_code, status, "wrote" if wrote else "wrote nothing"))
        assert status < 400 or is_problem(answer), operation.name
        assert status != 401 or answer.headers["WWW-Authenticate"].startswith("Bearer"), operation.name
        if wrote:
            kept.restore()
            before = every_row()
    assert wrong == [], wrong


def writes_as_it_may(operation: Operation, status: int, *, wrote: bool) -> bool:
    """Tell whether a cell wrote where it had to, and nowhere else."""
    writes = operation.method != "GET" and status < 400 and operation.name not in WRITES_NOTHING
    return wrote == writes or (not wrote and is_idempotent(operation))


def is_idempotent(operation: Operation) -> bool:
    """Tell whether it may find everything as it wants it."""
    return operation.method in ("PUT", "DELETE")


def test_the_matrix_has_a_cell_for_every_operation_and_state(app):
    assert len(operations(app)) * len(KINDS) >= 1000
