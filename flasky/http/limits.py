"""How often a thing may be done: one table, counted over all processes of the machine.

Keys hold digests, so that the file of counters tells nobody's address.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, current_app, request
from flask_login import current_user
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from flasky.http import rate_storage
from flasky.http.access import SAFE_METHODS
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
    """Return the one spelling of the address or name that was typed."""
    typed = request.form.get("email", "").strip()[: emails.EMAIL_MAX]
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


LIMITS: dict[str, tuple[Limit, ...]] = {
    "auth.login": (Limit(parse("10/minute"), account_and_network), Limit(parse("100/hour"), network)),
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
    "api_me.change": (Limit(parse("60/hour"), person),),
    "api_me.put_avatar": (Limit(parse("30/hour"), person),),
    "api_relations.follow": (Limit(parse("100/hour"), person),),
    "comments.create": (Limit(parse("120/hour"), person),),
    "comments.save": (Limit(parse("120/hour"), person),),
    "marks.mark": (Limit(parse("60/minute"), person),),
    "marks.mark_comment": (Limit(parse("60/minute"), person),),
}
ACTS = frozenset({"freshness", "completions"})
"""What is counted besides endpoints: the password before a sensitive act, names that are looked up while one types."""

SHARED = {
    "home.publish": "publish",
    "posts.publish": "publish",
    "marks.mark_comment": "marks.mark",
    "api_me.change": "own_profile.save",
    "api_me.put_avatar": "own_profile.upload",
    "api_relations.follow": "follows.follow",
}
"""What is counted together: a second door is no second allowance."""


def init_app(app: Flask) -> None:
    """Open the counters' file in the data folder."""
    path = app.extensions["settings"].flasky_data_dir.absolute() / "limits.sqlite"
    storage = storage_from_string(f"{rate_storage.SQLiteStorage.STORAGE_SCHEME[0]}://{path}")
    app.extensions[EXTENSION] = (FixedWindowRateLimiter(storage), FixedWindowRateLimiter(MemoryStorage()))


def enforce() -> None:
    """Count an unsafe request, and raise TooManyRequests with the seconds to wait when it is one too many."""
    if request.method in SAFE_METHODS:
        return
    count(request.endpoint or "")


def count(what: str) -> None:
    """Count one of what the table names. Raises TooManyRequests."""
    if not settings().ratelimit_enabled:
        return
    for limit in LIMITS.get(what, ()):
        _hit(limit, SHARED.get(what, what))


def _hit(limit: Limit, scope: str) -> None:
    """Count in the file of all processes; where it cannot be used (a full disk), in this process's memory."""
    of_all, of_this_process = current_app.extensions[EXTENSION]
    try:
        _count(of_all, limit, scope)
    except of_all.storage.base_exceptions as error:
        log.error("rate limits are counted by each process for itself", cause=str(error))
        _count(of_this_process, limit, scope)


def _count(limiter: FixedWindowRateLimiter, limit: Limit, scope: str) -> None:
    key = hashlib.sha256(limit.key().encode()).hexdigest()[:32]
    identifiers = (scope, limit.key.__name__, key)
    if not limiter.hit(limit.amount, *identifiers):
        reset = limiter.get_window_stats(limit.amount, *identifiers).reset_time
        raise TooManyRequests(retry_after=max(1, round(reset - time.time())))
