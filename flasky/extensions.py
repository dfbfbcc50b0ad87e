"""The libraries that hold on to the app, made once and bound in the factory."""

from flask import Response, current_app, g
from flask_babel import Babel
from flask_login import LoginManager
from flask_login.utils import decode_cookie, encode_cookie
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf import CSRFProtect


class PatientLoginManager(LoginManager):  # type: ignore[misc]  # the library has no types
    """Remembers people across a change of SECRET_KEY, as sessions do: former keys still verify.

    A request that says `g.has_no_session` is let go without a look at one: its answer depends on no cookie.
    """

    def _load_user_from_remember_cookie(self, cookie: str) -> object:
        former = (decode_cookie(cookie, key=key) for key in current_app.config["SECRET_KEY_FALLBACKS"])
        token = next(filter(None, former), None)
        return super()._load_user_from_remember_cookie(encode_cookie(token) if token else cookie)

    def _update_remember_cookie(self, response: Response) -> Response:
        return response if g.get("has_no_session") else super()._update_remember_cookie(response)


db = SQLAlchemy(session_options={"expire_on_commit": False, "autoflush": True})
login_manager = PatientLoginManager()
csrf = CSRFProtect()
babel = Babel()
