"""Who asks: the login behind the request, begun, noted and ended.

Flask-Login keeps a login's token in the session and, when asked to remember, in a cookie of its own; the row of the
token says whether it still holds.
"""

import re
import secrets

from flask import after_this_request, g, request
from flask import session as cookie
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from flasky import transaction
from flasky.errors import CredentialsWrong
from flasky.extensions import login_manager
from flasky.http import protection
from flasky.http.settings import settings
from flasky.lib import networks, passwords
from flasky.lib.devices import device_of
from flasky.models import KnownDevice, Login, User
from flasky.operations import devices, logins, users
from flasky.queries import users as find
from flasky.queries.visibility import Viewer

WELCOME = "welcome"
DEVICE = "device"
DEVICE_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


@login_manager.user_loader  # type: ignore[untyped-decorator]  # the library has no types
def load_user(token: str) -> User | None:
    """Return the person of a login's token, or nobody when the login ended or the person is suspended."""
    login = find.login_by_token(token)
    if login is None or not login.user.is_active:
        return None
    if protection.ends(login):
        g.ended_login = token
        return None
    g.login = login
    login.user.login_token = token
    return login.user


def load_person() -> None:
    """Find out who asks, in a transaction that ends here. Cookies of a login that ended are cleared.

    A login that came from another browser than its own ends for good: its token is in other hands.
    """
    with transaction.reading():
        known = current_user.is_authenticated
    if "ended_login" in g:
        _end_for_good(g.ended_login)
    if not known and "_user_id" in cookie:
        log_out()


def person() -> User:
    """Return the person who is logged in."""
    user = current_user._get_current_object()
    assert isinstance(user, User)  # noqa: S101 - the access rule of the endpoint let only people through
    return user


def viewer() -> Viewer:
    """Return the person who is logged in, or None for a visitor."""
    return person() if current_user.is_authenticated else None


def is_login(login_id: int) -> bool:
    """Tell whether an id is that of the login behind this request."""
    login: Login | None = g.get("login")
    return login is not None and login.id == login_id


def check_credentials(identifier: str, password: str) -> User:
    """Return the account that an address or username and a password belong to.

    Always verifies two hashes, so that the time does not tell who exists. Raises CredentialsWrong.
    """
    with transaction.reading():
        candidates = find.candidates(identifier)
    fitting = [user for user in candidates if _fits(user, password) and user is not None]
    if not fitting:
        raise CredentialsWrong
    return fitting[0]


def log_in(user: User, *, password: str = "", remembered: bool) -> None:
    """Begin a login for a person in this browser and end the one before; the session starts anew.

    Strengthens an old hash of the password.
    """
    new_hash = passwords.hash_password(password) if password and passwords.needs_rehash(user.password_hash) else ""
    if new_hash:
        users.rehash(user, password_hash=new_hash)
    agent, network = request.user_agent.string, networks.truncated(request.remote_addr)
    devices.recognize(user, token=_device_token(), device=device_of(agent), network=network)
    if current_user.is_authenticated:
        logins.end(current_user.get_id())
    _begin_anew(keep=WELCOME)
    user.login_token = logins.begin(user, remembered=remembered, user_agent=agent, network=network)
    login_user(user, remember=remembered)


def renew(user: User) -> None:
    """Begin this browser's login anew after every login of the person was ended."""
    login: Login = g.login
    log_in(user, remembered=login.remembered)


def log_out() -> None:
    """End this browser's login; the session starts anew."""
    if current_user.is_authenticated:
        logins.end(current_user.get_id())
    logout_user()
    _begin_anew(keep="_remember")  # the mark by which Flask-Login clears its own cookie


def note_use() -> None:
    """Write down, at most every five minutes, that the login was used: a short transaction of its own."""
    login: Login | None = g.get("login")
    if login is not None and current_user.is_authenticated and logins.is_worth_noting(login):
        transaction.rollback()
        transaction.writes()
        logins.note_use(login, network=networks.truncated(request.remote_addr))
        transaction.commit()


def _end_for_good(token: str) -> None:
    transaction.writes()
    logins.end(token)
    transaction.commit()
    transaction.only_reads()


def _device_token() -> str:
    """Return the token this browser is known by; a new one is given to it with the answer."""
    name = f"{'__Host-' if settings().is_https else ''}{DEVICE}"
    known = request.cookies.get(name, "")
    token = known if DEVICE_TOKEN.fullmatch(known) else secrets.token_urlsafe(32)

    @after_this_request
    def keep(response: Response) -> Response:
        secure = settings().is_https
        response.set_cookie(name, token, max_age=KnownDevice.KEPT, secure=secure, httponly=True, samesite="Lax")
        return response

    return token


def _begin_anew(*, keep: str) -> None:
    """Empty the session but for one mark. The token of its forms goes too, and the copy made for this request."""
    kept = {keep: cookie[keep]} if keep in cookie else {}
    cookie.clear()
    cookie.update(kept)
    g.pop("csrf_token", None)


def _fits(user: User | None, password: str) -> bool:
    return passwords.verify_decoy(password) if user is None else user.verify_password(password)
