"""How often a thing may be done: one table, counted over all processes of the machine.

Keys hold digests, so that the file of counters tells nobody's address.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, g, request
from flask_login import current_user
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, Storage, storage_from_string
from werkzeug.exceptions import TooManyRequests

from flasky.http import authorization, rate_storage
from flasky.http.access import SAFE_METHODS, is_for_programs
from flasky.http.settings import settings
from flasky.lib import emails, networks, usernames

log = structlog.get_logger("flasky.http")
EXTENSION = "rate_limiter"


@dataclass(frozen=True)
class Limit:
    """So many unsafe requests to an endpoint, for each value of a key."""

    amount: RateLimitItem
    key: Callable[[], str]


def network() -> str:
    """Return the caller's network: an IPv4 address, or the /64 of an IPv6 one."""
    return networks.network_of(request.remote_addr)


def address() -> str:
    """Return the one spelling of the address or name that was typed into a form, or sent by a program."""
    typed = _sent_name() if is_for_programs() else request.form.get("email", "")
    typed = typed.strip()[: emails.EMAIL_MAX]
    return emails.normalized(typed) or usernames.key_of(typed)


def own_address() -> str:
    """Return the stored address of the person who asks, whatever they typed."""
    return str(current_user.address) if current_user.is_authenticated else network()


def account_and_network() -> str:
    """Return who is tried from where: a stranger elsewhere cannot lock anybody out."""
    return f"{address()} {network()}"


def person() -> str:
    """Return the person who asks."""
    return str(current_user.id) if current_user.is_authenticated else network()


def _sent_name() -> str:
    given = authorization.given()
    return given.username or "" if given else ""


LOG_IN = (Limit(parse("10/minute"), account_and_network), Limit(parse("100/hour"), network))
LIMITS: dict[str, tuple[Limit, ...]] = {
    "auth.login": LOG_IN,
    "api_tokens.create": LOG_IN,
    "api_tokens.renew": (Limit(parse("120/minute"), network),),
    "oauth_tokens.give": (Limit(parse("120/minute"), network),),
    "oauth_tokens.revoke": (Limit(parse("120/minute"), network),),
    "oauth_registration.register": (Limit(parse("20/hour"), network),),
    "consent.decide": (Limit(parse("60/hour"), person),),
    "own_tokens.make": (Limit(parse("30/hour"), person),),
    "own_clients.register": (Limit(parse("30/hour"), person),),
    "own_clients.renew": (Limit(parse("30/hour"), person),),
    "auth.register": (Limit(parse("20/hour"), network), Limit(parse("5/hour"), address)),
    "auth.reset": (Limit(parse("5/hour"), address), Limit(parse("100/hour"), network)),
    "auth.resend": (Limit(parse("5/hour"), own_address),),
    "auth.reset_with": (Limit(parse("100/hour"), network),),
    "change_email.ask": (Limit(parse("10/hour"), person), Limit(parse("5/hour"), address)),
    "freshness": (Limit(parse("10/minute"), person),),
    "setup.first": (Limit(parse("20/hour"), network),),
    "site_desk.try_mail": (Limit(parse("10/hour"), person),),
    "auth.change_password": (Limit(parse("10/minute"), person),),
    "home.publish": (Limit(parse("60/hour"), person),),
    "posts.publish": (Limit(parse("60/hour"), person),),
    "posts.save": (Limit(parse("120/hour"), person),),
    "completions": (Limit(parse("240/minute"), person),),
    "posts.preview": (Limit(parse("120/minute"), person),),
    "follows.follow": (Limit(parse("100/hour"), person),),
    "own_profile.save": (Limit(parse("60/hour"), person),),
    "own_profile.upload": (Limit(parse("30/hour"), person),),
    "comments.create": (Limit(parse("120/hour"), person),),
    "comments.save": (Limit(parse("120/hour"), person),),
    "marks.mark": (Limit(parse("60/minute"), person),),
    "marks.mark_comment": (Limit(parse("60/minute"), person),),
    "api": (Limit(parse("600/5 minutes"), person),),
}
ACTS = frozenset({"freshness", "completions", "api"})
"""What is counted besides endpoints: the password before a sensitive act, names that are looked up while one types,
whatever a program asks."""

SHARED = {
    "home.publish": "publish",
    "posts.publish": "publish",
    "marks.mark_comment": "marks.mark",
    "api_tokens.create": "auth.login",
}
AS_ON_PAGES = {
    "api_me.change": "own_profile.save",
    "api_me.put_avatar": "own_profile.upload",
    "api_relations.follow": "follows.follow",
    "api_posts.publish": "posts.publish",
    "api_posts.replace": "posts.save",
    "api_posts.change": "posts.save",
    "api_posts.preview": "posts.preview",
    "api_comments.create": "comments.create",
    "api_comments.replace": "comments.save",
    "api_comments.change": "comments.save",
    "api_marks.like": "marks.mark",
    "api_marks.unlike": "marks.mark",
    "api_marks.bookmark": "marks.mark",
    "api_marks.unbookmark": "marks.mark",
    "api_marks.boost": "marks.mark",
    "api_marks.unboost": "marks.mark",
    "api_marks.like_comment": "marks.mark",
    "api_marks.unlike_comment": "marks.mark",
}
"""Endpoints of the API, and those of pages that they are counted with: a second door is no second allowance."""


@dataclass(frozen=True)
class Allowance:
    """What somebody has left of a limit: its name, how many there are in so many seconds, and when it begins anew."""

    name: str
    quota: int
    window: int
    remaining: int
    seconds_left: int


def init_app(app: Flask) -> None:
    """Open the counters' file in the data folder."""
    path = app.extensions["settings"].flasky_data_dir.absolute() / "limits.sqlite"
    storage = storage_from_string(f"{rate_storage.SQLiteStorage.STORAGE_SCHEME[0]}://{path}")
    app.extensions[EXTENSION] = (storage, MemoryStorage())


def enforce() -> None:
    """Count an unsafe request, and raise TooManyRequests with the seconds to wait when it is one too many."""
    if request.method in SAFE_METHODS:
        return
    endpoint = request.endpoint or ""
    count(AS_ON_PAGES.get(endpoint, endpoint))


def enforce_for_programs() -> None:
    """Count whatever a program asks, but the question of a browser whether it may. Raises TooManyRequests."""
    if request.method != "OPTIONS":
        count("api")


def count(what: str) -> None:
    """Count one of what the table names. Raises TooManyRequests."""
    if not settings().ratelimit_enabled:
        return
    for limit in LIMITS.get(what, ()):
        _hit(limit, SHARED.get(what, what))


def allowances() -> list[Allowance]:
    """Return what is left of each limit that this request was counted for."""
    found: list[Allowance] = g.get("allowances", [])
    return found


def _hit(limit: Limit, scope: str) -> None:
    """Count in the file of all processes; where it cannot be used (a full disk), in this process's memory."""
    of_all, of_this_process = current_app.extensions[EXTENSION]
    try:
        _count(of_all, limit, scope)
    except of_all.base_exceptions as error:
        log.error("rate limits are counted by each process for itself", cause=str(error))
        _count(of_this_process, limit, scope)


def _count(storage: Storage, limit: Limit, scope: str) -> None:
    digest = hashlib.sha256(limit.key().encode()).hexdigest()[:32]
    key = limit.amount.key_for(scope, limit.key.__name__, digest)
    hits = storage.incr(key, limit.amount.get_expiry())
    left = max(1, round(storage.get_expiry(key) - time.time()))
    remaining = max(0, limit.amount.amount - hits)
    name = scope if limit.key is person else f"{scope} by {limit.key.__name__}"
    made = Allowance(name, limit.amount.amount, limit.amount.get_expiry(), remaining, left)
    g.setdefault("allowances", []).append(made)
    if hits > limit.amount.amount:
        raise TooManyRequests(retry_after=left)
