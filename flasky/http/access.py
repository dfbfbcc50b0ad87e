"""Who may call which endpoint, declared on every view; the gates everybody passes on the way in.

The app does not start with an endpoint that declares nothing, and the same declarations are what the test of the
whole matrix (route x method x actor) expects.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from flask import Flask, current_app, g, redirect, request
from flask_login import current_user
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.errors import Forbidden, ScopeMissing, TokenNeeded, Unconfirmed
from flasky.http import varying
from flasky.models import ApiGrant, GrantKind, Permission, Scope

View = TypeVar("View", bound=Callable[..., object])
NO_PERMISSION = Permission(0)
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SessionEnded(BadRequest):
    """Somebody wrote a text while their login ended: the text must not be lost on the way to the log-in page."""


class Who(Enum):
    """Who may call an endpoint."""

    ANYBODY = "anybody"
    PEOPLE = "people who are logged in"


@dataclass(frozen=True)
class Rule:
    """An endpoint's declaration: who, with which permission, and whether unconfirmed people are kept out."""

    who: Who = Who.ANYBODY
    permission: Permission = NO_PERMISSION
    gated: bool = True
    for_machines: bool = False
    sensitive: bool = False
    """Whether the unsafe methods of an endpoint need a login whose password was given lately."""
    writes_as: Permission = NO_PERMISSION
    """A permission that only the unsafe methods of an endpoint need."""
    by_script: bool = False
    """Whether a page asks by itself, so that asking is no sign of somebody being there."""

    for_programs: bool = False
    """Whether the endpoint is one of the API: who asks is known by a token, never by a cookie."""
    scope: Scope = Scope.READ
    """What a token must have been given for."""

    by_password: bool = False
    """Whether a name and a password may stand where the token is sent, to get one."""
    for_clients: bool = False
    """Whether apps ask here for themselves (OAuth): who asks is known by the app's own secret or not at all."""

    for_own_programs: bool = False
    """Whether apps of others are kept out, whatever their person allowed: what tells of all log-ins, and ends them."""

    def needed(self, method: str) -> Permission:
        """Return the permission a method needs."""
        return self.permission if method in SAFE_METHODS else self.permission | self.writes_as

    def needs_person(self, method: str) -> bool:
        """Tell whether a visitor is sent to log in."""
        return self.who is Who.PEOPLE or bool(self.needed(method))

    def in_words(self) -> str:
        """Say who may, for a list of routes: "anybody", "people who may WRITE", "people, the unconfirmed too"."""
        if self.for_machines or self.for_clients:
            return "machines" if self.for_machines else "apps"
        token = f" with a token to {self.scope}" if self.for_programs and self.needs_person("GET") else ""
        people = _people_who(self.permission) if self.needs_person("GET") else "anybody"
        writing = f"; to write, {_people_who(self.needed('POST'))}" if self.writes_as else ""
        return people + token + writing + ("" if self.gated or people == "anybody" else ", the unconfirmed too")


def _people_who(may: Permission) -> str:
    names = " and ".join(flag.name for flag in Permission if flag in may and flag.name)
    return f"people who may {names}" if names else "people"


ANYBODY = Rule()
ANYBODY_AT_THE_DOOR = Rule(gated=False)
PEOPLE = Rule(Who.PEOPLE)
PEOPLE_AT_THE_DOOR = Rule(Who.PEOPLE, gated=False)
READ_BY_ANYBODY_WRITTEN_BY_WRITERS = Rule(writes_as=Permission.WRITE)
WRITERS = Rule(Who.PEOPLE, Permission.WRITE)
FOLLOWERS = Rule(Who.PEOPLE, Permission.FOLLOW)
COMMENTERS = Rule(Who.PEOPLE, Permission.COMMENT)
MODERATORS = Rule(Who.PEOPLE, Permission.MODERATE)
ADMINISTRATORS = Rule(Who.PEOPLE, Permission.ADMIN)
PEOPLE_BY_SCRIPT = Rule(Who.PEOPLE, by_script=True)
PEOPLE_WITH_PASSWORD = Rule(Who.PEOPLE, sensitive=True)
ADMINISTRATORS_WITH_PASSWORD = Rule(Who.PEOPLE, Permission.ADMIN, sensitive=True)
MACHINES = Rule(gated=False, for_machines=True)
CLIENTS = Rule(gated=False, for_clients=True)
PROGRAMS = Rule(for_programs=True)
PROGRAMS_BY_PASSWORD = Rule(for_programs=True, by_password=True)


def programs(scope: Scope, permission: Permission = NO_PERMISSION) -> Rule:
    """Return the rule of an endpoint of the API that needs somebody's token, given for a scope."""
    return Rule(Who.PEOPLE, permission, for_programs=True, scope=scope)


def allowed_to(rule: Rule) -> Callable[[View], View]:
    """Declare who may call a view."""

    def declare(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]  # a mark on a function
        return view

    return declare


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Return what an endpoint declares, or None."""
    return getattr(app.view_functions.get(endpoint), "access", None)


def rule_of_request() -> Rule | None:
    """Return what the endpoint of this request declares, or None where there is none."""
    return rule_of(current_app, request.endpoint or "")


def is_for_programs() -> bool:
    """Tell whether no browser's page asks: a request to the API, to an address that it does not have as well, or of
    an app to the authorization server. No cookie counts there, errors are problem documents, scripts of any site may.
    """
    rule = rule_of_request()
    if rule is None:
        return request.path.startswith((addresses.api(), *addresses.OF_APPS))
    return rule.for_programs or rule.for_clients


def is_for_clients() -> bool:
    """Tell whether an app asks the authorization server."""
    rule = rule_of_request()
    return rule is not None and rule.for_clients


def require_declarations(app: Flask) -> None:
    """Raise RuntimeError naming the endpoints that declare nothing."""
    undeclared = sorted(rule.endpoint for rule in app.url_map.iter_rules() if rule_of(app, rule.endpoint) is None)
    if undeclared:
        raise RuntimeError(f"no access declared for {', '.join(undeclared)}")


def enforce() -> Response | None:
    """Let the request pass, send its person where they have to go first, or raise Forbidden."""
    rule = rule_of_request()
    if rule is None or rule.for_machines:
        return None
    if rule.for_programs:
        _enforce_for_program(rule)
        return None
    if rule.gated and current_user.is_authenticated and not current_user.confirmed:
        return see_other(addresses.unconfirmed())
    if not rule.needs_person(request.method):
        return None
    if not current_user.is_authenticated:
        if request.method not in SAFE_METHODS and (request.form.get("body") or request.form.get("about_me")):
            raise SessionEnded
        return to_login()
    if not current_user.can(rule.needed(request.method)):
        raise Forbidden
    return None


def _enforce_for_program(rule: Rule) -> None:
    """Raise TokenNeeded, Unconfirmed, ScopeMissing or Forbidden. What a token was not given for it does not open."""
    if request.method == "OPTIONS":
        return
    grant: ApiGrant | None = g.get("grant")
    if grant is None:
        if rule.needs_person(request.method):
            raise TokenNeeded
        return
    if not current_user.confirmed:
        raise Unconfirmed
    if rule.for_own_programs and grant.kind == GrantKind.APP:
        raise Forbidden
    if rule.scope not in grant.scope_set:
        raise ScopeMissing(rule.scope)
    if not current_user.can(rule.needed(request.method)):
        raise Forbidden


def to_login() -> Response:
    """Send a visitor to log in, and back to what they wanted to read."""
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return see_other(addresses.login(next=wanted))


def see_other(path: str) -> Response:
    """Redirect: 302 after a read, 303 after a write; a script that asked for a fragment is sent there whole."""
    response = redirect(path, code=302 if request.method in SAFE_METHODS else 303)
    varying.depends_on(varying.FRAGMENT)
    if request.headers.get(varying.FRAGMENT):
        response.headers["HX-Redirect"] = path
    return response
