"""What becomes of a login whose browser or network is not the one it was made with (FLASKY_SESSION_PROTECTION).

    strong   another browser or platform ends a login made without "Keep me logged in"; another network makes every
             login stale
    strict   another browser, platform or network ends every login
    basic    either makes it stale
    none     nothing happens

A stale login goes on, but is asked for the password before sensitive acts. A newer version of the same browser is the
same browser; a network is an IPv4 /24 or an IPv6 /48.
"""

from flask import request

from flasky.config import SessionProtection
from flasky.http.settings import settings
from flasky.lib import clock, networks
from flasky.lib.devices import device_of
from flasky.models import Login


def ends(login: Login) -> bool:
    """Tell whether the request comes from so far away that the login must end."""
    mode = settings().flasky_session_protection
    if mode is SessionProtection.STRICT:
        return _is_elsewhere(login) or _is_another_browser(login)
    return mode is SessionProtection.STRONG and not login.remembered and _is_another_browser(login)


def is_fresh(login: Login) -> bool:
    """Tell whether the password was given within the last hour, by this browser in this network."""
    if not login.is_fresh(clock.now()):
        return False
    if settings().flasky_session_protection is SessionProtection.NONE:
        return True
    return not (_is_elsewhere(login) or _is_another_browser(login))


def _is_elsewhere(login: Login) -> bool:
    return login.network != networks.truncated(request.remote_addr)


def _is_another_browser(login: Login) -> bool:
    here = request.user_agent.string[: Login.AGENT_MAX]
    return here != login.user_agent and device_of(here) != device_of(login.user_agent)
