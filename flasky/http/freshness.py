"""The password before sensitive acts, when it was not given lately.

A request that needs it and lacks it is answered with a page that asks, and that carries what was sent in hidden fields:
with the password among them the same request comes again.
"""

from flask import g, request
from flask_login import current_user
from werkzeug.exceptions import Forbidden

from flasky import transaction
from flasky.http import access, limits, protection
from flasky.http.access import SAFE_METHODS
from flasky.http.session import person
from flasky.lib import networks
from flasky.models import Login
from flasky.operations import logins

FIELD = "again_password"
TYPED_MAX = 1024


class PasswordNeeded(Forbidden):
    """A sensitive act of a login that is not fresh. `wrong` tells that a password came and was not theirs."""

    wrong = False


class PasswordRefused(PasswordNeeded):
    """The password that came with a sensitive act is not theirs."""

    wrong = True


def enforce() -> None:
    """Let what an endpoint declares as a sensitive act pass only as `require` does."""
    rule = access.rule_of_request()
    if rule is not None and rule.sensitive and request.method not in SAFE_METHODS and current_user.is_authenticated:
        require()


def require() -> None:
    """Let a sensitive act pass if the login is fresh or the password came along, which makes it fresh.

    Raises PasswordNeeded, PasswordRefused.
    """
    login: Login = g.login
    if protection.is_fresh(login):
        return
    password = request.form.get(FIELD, "")
    if not password:
        raise PasswordNeeded
    limits.count("freshness")
    if len(password) > TYPED_MAX or not person().verify_password(password):
        raise PasswordRefused
    agent, network = request.user_agent.string, networks.truncated(request.remote_addr)
    logins.refresh(login, user_agent=agent, network=network)
    transaction.commit()
